"""Runs of the plainest markup, cut out of an XML part so that one expression reads them instead of expat.

A sheet is thousands of `<c r="B7" s="3"><v>182</v></c>`, and a call for each begin, text and end is what
reading costs. A run is only cut out where it cannot mean anything else: the part is UTF-8 without comments,
CDATA sections or instructions, its one default namespace is that of its root, and the run is elements in the
one spelling below, without entities. Expat reads the rest, with `<_run/>` where the run stood, so whatever is
wrong around a run is found as before. Every other spelling is left to expat.
"""

import re
from collections.abc import Iterator

MARK = "_run"


def _uncaptured(pattern: str) -> str:
    return re.sub(r"\((?!\?)", "(?:", pattern)


_PLACE = f"<{MARK}/>"
_ROOT = re.compile(
    rb"(<\?xml version=\"1\.0\"(?: encoding=\"(?:utf-8|UTF-8)\")?(?: standalone=\"(?:yes|no)\")?\s?\?>\s*)?"
    rb"<[A-Za-z]{1,20}(?=\s)[^<>]*\sxmlns=\"[^<>]*>"
)
_TEXT = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]++"
_INLINE = rf"<is><t(?: xml:space=\"preserve\")?>({_TEXT})</t></is>"
_STORED = rf"(?:<f(?: aca=\"false\")?>({_TEXT})</f>)?(?:<v>({_TEXT})</v>)?"
_CELL = (
    r"<c r=\"([A-Z]{1,3})([1-9][0-9]{0,6})\"(?: s=\"([0-9]{1,9})\")?"
    rf"(?:/>| t=\"inlineStr\">{_INLINE}</c>|(?: t=\"(s|n|str|b|e)\")?(?:/>|>{_STORED}</c>))"
)
_BARE_CELL = _uncaptured(_CELL)
_NAME = r"(?:x14ac:)?[A-Za-z]{1,30}"  # the one prefix that the rows of nearly every workbook have
_WRITTEN = r"[^\"<>&\x00-\x1f\ufffe\uffff]{0,100}+"
_ROW = rf"<row r=\"{_WRITTEN}\"(?: {_NAME}=\"{_WRITTEN}\")*+(?:/>|>(?:{_BARE_CELL})*+</row>)"
_STRING = rf"<si><t(?: xml:space=\"preserve\")?>({_TEXT})</t></si>"

ATTRIBUTE = re.compile(rf" ({_NAME})=\"({_WRITTEN})\"")
CELL = re.compile(_CELL)
"""A cell's letters, row, style, inline text, type, formula and value; what is absent is empty."""
STRING = re.compile(_STRING)
ROWS = re.compile(f"(?:{_ROW})++|(?:{_BARE_CELL})++")
STRINGS = re.compile(f"(?:{_uncaptured(_STRING)})++")


def rows_in(run: str) -> Iterator[tuple[str, str, str]]:
    """The number, the other attributes and the cells of each row of a run.

    In a run "<row" and the ">" after it are nothing but tags, and a row's number is its first attribute.

    >>> list(rows_in('<row r="1"><c r="A1"/></row><row r="2" ht="9"/>'))
    [('1', '', '<c r="A1"/></row>'), ('2', ' ht="9"/', '')]
    """
    for row in run.split('<row r="')[1:]:
        attributes, _, cells = row.partition(">")
        number, _, others = attributes.partition('"')
        yield number, others, cells


def cut(content: bytes, runs: re.Pattern[str]) -> tuple[str, list[str]] | None:
    """The part without its runs, and the runs in their order; None where expat must read it whole.

    >>> cut(b'<sst xmlns="x"><si><t>a</t></si><si/></sst>', STRINGS)
    ('<sst xmlns="x"><_run/><si/></sst>', ['<si><t>a</t></si>'])
    """
    root = _ROOT.match(content)
    if root is None or b"<!" in content or content.count(b"<?") != (1 if root[1] else 0):
        return None
    if content.count(b"xmlns") - content.count(b"xmlns:") != 1 or MARK.encode() in content:
        return None
    if b" x14ac:" in content and b" xmlns:x14ac=" not in root[0]:
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    found: list[str] = []

    def put_away(run: re.Match[str]) -> str:
        found.append(run[0])
        return _PLACE

    return runs.sub(put_away, text), found

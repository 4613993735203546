"""The notes of one sheet: ours are added, those of the sender stay, and where both meet they share a note."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from loaders.addresses import address_of, position_of
from loaders.markup_sheet import Place
from loaders.markup_words import AUTHOR, xml_text
from loaders.xml_part import STRICT, TRANSITIONAL
from loaders.xml_text import Element, XmlText, judged

LONGEST_NOTE = 4_000
THREAD = "tc="  # the author of a note that stands in for a thread, which programs show instead of it
SEPARATOR = f"—— {AUTHOR} ——"

_COLORS = {"must": "FF961118", "explain": "FF7C4C00", "note": "FF1B4B8F"}
_RUN = '<{p}r><{p}rPr>{bold}<{p}sz val="10"/><{p}color {color}/><{p}rFont val="宋体"/></{p}rPr>{text}</{p}r>'


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a note: its head in the colour of a severity, then its text."""

    severity: str
    head: str
    text: str


Notes = Mapping[Place, tuple[Line, ...]]


def new_comments(*, strict: bool) -> bytes:
    space = STRICT if strict else TRANSITIONAL
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<comments xmlns="{space}"><authors/><commentList/></comments>'.encode()


class Comments:
    """The notes part of a sheet."""

    def __init__(self, part: str, content: bytes) -> None:
        self._text = XmlText(part, judged(part, content))
        root = self._text.root
        listed, authors = root.child("commentList"), root.child("authors")
        self._list, self._authors = listed, authors
        names = authors.all("author") if authors else []
        self._names = [self._text.inside(name).strip() for name in names]
        self._by_place: dict[Place, Element] = {}
        for comment in listed.all("comment") if listed else ():
            place = position_of(comment.attributes.get("ref", "").partition(":")[0])
            if place is not None:
                self._by_place.setdefault(place, comment)

    @property
    def places(self) -> Collection[Place]:
        return self._by_place.keys()

    def put(self, notes: Notes) -> tuple[frozenset[Place], bytes]:
        """Places at which a note of ours alone was taken away, and the part with `notes`."""
        gone = []
        for place, comment in self._by_place.items():
            if place in notes:
                self._join(comment, notes[place])
            elif self._is_ours(comment):
                self._text.remove(comment)
                gone.append(place)
            else:
                self._clear(comment)
        added = [place for place in notes if place not in self._by_place]
        if added:
            self._add({place: notes[place] for place in sorted(added)})
        return frozenset(gone), self._text.content()

    def _add(self, notes: Notes) -> None:
        text, root = self._text, self._text.root
        p = text.prefix(root)
        number = len(self._names)
        if AUTHOR in self._names:
            number = self._names.index(AUTHOR)
        elif self._authors is None:
            text.add_after(root, (), f"<{p}authors><{p}author>{AUTHOR}</{p}author></{p}authors>")
        else:
            text.append(self._authors, f"<{p}author>{AUTHOR}</{p}author>")
        made = "".join(self._comment(place, number, lines) for place, lines in notes.items())
        if self._list is None:
            text.add_after(root, ("authors",), f"<{p}commentList>{made}</{p}commentList>")
        else:
            text.append(self._list, made)

    def _comment(self, place: Place, author: int, lines: tuple[Line, ...]) -> str:
        p = self._text.prefix(self._text.root)
        head = f'<{p}comment ref="{address_of(*place)}" authorId="{author}">'
        return f"{head}<{p}text>{_runs(lines, p)}</{p}text></{p}comment>"

    def _join(self, comment: Element, lines: tuple[Line, ...]) -> None:
        """Into a note of ours our new text; behind a note of the sender's; into none that is a thread's."""
        if self._author(comment).startswith(THREAD):
            return
        text, body = self._text, comment.child("text")
        p = text.prefix(comment)
        if body is None or self._is_ours(comment):
            number = comment.attributes.get("authorId", "0")
            place = position_of(comment.attributes["ref"].partition(":")[0]) or (1, 1)
            text.replace(comment, self._comment(place, int(number) if number.isdigit() else 0, lines))
            return
        self._clear(comment)
        joined = _run(f"\n{SEPARATOR}\n", p, bold=True) + _runs(lines, p)
        for plain in body.all("t"):
            text.insert(plain.start, f"<{p}r>")
            text.insert(plain.end, f"</{p}r>")
        text.add_after(body, ("t", "r"), joined)

    def _clear(self, comment: Element) -> None:
        """Takes out what an earlier marking put behind the sender's own words."""
        body = comment.child("text")
        runs = body.all("r") if body else []
        texts = [self._text.inside(found) if (found := run.child("t")) else "" for run in runs]
        start = next((number for number, each in enumerate(texts) if each.strip() == SEPARATOR), len(runs))
        for run in runs[start:]:
            self._text.remove(run)

    def _author(self, comment: Element) -> str:
        number = comment.attributes.get("authorId", "")
        known = number.isdigit() and int(number) < len(self._names)
        return self._names[int(number)] if known else ""

    def _is_ours(self, comment: Element) -> bool:
        return self._author(comment) == AUTHOR


def _runs(lines: tuple[Line, ...], p: str) -> str:
    made, left = [], LONGEST_NOTE
    for number, line in enumerate(lines):
        if left <= 0:
            break
        made.append(_run("\n" * (number > 0) + line.head + "\n", p, bold=True, color=_COLORS[line.severity]))
        made.append(_run(line.text, p, longest=left))
        left -= len(line.head) + len(line.text)
    return "".join(made)


def _run(text: str, p: str, *, bold: bool = False, color: str = "", longest: int = LONGEST_NOTE) -> str:
    written = f'<{p}t xml:space="preserve">{xml_text(text, longest)}</{p}t>'
    shade = f'rgb="{color}"' if color else 'indexed="81"'
    return _RUN.format(p=p, bold=f"<{p}b/>" if bold else "", color=shade, text=written)

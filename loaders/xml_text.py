"""One XML part as text to be patched: its elements with their offsets, edits that leave all else as it is.

The part has passed the reader's guards before. Nothing is written anew from a tree: what no edit
touches keeps its bytes, its prefixes and its order of attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from loaders.guards import damaged
from loaders.xml_part import STRICT, XmlPart

STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_TAG = re.compile(rb"<[^\s/>]+(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_NAME = re.compile(rb"<([^\s/>]+)")
_ATTRIBUTE = re.compile(rb"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DECLARED = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']{1,40})")
_MARKS = (
    (b"\xff\xfe", "utf-16-le"),
    (b"<\0", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\0<", "utf-16-be"),
)
_SINGLE = {"us-ascii": "ascii", "iso-8859-1": "latin-1"}


@dataclass(slots=True, eq=False)
class Element:
    """An element by its own name ("space}name" outside the root's namespace) and its offsets.

    `start` to `inner` is its start tag, `close` to `end` its end tag; an empty-element tag has
    `inner`, `close` and `end` in one place.
    """

    name: str
    attributes: dict[str, str]
    parent: Element | None
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def empty_tag(self) -> bool:
        return self.inner == self.end

    def child(self, name: str) -> Element | None:
        return next((each for each in self.children if each.name == name), None)

    def all(self, name: str) -> list[Element]:
        return [each for each in self.children if each.name == name]


Skip = Callable[[Element], bool]


class XmlText:
    """A part's bytes and elements; `skip` names elements whose inside is not looked at."""

    def __init__(self, part: str, content: bytes, *, skip: Skip | None = None) -> None:
        self.part = part
        self._encoding = _encoding(content)
        self._bytes = content if self._encoding == "utf-8" else _decoded(content, self._encoding, part)
        self._edits: list[tuple[int, int, bytes]] = []
        self._tags: dict[int, tuple[Element, bytes]] = {}
        self._appended: dict[int, tuple[Element, list[str]]] = {}
        self.prefixes: dict[str, str] = {}  # namespace -> prefix, as the root declares them
        self.root = _Tree(self, skip).parse(self._bytes)

    @property
    def strict(self) -> bool:
        return STRICT in self.prefixes

    @property
    def links(self) -> str:
        """The base of relationship types and of r:id in this kind of document."""
        return STRICT_LINKS if self.strict else LINKS

    def prefix(self, element: Element) -> str:
        """The prefix of an element with its colon, so that what is put into it is of its namespace."""
        name = self._name(element)
        return name.rpartition(":")[0] + ":" if ":" in name else ""

    def raw(self, element: Element) -> bytes:
        return self._bytes[element.start : element.end]

    def inside(self, element: Element) -> str:
        return self._bytes[element.inner : element.close].decode()

    def copied(self, element: Element, **attributes: str) -> str:
        """The element's own text with some attributes set."""
        tag = with_attributes(self._bytes[element.start : element.inner], attributes)
        return (tag + self._bytes[element.inner : element.end]).decode()

    def set(self, element: Element, **attributes: str) -> None:
        _, tag = self._tags.get(element.start, (element, self._bytes[element.start : element.inner]))
        self._tags[element.start] = element, with_attributes(tag, attributes)

    def insert(self, at: int, xml: str) -> None:
        self._edits.append((at, at, xml.encode()))

    def remove(self, element: Element) -> None:
        self._edits.append((element.start, element.end, b""))

    def replace(self, element: Element, xml: str) -> None:
        self._edits.append((element.start, element.end, xml.encode()))

    def append(self, element: Element, xml: str) -> None:
        """As the last child."""
        self._appended.setdefault(element.start, (element, []))[1].append(xml)

    def add_after(self, parent: Element, before: Collection[str], xml: str) -> None:
        """As a child of `parent` behind the last of those named in `before`: a sequence keeps its order."""
        last = next((each for each in reversed(parent.children) if each.name in before), None)
        if last is not None:
            self.insert(last.end, xml)
        elif parent.empty_tag:
            self.append(parent, xml)
        else:
            self.insert(parent.inner, xml)

    def content(self) -> bytes:
        """The patched part in its own encoding; what that cannot write becomes a character reference."""
        pieces: list[bytes] = []
        at = 0
        for start, end, new in sorted((*self._edits, *self._of_elements()), key=lambda edit: edit[:2]):
            pieces += (self._bytes[at:start], new)
            at = end
        patched = b"".join((*pieces, self._bytes[at:]))
        if self._encoding == "utf-8":
            return patched
        return patched.decode().encode(self._encoding, "xmlcharrefreplace")

    def _of_elements(self) -> list[tuple[int, int, bytes]]:
        edits = []
        for start in self._tags.keys() | self._appended.keys():
            element, tag = self._tags.get(start, (None, b""))
            holder, added = self._appended.get(start, (element, []))
            if holder is None:
                continue
            tag = tag or self._bytes[start : holder.inner]
            inside = "".join(added).encode()
            if holder.empty_tag and inside:
                tag = tag[:-2].rstrip() + b">" + inside + b"</" + self._name(holder).encode() + b">"
            elif inside:
                edits.append((holder.close, holder.close, inside))
            edits.append((start, holder.inner, tag))
        return edits

    def _name(self, element: Element) -> str:
        found = _NAME.match(self._bytes, element.start)
        return found[1].decode() if found else ""


class _Tree:
    """Builds the elements in one pass."""

    def __init__(self, text: XmlText, skip: Skip | None) -> None:
        self._text = text
        self._skip = skip
        self._open: list[Element] = []
        self._hidden = 0
        self._space = ""
        self._root: Element | None = None

    def parse(self, content: bytes) -> Element:
        self._content = content
        self._parser = parser = expat.ParserCreate("utf-8", namespace_separator="}")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._declare
        try:
            parser.Parse(content, True)
        except expat.ExpatError as problem:
            raise damaged(self._text.part, "bad_xml") from problem
        if self._root is None:
            raise damaged(self._text.part, "bad_xml")
        return self._root

    def _declare(self, prefix: str | None, space: str | None) -> None:
        if self._root is None and space:
            self._text.prefixes.setdefault(space, prefix or "")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._hidden:
            self._hidden += 1
            return
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self._content, start)
        if tag is None:
            raise damaged(self._text.part, "bad_xml")
        if self._root is None:
            self._space = name.rpartition("}")[0]
        own = name.removeprefix(f"{self._space}}}")
        parent = self._open[-1] if self._open else None
        element = Element(own, attributes, parent, start, tag.end())
        if parent is None:
            self._root = element
        else:
            parent.children.append(element)
        self._open.append(element)
        if self._skip is not None and self._skip(element):
            self._hidden = 1

    def _end(self, _name: str) -> None:
        if self._hidden > 1:
            self._hidden -= 1
            return
        self._hidden = 0
        element = self._open.pop()
        if self._content[element.inner - 2 : element.inner] == b"/>":
            element.close = element.end = element.inner
            return
        element.close = self._parser.CurrentByteIndex
        element.end = self._content.index(b">", element.close) + 1


def judged(part: str, content: bytes, *, namespaces: Collection[str] = ()) -> bytes:
    """The content of a part that the reader does not parse, after the same guards."""
    reader = XmlPart(part)
    if namespaces:
        reader.namespaces = frozenset(namespaces)
    reader.parse(content)
    return content


def with_attributes(tag: bytes, attributes: dict[str, str]) -> bytes:
    """A start tag with attributes set, the others and their order kept.

    >>> with_attributes(b'<c r="A1" s = "3"/>', {"s": "7", "t": "n"})
    b'<c r="A1" s="7" t="n"/>'
    """
    left = dict(attributes)

    def given(found: re.Match[bytes]) -> bytes:
        value = left.pop(found[1].decode(), None)
        return found[0] if value is None else b" " + found[1] + b"=" + quoteattr(value).encode()

    name = _NAME.match(tag)
    at = name.end() if name else 0
    closing = 2 if tag.endswith(b"/>") else 1
    body = _ATTRIBUTE.sub(given, tag[at:-closing])
    added = "".join(f" {key}={quoteattr(value)}" for key, value in left.items()).encode()
    return tag[:at] + body.rstrip() + added + tag[-closing:]


def _encoding(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    declared = _DECLARED.match(content)
    return _SINGLE.get(declared[1].decode("ascii", "replace").lower(), "utf-8") if declared else "utf-8"


def _decoded(content: bytes, encoding: str, part: str) -> bytes:
    try:
        return content.decode(encoding).encode()
    except UnicodeError as problem:
        raise damaged(part, "encoding") from problem

"""One pass over one XML part: elements by their own name, no document types, no entities."""

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import NoReturn
from urllib.parse import unquote
from xml.parsers import expat

from loaders.guards import WorkbookRefused, bomb, damaged
from loaders.package import Package

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = frozenset({TRANSITIONAL, STRICT})
TRUE = frozenset({"1", "true"})

Attributes = dict[str, str]
Begin = Callable[[Attributes], None]
End = Callable[[], None]

_MOST_NAMESPACES = 10_000
_NAMESPACE = re.compile(rb"\sxmlns(?=[\s:=])")
_SHORT_NAMESPACE = re.compile(
    rb"\sxmlns(?::[^=\s]{1,100})?\s{0,20}=\s{0,20}(?:\"[^\"]{0,300}\"|'[^']{0,300}')"
)
_ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})


class XmlPart:
    """Calls the methods of a subclass at the begin and end of the elements it names.

    An element counts only in the namespace of the root. At the end of an element named in `texts`
    its text is in `text`; markup inside such an element refuses the part, for two readers could
    take it differently.
    """

    namespaces = SPREADSHEET
    texts: frozenset[str] = frozenset()

    def __init__(self, part: str) -> None:
        self.part = part
        self.text = ""
        self._collecting = False
        self._chunks: list[str] = []
        self._begins: Mapping[str, Begin] = {}
        self._ends: Mapping[str, End] = {}
        self._texts: frozenset[str] = frozenset()

    def begins(self) -> Mapping[str, Begin]:
        return {}

    def ends(self) -> Mapping[str, End]:
        return {}

    def parse(self, content: bytes) -> None:
        self._judge_namespaces(content.replace(b"\0", b""))
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._refuse_entities
        parser.EntityDeclHandler = self._refuse_entities
        parser.CharacterDataHandler = self._chunks.append
        parser.EndElementHandler = self._end

        def root(name: str, attributes: Attributes) -> None:
            self._root(name)
            parser.StartElementHandler = self._start
            self._start(name, attributes)

        parser.StartElementHandler = root
        try:
            parser.Parse(content, True)
        except expat.ExpatError as problem:
            raise damaged(self.part, "bad_xml") from problem

    def _judge_namespaces(self, markup: bytes) -> None:
        """Expat copies the namespace's name for each element: one of a megabyte would take minutes."""
        declared = len(_NAMESPACE.findall(markup))
        if declared > _MOST_NAMESPACES:
            raise bomb(self.part, "namespaces", found=declared, limit=_MOST_NAMESPACES)
        if len(_SHORT_NAMESPACE.findall(markup)) != declared:
            raise damaged(self.part, "namespace")

    def _root(self, name: str) -> None:
        namespace, separator, _ = name.rpartition("}")
        if namespace not in self.namespaces:
            raise damaged(self.part, "wrong_namespace")
        prefix = namespace + separator
        self._begins = {prefix + local: begin for local, begin in self.begins().items()}
        self._ends = {prefix + local: end for local, end in self.ends().items()}
        self._texts = frozenset(prefix + local for local in self.texts)

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._collecting:
            raise damaged(self.part, "markup_in_text")
        if name in self._texts:
            self._collecting = True
            self._chunks.clear()
        begin = self._begins.get(name)
        if begin is not None:
            begin(attributes)

    def _end(self, name: str) -> None:
        if self._collecting:
            self._collecting = False
            self.text = "".join(self._chunks)
        end = self._ends.get(name)
        if end is not None:
            end()

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise damaged(self.part, "encoding")

    def _refuse_entities(self, *_declared: object) -> NoReturn:
        raise WorkbookRefused("file.entities", {"part": self.part})


class Relationships(XmlPart):
    """id -> (type's last word, part) of the relationships of one part; those leading outside are left out."""

    namespaces = frozenset({RELATIONSHIPS})

    def __init__(self, part: str, *, folder: str) -> None:
        super().__init__(part)
        self.found: dict[str, tuple[str, str]] = {}
        self._folder = folder

    def begins(self) -> Mapping[str, Begin]:
        return {"Relationship": self._relationship}

    def _relationship(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        self.found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)


def relationships(package: Package, source: str) -> dict[str, tuple[str, str]]:
    """What the part `source` ("" for the package itself) points to inside the package."""
    folder, name = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(part):
        return {}
    reader = Relationships(part, folder=folder)
    reader.parse(package.read(part))
    return {key: (kind, _existing(package, path)) for key, (kind, path) in reader.found.items()}


def _existing(package: Package, path: str) -> str:
    """The path as it stands in the package: a target may be written with %20 for a blank."""
    return path if package.has(path) else unquote(path)

"""One pass over one XML part: elements by their own name, no document types, no entities."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn
from urllib.parse import unquote
from xml.parsers import expat

from loaders.guards import WorkbookRefused, bomb, damaged
from loaders.package import Package
from loaders.plain_runs import MARK, cut

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = frozenset({TRANSITIONAL, STRICT})
TRUE = frozenset({"1", "true"})

Attributes = dict[str, str]
Begin = Callable[[Attributes], None]
End = Callable[[], None]

_MOST_NAMESPACES = 10_000
_XMLNS = b"xmlns"
_NAMESPACE = re.compile(rb"\sxmlns(?=[\s:=])")
_SHORT_NAMESPACE = re.compile(
    rb"\sxmlns(?::[^=\s]{1,100})?\s{0,20}=\s{0,20}(?:\"[^\"]{0,300}\"|'[^']{0,300}')"
)
_ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})


class XmlPart:
    """Calls the methods of a subclass at the begin and end of the elements it names.

    An element counts only in the namespace of the root, or in the one it is named with ("uri}p"). At the
    end of an element named in `texts` its text is in `text`; markup inside such an element refuses the
    part, for two readers could take it differently. A part whose markup is mostly of one plain spelling
    names it in `runs` and is given each run by `take`, where it stood (see loaders/plain_runs.py).
    """

    namespaces = SPREADSHEET
    texts: frozenset[str] = frozenset()
    runs: re.Pattern[str] | None = None

    def __init__(self, part: str) -> None:
        self.part = part
        self.text = ""
        self._collecting = False
        self._chunks: list[str] = []
        self._begins: Mapping[str, Begin] = {}
        self._ends: Mapping[str, End] = {}
        self._texts: frozenset[str] = frozenset()
        self._runs: Iterator[str] | None = None

    def begins(self) -> Mapping[str, Begin]:
        return {}

    def ends(self) -> Mapping[str, End]:
        return {}

    def take(self, run: str) -> None:
        """Reads a run of plain markup; only for a part with `runs`."""

    def parse(self, content: bytes) -> None:
        self._judge_namespaces(content.replace(b"\0", b"") if b"\0" in content else content)
        markup: bytes | str = content
        plain = cut(content, self.runs) if self.runs else None
        if plain:
            markup, self._runs = plain[0], iter(plain[1])
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
            parser.Parse(markup, True)
        except expat.ExpatError as problem:
            raise damaged(self.part, "bad_xml") from problem

    def _judge_namespaces(self, markup: bytes) -> None:
        """Expat copies the namespace's name for each element: one of a megabyte would take minutes."""
        declared, at = 0, markup.find(_XMLNS)
        while at >= 0:
            if at and _NAMESPACE.match(markup, at - 1):
                declared += 1
                if declared > _MOST_NAMESPACES:
                    raise bomb(self.part, "namespaces", found=declared, limit=_MOST_NAMESPACES)
                if not _SHORT_NAMESPACE.match(markup, at - 1):
                    raise damaged(self.part, "namespace")
            at = markup.find(_XMLNS, at + 1)

    def _root(self, name: str) -> None:
        namespace, separator, _ = name.rpartition("}")
        if namespace not in self.namespaces:
            raise damaged(self.part, "wrong_namespace")
        prefix = namespace + separator
        self._begins = {_named(prefix, local): begin for local, begin in self.begins().items()}
        self._ends = {_named(prefix, local): end for local, end in self.ends().items()}
        self._texts = frozenset(prefix + local for local in self.texts)
        if self._runs is not None:
            self._begins = {**self._begins, prefix + MARK: self._run}

    def _run(self, _attributes: Attributes) -> None:
        for run in self._runs or ():
            self.take(run)
            break

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


def _named(prefix: str, name: str) -> str:
    return name if "}" in name else prefix + name


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

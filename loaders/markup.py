"""Findings into the sender's own workbook: coloured cells, notes, and a sheet that lists and links them.

The package is patched, not written anew: a part that no colour, note or the added sheet forces to
change keeps its very bytes, so text boxes, buttons, pictures, charts, sparklines, protection,
validations, formulas and their last values stay as they are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from data.model import Finding
from loaders import markup_links as links
from loaders.addresses import address_of, position_of
from loaders.cells import Sheet
from loaders.guards import Limits
from loaders.markup_comments import Line
from loaders.markup_list import Listed, list_sheet, ordered
from loaders.markup_notes import put_notes
from loaders.markup_sheet import Place, SheetText
from loaders.markup_styles import EMPTY, Styles
from loaders.markup_words import SHEET_NAME, Said, Say, Wording, lists_findings
from loaders.package import Package, open_package
from loaders.package_copy import PackageCopy
from loaders.shared_parts import unescaped
from loaders.workbook import Workbook, read
from loaders.xml_part import relationships
from loaders.xml_text import XmlText

__all__ = ["Said", "Wording", "mark_up"]

MOST_NOTES = 1_000  # notes on one sheet: a drawing's map has numbers for 1,023
_LIMITS = Limits()
_STYLE = re.compile(rb"\ss\s*=\s*[\"']([0-9]{1,6})[\"']")


def mark_up(
    data: bytes, findings: Sequence[Finding], say: Say, *, wording: Wording, limits: Limits = _LIMITS
) -> bytes:
    """A marked copy of an .xlsx that `loaders.workbook.read` accepts; what it refuses is refused here.

    A workbook marked before loses its old marks first, so that the copy shows these findings only.
    """
    workbook = read(data, limits=limits)
    marking = _Marking(data, open_package(data, limits), workbook, say, wording)
    return marking.done(ordered(findings))


@dataclass
class _Marking:
    data: bytes
    package: Package
    workbook: Workbook
    say: Say
    wording: Wording
    copy: PackageCopy = field(init=False)
    main: str = field(init=False)
    text: XmlText = field(init=False)
    styles: Styles = field(init=False)
    parts: dict[str, str] = field(init=False)
    earlier: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.copy = PackageCopy(self.data, self.package)
        kinds = relationships(self.package, "").values()
        self.main = next(part for kind, part in kinds if kind == "officeDocument")
        self.text = XmlText(self.main, self.package.read(self.main))
        self.parts = dict(self._worksheets())
        self.earlier = frozenset(sheet.name for sheet in self.workbook.sheets if lists_findings(sheet))
        self.styles = self._styles()

    def done(self, findings: Sequence[Finding]) -> bytes:
        sheets = {sheet.name: sheet for sheet in self.workbook.sheets if sheet.name not in self.earlier}
        by_sheet: dict[str, dict[Place, list[Finding]]] = {}
        listed = []
        for finding in findings:
            sheet = sheets.get(finding.sheet)
            place = _anchor(sheet, finding.cell) if sheet else None
            if place is not None:
                by_sheet.setdefault(finding.sheet, {}).setdefault(place, []).append(finding)
            link = address_of(*place) if place else "A1" if sheet else ""
            said = self.say(finding)
            listed.append(Listed(finding.severity, finding.sheet, finding.cell, link, said))
        for name in sheets:
            if name in by_sheet or self.earlier:
                self._mark(name, by_sheet.get(name, {}))
        self._add_list(listed)
        self.copy.write(self.styles_part, self.styles.content())
        return self.copy.data()

    def _worksheets(self) -> Iterator[tuple[str, str]]:
        listed = relationships(self.package, self.main)
        sheets = self.text.root.child("sheets")
        for entry in sheets.children if sheets else ():
            ids = [value for key, value in entry.attributes.items() if key.endswith("/relationships}id")]
            kind, part = listed.get(ids[0] if ids else "", ("", ""))
            if kind == "worksheet":
                yield unescaped(entry.attributes.get("name", "")), part

    def _styles(self) -> Styles:
        """The styles part, or a first one; its place is kept in `styles_part`."""
        listed = relationships(self.package, self.main).values()
        part = next((part for kind, part in listed if kind == "styles"), None)
        used = 0
        if part is None:
            part = posixpath.join(posixpath.dirname(self.main), "styles.xml")
            if self.copy.has(part):  # one that nothing points to
                part = self.copy.fresh(posixpath.dirname(self.main), "styles", ".xml")
            links.point_to(self.copy, self.main, part, f"{self.text.links}/styles")
            links.declare(self.copy, part, links.STYLES_TYPE)
            content = EMPTY
        else:
            content = self.package.read(part)
        self.styles_part = part
        if b"<xf" not in content or content is EMPTY:
            used = self._highest_style()
        return Styles(part, content, used=used)

    def _highest_style(self) -> int:
        parts = (self.package.read(part) for part in self.parts.values())
        return max((int(found[1]) for part in parts for found in _STYLE.finditer(part)), default=0)

    def _mark(self, name: str, findings: Mapping[Place, Sequence[Finding]]) -> None:
        part = self.parts[name]
        rows = None if self.earlier else {row for row, _ in findings}
        sheet = SheetText(part, self.package.read(part), rows)
        sheet.color({place: found[0].severity for place, found in findings.items()}, self.styles)
        notes = {place: tuple(map(self._line, found)) for place, found in findings.items()}
        put_notes(self.copy, self.package, sheet, dict(islice(notes.items(), MOST_NOTES)))
        self.copy.write(part, sheet.text.content())

    def _line(self, finding: Finding) -> Line:
        said, wording = self.say(finding), self.wording
        fix, read_head, expected, explained = wording.heads[4:8]
        pairs = (
            (read_head, said.read),
            (expected, said.expected),
            (fix, said.fix),
            (explained, said.explained),
        )
        told = [said.problem, *(f"{head}{wording.colon}{text}" for head, text in pairs if text)]
        return Line(finding.severity, wording.severities[finding.severity], "\n".join(told))

    def _add_list(self, listed: Sequence[Listed]) -> None:
        content = list_sheet(listed, self.wording, self.styles, strict=self.text.strict)
        earlier = next((name for name in self.parts if name in self.earlier), None)
        if earlier is not None:
            self.copy.write(self.parts[earlier], content)
            links.forget(self.copy, self.parts[earlier])
            return
        first = next(iter(self.parts.values()), posixpath.join(posixpath.dirname(self.main), "worksheets/"))
        part = self.copy.fresh(posixpath.dirname(first), "sheet", ".xml")
        self.copy.write(part, content)
        links.declare(self.copy, part, links.SHEET_TYPE)
        link = links.point_to(self.copy, self.main, part, f"{self.text.links}/worksheet")
        links.enter_sheet(self.text, SHEET_NAME, link)
        self.copy.write(self.main, self.text.content())


def _anchor(sheet: Sheet, cell: str) -> Place | None:
    """The cell that shows what stands at an address: the first of a merged area; None for no cell."""
    place = position_of(cell)
    if place is None:
        return None
    row, column = place
    for first_row, first_column, last_row, last_column in sheet.merges:
        if first_row <= row <= last_row and first_column <= column <= last_column:
            return first_row, first_column
    return place

"""The added sheet: every finding by severity, each with a link to its cell. Only texts, so none can run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.model import SEVERITIES, Finding, Severity
from loaders.addresses import address_of, position_of
from loaders.markup_styles import Styles
from loaders.markup_words import TITLE, Said, Wording, xml_text
from loaders.xml_part import STRICT, TRANSITIONAL

MOST_LISTED = 2_000
WIDTHS = (9, 18, 10, 52, 52, 22, 26, 40)

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Listed:
    """One finding of the list; `link` is the address in its sheet that the cell leads to, or empty."""

    severity: Severity
    sheet: str
    cell: str
    link: str
    said: Said


def ordered(findings: Sequence[Finding]) -> list[Finding]:
    """The gravest first; those about the whole file last, the others as they stand in the workbook."""

    def place(finding: Finding) -> tuple[int, bool, str, tuple[int, int]]:
        row_column = position_of(finding.cell) or (0, 0)
        return SEVERITIES.index(finding.severity), not finding.sheet, finding.sheet, row_column

    return sorted(findings, key=place)


def list_sheet(listed: Sequence[Listed], wording: Wording, styles: Styles, *, strict: bool) -> bytes:
    """The worksheet part; styles are added to `styles`."""
    sheet = _List(wording, styles)
    sheet.row((TITLE, styles.listed("title")))
    if wording.summary:
        sheet.row((wording.summary, styles.listed("line")))
    for severity in SEVERITIES:
        if wording.legend:
            word = wording.severities[severity], styles.listed("head", severity=severity)
            sheet.row(word, (wording.legend[severity], styles.listed("line")))
    sheet.number += 1
    sheet.row(*((head, styles.listed("head")) for head in wording.heads))
    head = sheet.number
    for each in listed[:MOST_LISTED]:
        sheet.finding(each)
    if len(listed) > MOST_LISTED:
        sheet.row((wording.more.format(n=len(listed) - MOST_LISTED), styles.listed("line")))
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(WIDTHS, start=1)
    )
    pane = f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
    links = f"<hyperlinks>{''.join(sheet.links)}</hyperlinks>" if sheet.links else ""
    return (
        f'{_HEAD}<worksheet xmlns="{STRICT if strict else TRANSITIONAL}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(sheet.rows)}</sheetData>{links}"
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


class _List:
    """Rows and links as they are put down."""

    def __init__(self, wording: Wording, styles: Styles) -> None:
        self.rows: list[str] = []
        self.links: list[str] = []
        self.number = 0
        self._wording = wording
        self._text = styles.listed("text")
        self._link = styles.listed("link")
        self._shades: Mapping[Severity, int] = {
            severity: styles.listed("head", severity=severity) for severity in SEVERITIES
        }

    def row(self, *cells: tuple[str, int]) -> None:
        self.number += 1
        written = "".join(
            self._cell(column, text, style) for column, (text, style) in enumerate(cells, start=1)
        )
        self.rows.append(f'<row r="{self.number}">{written}</row>')

    def finding(self, each: Listed) -> None:
        said, text = each.said, self._text
        place = each.cell or (self._wording.whole_sheet if each.sheet else self._wording.whole_file)
        self.row(
            (self._wording.severities[each.severity], self._shades[each.severity]),
            (each.sheet, text),
            (place, self._link if each.link else text),
            *((shown, text) for shown in (said.problem, said.fix, said.read, said.expected, said.explained)),
        )
        if each.link:
            target = xml_attribute(f"{quoted(each.sheet)}!{each.link}")
            self.links.append(
                f'<hyperlink ref="C{self.number}" location="{target}" display="{xml_attribute(place)}"/>'
            )

    def _cell(self, column: int, text: str, style: int) -> str:
        at = f'r="{address_of(self.number, column)}" s="{style}"'
        if not text:
            return f"<c {at}/>"
        return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{xml_text(text)}</t></is></c>'


def quoted(sheet: str) -> str:
    """A sheet's name as a reference writes it.

    >>> quoted("李's 表")
    "'李''s 表'"
    """
    return "'" + sheet.replace("'", "''") + "'"


def xml_attribute(text: str) -> str:
    return xml_text(text).replace('"', "&quot;")

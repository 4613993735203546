"""Workbooks marked with findings, and what a test looks at in them."""

import warnings
import xml.etree.ElementTree as ElementTree
import zipfile
from io import BytesIO

import openpyxl
from builders_markup import (
    PLAIN,
    RICH,
)
from builders_xlsx import (
    MAIN,
    SHEET,
    WORKBOOK_LINKS,
)

from data.model import Finding
from loaders.markup import Said, Wording, mark_up
from loaders.markup_words import SHEET_NAME
from loaders.workbook import read

WORDING = Wording(
    severities={"must": "强制", "explain": "核实", "note": "提示"},
    heads=("级别", "工作表", "单元格", "问题", "怎么改", "读到", "应为", "说明"),
    summary="年报.xlsx，第 1 号报送件",
    legend={"must": "必须改", "explain": "改或说明", "note": "已规范读法"},
    whole_sheet="整张表",
    whole_file="整个文件",
    more="另有 {n} 条",
)

FINDINGS = (
    Finding("rule.at_most", "must", RICH, "D5", {"read": "43", "expected": "≤ 41"}),
    Finding("cell.fraction", "explain", RICH, "B4"),
    Finding("cell.normalised", "note", RICH, "C2"),
    Finding("form.row_missing", "must", RICH, "K12"),
    Finding("form.row_missing", "must", RICH, "J30"),
    Finding("cell.normalised", "note", RICH, "H20"),
    Finding("rule.equal", "must", RICH, "F8"),
    Finding("last_year.differs", "explain", RICH, "F8"),
    Finding("cell.not_a_number", "must", PLAIN, "D6"),
    Finding("cell.over_100", "explain", PLAIN, "D5"),
    Finding("form.wrong_period", "must"),
    Finding("form.row_missing", "must", PLAIN),
    Finding("cell.elsewhere", "must", "没有的表", "A1"),
)

X = f"{{{MAIN}}}"


def said(finding: Finding) -> Said:
    return Said(
        f"{finding.code}：<{finding.cell}> & 不符",
        "请核对后改",
        str(finding.params.get("read", "")),
        str(finding.params.get("expected", "")),
    )


def marked(data: bytes, *findings: Finding) -> bytes:
    return mark_up(data, findings, said, wording=WORDING)


def must(sheet: str, cell: str) -> Finding:
    return Finding("cell.not_a_number", "must", sheet, cell)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says what it does not understand
        return openpyxl.load_workbook(BytesIO(data), data_only=values, rich_text=True)


def figures(data: bytes) -> list[tuple[str, dict]]:
    return [
        (
            sheet.name,
            {
                place: (cell.value, cell.formula, cell.kind, cell.number_format)
                for place, cell in sheet.cells.items()
            },
        )
        for sheet in read(data).sheets
        if not sheet.name.startswith(SHEET_NAME)
    ]


def fill_of(book: openpyxl.Workbook, sheet: str, cell: str) -> str:
    fill = book[sheet][cell].fill
    return str(fill.fgColor.rgb) if fill.fill_type == "solid" else ""


def local(part: bytes) -> ElementTree.Element:
    """The tree without namespaces."""
    root = ElementTree.fromstring(part)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def shades(data: bytes) -> dict[str, str]:
    """Cell -> colour of its fill, in the first sheet, by the parts that the workbook points to."""
    parts = parts_of(data)
    links = local(parts[WORKBOOK_LINKS])
    target = next(link.get("Target") for link in links if link.get("Type", "").endswith("/styles"))
    styles = local(parts[f"xl/{target}"])
    colors = [fill.find("*/fgColor") for fill in styles.find("fills")]
    fills = [color.get("rgb") if color is not None else None for color in colors]
    of = [fills[int(style.get("fillId", "0"))] for style in styles.find("cellXfs")]
    cells = local(parts[SHEET]).iter("c")
    return {cell.get("r", "A1"): color for cell in cells if (color := of[int(cell.get("s", "0"))])}


def listed(data: bytes) -> list[list[str]]:
    """The rows of the added sheet below its heads."""
    sheet = next(each for each in read(data).sheets if each.name.startswith(SHEET_NAME))
    rows: dict[int, list[str]] = {}
    for (row, _), cell in sheet.cells.items():
        rows.setdefault(row, []).append(str(cell.value))
    head = next(row for row, texts in rows.items() if texts[:3] == list(WORDING.heads[:3]))
    return [texts for row, texts in sorted(rows.items()) if row > head]

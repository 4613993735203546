"""The list of findings as a workbook of its own, where a file cannot be marked (.xls, .et, .ods)."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

from data.model import Finding
from loaders.markup_links import SHEET_TYPE, STYLES_TYPE, TYPES
from loaders.markup_list import Listed, list_sheet, ordered
from loaders.markup_styles import EMPTY, Styles
from loaders.markup_words import SHEET_NAME, Say, Wording
from loaders.package import CONTENT_TYPES
from loaders.xml_part import RELATIONSHIPS, TRANSITIONAL
from loaders.xml_text import LINKS

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PARTS = {
    CONTENT_TYPES: (
        f'<Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN_TYPE}"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{STYLES_TYPE}"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{TRANSITIONAL}" xmlns:r="{LINKS}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name="{SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>'
    ),
}


def list_alone(findings: Sequence[Finding], say: Say, *, wording: Wording) -> bytes:
    """An .xlsx with the sheet 校验结果 only; places are named but lead nowhere."""
    styles = Styles("xl/styles.xml", EMPTY, used=0)
    listed = [Listed(each.severity, each.sheet, each.cell, "", say(each)) for each in ordered(findings)]
    sheet = list_sheet(listed, wording, styles, strict=False)
    parts = {name: (_XML + text).encode() for name, text in _PARTS.items()}
    parts |= {"xl/worksheets/sheet1.xml": sheet, "xl/styles.xml": styles.content()}
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()

"""Workbooks for the tests of the reader: whole packages from hand-written parts, sound, odd and hostile."""

import struct
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

import openpyxl
import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_LINKS = "xl/_rels/workbook.xml.rels"
CONTENT_TYPES = "[Content_Types].xml"
SHORT_NAMES = {
    "sheet": SHEET,
    "strings": STRINGS,
    "styles": STYLES,
    "workbook": WORKBOOK,
    "links": WORKBOOK_LINKS,
}


def links_part(links: Iterable[tuple[str, str, str]], *, base: str = LINKS, extra: str = "") -> str:
    """A relationships part of (id, type's last word, target)."""
    items = "".join(
        f'<Relationship Id="{key}" Type="{base}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE_LINKS}">{items}{extra}</Relationships>'


def sheet_part(rows: str, *, before: str = "", after: str = "", main: str = MAIN) -> str:
    """A worksheet part with `rows` inside sheetData."""
    return (
        f'{DECLARATION}<worksheet xmlns="{main}"><dimension ref="A1:XFD1048576"/>{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def strings_part(items: str, *, main: str = MAIN) -> str:
    return f'{DECLARATION}<sst xmlns="{main}">{items}</sst>'


def styles_part(formats: str, styles: str) -> str:
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>{styles}</cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="170" formatCode="yyyy"/></dxf></dxfs></styleSheet>'
    )


def workbook_part(
    sheets: str = '<sheet name="报表" sheetId="1" r:id="rId1"/>',
    *,
    properties: str = "",
    main: str = MAIN,
    links: str = LINKS,
) -> str:
    listed = f"{properties}<sheets>{sheets}</sheets>"
    return f'{DECLARATION}<workbook xmlns="{main}" xmlns:r="{links}">{listed}</workbook>'


def sound_parts(rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>') -> dict[str, str | bytes]:
    """The parts of the smallest sound workbook: one sheet 报表 with `rows`."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return {
        CONTENT_TYPES: f'{DECLARATION}<Types xmlns="{types}"><Override PartName="/{WORKBOOK}" '
        f'ContentType="{kind}"/></Types>',
        "_rels/.rels": links_part([("rId1", "officeDocument", WORKBOOK)]),
        WORKBOOK: workbook_part(),
        WORKBOOK_LINKS: links_part(
            [
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "sharedStrings", "sharedStrings.xml"),
                ("rId3", "styles", "styles.xml"),
            ]
        ),
        SHEET: sheet_part(rows),
        STRINGS: strings_part("<si><t>甲</t></si>"),
        STYLES: styles_part(
            '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>',
            '<xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="57"/>',
        ),
    }


def packed(parts: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a zip archive."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook_of(rows: str, **parts: str | bytes) -> bytes:
    """A sound workbook with `rows`, and other parts replaced by their short name (sheet, strings, ...)."""
    return packed(sound_parts(rows) | {SHORT_NAMES[short]: content for short, content in parts.items()})


def strict_workbook(rows: str) -> bytes:
    """A workbook in the strict namespaces."""
    parts = sound_parts()
    parts["_rels/.rels"] = links_part([("rId1", "officeDocument", WORKBOOK)], base=STRICT_LINKS)
    parts[WORKBOOK_LINKS] = links_part([("rId1", "worksheet", "worksheets/sheet1.xml")], base=STRICT_LINKS)
    parts[WORKBOOK] = workbook_part(main=STRICT_MAIN, links=STRICT_LINKS)
    parts[SHEET] = sheet_part(rows, main=STRICT_MAIN)
    return packed(parts)


def with_twin_part(data: bytes) -> bytes:
    """The archive with a second member of the first sheet's name, in another letter case."""
    target = BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHEET.replace("sheet1", "Sheet1"), sheet_part(""))
    return target.getvalue()


def with_protected_part(data: bytes) -> bytes:
    """The archive with the encryption flag set on every entry of its central directory."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def with_wrong_checksum(data: bytes, part: str = SHEET) -> bytes:
    """The archive with the checksum of one part changed in its central directory."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == part.encode():
            changed[at + 16] ^= 0xFF
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def with_declared_size(data: bytes, size: int, part: str = SHEET) -> bytes:
    """The archive whose central directory claims another inflated size for one part."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == part.encode():
            struct.pack_into("<I", changed, at + 24, size)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def compound_file(*streams: str) -> bytes:
    """The head and directory of a compound (OLE) file that lists the streams."""
    directory = b""
    for name in ("Root Entry", *streams):
        directory += (name.encode("utf-16-le") + b"\0\0").ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory.ljust(1024, b"\0")


def open_document(kind: str = "spreadsheet") -> bytes:
    """An OpenDocument file as far as its kind can be told."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": mimetype, "content.xml": "<x/>"}, compression=zipfile.ZIP_STORED)


def word_document() -> bytes:
    return packed({CONTENT_TYPES: "<Types/>", "word/document.xml": "<w/>"})


@dataclass
class Drawn:
    """A sheet to be written: contents by (row, column), each (what, value, number format)."""

    contents: dict[tuple[int, int], tuple[str, object, str]]
    hidden_rows: set[int]
    hidden_columns: set[int]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def written_by_openpyxl(book: list[tuple[Drawn, str]]) -> bytes:
    target = openpyxl.Workbook()
    target.remove(target.worksheets[0])
    target.create_sheet("首页")
    for number, (drawn, state) in enumerate(book):
        sheet = target.create_sheet(f"表{number} & <一>")
        sheet.sheet_state = state
        for (row, column), (what, value, number_format) in drawn.contents.items():
            cell = sheet.cell(row, column, value)
            cell.number_format = number_format
            if what == "text":
                cell.data_type = "s"
        for row in drawn.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in drawn.hidden_columns:
            sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden = True
        for first_row, first_column, last_row, last_column in drawn.merges:
            sheet.merge_cells(None, first_row, first_column, last_row, last_column)
    buffer = BytesIO()
    target.save(buffer)
    return buffer.getvalue()


def written_by_xlsxwriter(book: list[tuple[Drawn, str]]) -> bytes:
    buffer = BytesIO()
    target = xlsxwriter.Workbook(buffer)
    target.add_worksheet("首页").activate()
    for number, (drawn, state) in enumerate(book):
        sheet = target.add_worksheet(f"表{number} & <一>")
        if state != "visible":
            sheet.hide() if state == "hidden" else sheet.very_hidden()
        for (row, column), content in drawn.contents.items():
            write_with_xlsxwriter(target, sheet, (row - 1, column - 1), content)
        for row in drawn.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in drawn.hidden_columns:
            sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
        for first_row, first_column, last_row, last_column in drawn.merges:
            sheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "合并")
    target.close()
    return buffer.getvalue()


def write_with_xlsxwriter(target, sheet, place, content) -> None:
    what, value, number_format = content
    shown = target.add_format({"num_format": number_format})
    if what == "formula":
        sheet.write_formula(*place, value, shown, 0.5)
    elif what == "error":
        sheet.write_formula(*place, "=A1", shown, value)
    elif what == "bool":
        sheet.write_boolean(*place, value, shown)
    elif what == "text":
        sheet.write_string(*place, value, shown)
    else:
        sheet.write_number(*place, value, shown)

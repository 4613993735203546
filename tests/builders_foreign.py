"""Workbooks in other formats, by hand: .xls as a bare stream of records, .ods from its content."""

import struct
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

ODS_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_GLOBALS, _SHEET = 0x0005, 0x0010


def record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def written(text: str, length: str = "<H") -> bytes:
    """A string as BIFF8 stores it: its length, a flag, two bytes for each character."""
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, 0) + written(text))


def number(row: int, column: int, value: float, *, percent: bool = False) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, int(percent), value))


def truth(row: int, column: int, *, value: bool) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, int(value), 0))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def hidden_row(row: int) -> bytes:
    return record(0x0208, struct.pack("<8H", row, 0, 4, 255, 0, 0, 0x20, 0))


def xls(records: Iterable[bytes], *, name: str = "报表", visibility: int = 0) -> bytes:
    """A BIFF8 workbook of one sheet; format 1 is a percentage."""
    formats = record(0x041E, struct.pack("<H", 164) + written("0.0%"))
    styles = b"".join(record(0x00E0, struct.pack("<HHH", 0, key, 0) + bytes(14)) for key in (0, 164))

    def opening(place: int) -> bytes:
        listed = record(0x0085, struct.pack("<IBB", place, visibility, 0) + written(name, "<B"))
        return _begin(_GLOBALS) + formats + styles + listed + record(0x000A, b"")

    return opening(len(opening(0))) + _begin(_SHEET) + b"".join(records) + record(0x000A, b"")


def _begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def ods(rows: str, *, styles: str = "", before: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """An .ods of one sheet 报表 with `rows`; ``before`` stands before the sheet, in its spreadsheet."""
    names = "".join(f' xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} xmlns:calcext="{_CALCEXT}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{before}"
        f'<table:table table:name="报表" table:style-name="ta1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in {"mimetype": ODS_MIMETYPE, "content.xml": content, **(parts or {})}.items():
            archive.writestr(part, text)
    return target.getvalue()


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def ods_text(text: str, attributes: str = "") -> str:
    cell = f'<table:table-cell office:value-type="string"{attributes}>'
    return f"{cell}<text:p>{text}</text:p></table:table-cell>"


def ods_number(value: str, kind: str = "float", attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}"{attributes}/>'

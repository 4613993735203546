"""Looks for a 密级 mark (绝密, 机密, 秘密 with ★) anywhere in a file, before anything of it is written."""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
import zlib

from loaders.workbook import Limits, Workbook

_MARK = re.compile(r"(?:绝\s*密|机\s*密|秘\s*密)\s*★|★\s*(?:绝\s*密|机\s*密|秘\s*密)")
_TAG = re.compile(r"<[^>]*>")
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_REST = 24  # bytes after a mark's first character that may still belong to it
_SHOWN = 12
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError)
_UNREADABLE = (NotImplementedError, RuntimeError, OverflowError)


def secrecy_mark(data: bytes, name: str, limits: Limits) -> str:
    """The mark as it stands, with what follows it (机密★10年), or empty.

    Searched: the file's name, its bytes in the usual encodings, and each part of a package with its
    tags taken out, so cells, heads and feet, comments, text boxes and properties alike.
    """
    return _in_text(name) or _in_bytes(data) or _in_package(data, limits)


def mark_in_cells(workbook: Workbook) -> str:
    """The same in the cells and sheet names of a file whose bytes do not show its text: .xls may split it."""
    for sheet in workbook.sheets:
        for text in (sheet.name, *(cell.value for cell in sheet.cells.values())):
            found = _in_text(text) if isinstance(text, str) else ""
            if found:
                return found
    return ""


def _in_text(text: str) -> str:
    found = _MARK.search(text)
    return (
        re.sub(r"\s", "", text[found.start() : found.end() + _SHOWN]).split("<")[0][:_SHOWN] if found else ""
    )


def _in_bytes(data: bytes) -> str:
    star = {encoding: "★".encode(encoding) for encoding in _ENCODINGS}
    for encoding, mark in star.items():
        at = data.find(mark)
        while at >= 0:
            around = data[max(0, at - _REST) : at + len(mark) + _REST]
            for shift in range(2):
                found = _in_text(around[shift:].decode(encoding, errors="ignore"))
                if found:
                    return found
            at = data.find(mark, at + 1)
    return ""


def _in_package(data: bytes, limits: Limits) -> str:
    """Each part inflated within the limits; what is beyond them is refused later for its size."""
    if not data.startswith(b"PK"):
        return ""
    left = limits.inflated
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist()[: limits.parts]:
                text = _part(archive, entry, min(left, limits.part_bytes))
                left -= len(text)
                found = _in_text(entry.filename) or _in_markup(text)
                if found or left <= 0:
                    return found
    except (*_BROKEN, *_UNREADABLE):
        return ""
    return ""


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with archive.open(entry) as stream:
            return stream.read(most)
    except (*_BROKEN, *_UNREADABLE):
        return b""


def _in_markup(part: bytes) -> str:
    if "★".encode() not in part and b"&#" not in part:
        return _in_bytes(part)
    text = part.decode("utf-8", errors="ignore")
    return _in_text(html.unescape(_TAG.sub("", text))) or _in_text(html.unescape(text))

"""The zip package of a workbook: what kind of file it is, and its parts, each read within limits.

Nothing is inflated before the central directory has been judged, and no part further than it declares.
"""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from loaders.guards import Limits, WorkbookRefused, bomb, damaged

CONTENT_TYPES = "[Content_Types].xml"

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "_VBA_PROJECT_CUR"
_ENTRY = b"PK\x01\x02"
_BIFF = (b"\x09\x08", b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_TEXT_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MARKUP = (".xml", ".rels", ".vml")
_MOST_ENTRIES = 20_000
_SNIFFED = 64 * 1024
_BROKEN_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error,
    EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip


class Package:
    """The parts of a workbook's package by name, whatever its letter case or slashes."""

    def __init__(self, archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> None:
        self._archive = archive
        self._entries = entries
        self._markup: dict[str, bytes] = {}

    def has(self, part: str) -> bool:
        return _plain(part) in self._entries

    def read(self, part: str) -> bytes:
        """The part's bytes: never more than its entry declares, and checked against its checksum."""
        name = _plain(part)
        entry = self._entries.get(name)
        if entry is None:
            raise damaged(part, "missing_part")
        if name in self._markup:
            return self._markup[name]
        try:
            with self._archive.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
        except _BROKEN_ZIP as problem:
            raise damaged(part, "unreadable_part") from problem
        if len(content) != entry.file_size:
            raise damaged(part, "wrong_size")
        return content

    def refuse_entities(self) -> None:
        """Refuse a document type or entity in any part of markup, those nothing here parses included."""
        for name, entry in self._entries.items():
            if not name.endswith(_MARKUP):
                continue
            self._markup[name] = content = self.read(entry.filename)
            markup = content.replace(b"\0", b"") if b"\0" in content else content
            if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup:
                raise WorkbookRefused("file.entities", {"part": entry.filename})


def kind_of(data: bytes, name: str) -> str:
    """xlsx, xlsm, xls, encrypted, ods, zip, pdf, text, empty or unknown: by contents, not by extension.

    "zip" is an archive that is no document of any office program. The name decides only
    where a package is too broken to say what it was.
    """
    if not data:
        return "empty"
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(_ZIP):
        return _kind_of_zip(data, name)
    if data.startswith(_BIFF):
        return "xls"
    if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return "pdf"
    return "text" if _is_text(data[:4096]) else "unknown"


def open_package(data: bytes, limits: Limits) -> Package:
    """The package of an .xlsx after every guard on its central directory; raises WorkbookRefused."""
    return _opened(data, limits, kinds=("xlsx", "xlsm"))


def open_document(data: bytes, limits: Limits) -> Package:
    """The package of an .ods after the same guards."""
    return _opened(data, limits, kinds=("ods",))


def is_old_workbook(data: bytes) -> bool:
    """A binary workbook without macros, .xls or .et; raises WorkbookRefused for one with them."""
    if kind_of(data, "") != "xls":
        return False
    if data.startswith(_OLE) and _has_stream(data, _MACROS):
        raise WorkbookRefused("file.macro", {"part": _MACROS})
    return True


def _opened(data: bytes, limits: Limits, *, kinds: tuple[str, ...]) -> Package:
    if not data:
        raise WorkbookRefused("file.empty", {})
    if len(data) > limits.bytes:
        raise WorkbookRefused("file.too_large", {"bytes": str(len(data)), "limit": str(limits.bytes)})
    if not data.startswith(_ZIP):
        raise _refused_kind(kind_of(data, ""))
    archive = _directory(data, most=2 * limits.parts)
    if isinstance(archive, int):
        raise bomb("", "parts", found=archive, limit=limits.parts)
    if archive is None:
        raise damaged("", "bad_zip")
    types = _content_types(archive)
    kind = _kind_of_archive(archive, types)
    if kind not in kinds:
        raise _refused_kind(kind)
    entries = _judged(archive, limits)
    _refuse_macros(archive, types)
    package = Package(archive, entries)
    package.refuse_entities()
    return package


def _refused_kind(kind: str) -> WorkbookRefused:
    if kind == "encrypted":
        return WorkbookRefused("file.encrypted", {})
    if kind == "xls":
        return WorkbookRefused("file.old_format", {})
    return WorkbookRefused("file.not_a_workbook", {"kind": kind})


def _directory(data: bytes, *, most: int) -> zipfile.ZipFile | int | None:
    """The archive, the number of entries when there may be too many to list, None when it is broken."""
    found = data.count(_ENTRY)
    if found > most:
        return found
    try:
        return zipfile.ZipFile(BytesIO(data))
    except _BROKEN_ZIP:
        return None


def _judged(archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    listed = archive.infolist()
    if len(listed) > limits.parts:
        raise bomb("", "parts", found=len(listed), limit=limits.parts)
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in listed:
        _judge_entry(entry, limits)
        name = _plain(entry.filename)
        if name in entries:
            raise bomb(entry.filename, "duplicate_part", found=2, limit=1)
        entries[name] = entry
    inflated = sum(entry.file_size for entry in listed)
    if inflated > limits.inflated:
        raise bomb("", "inflated", found=inflated, limit=limits.inflated)
    return entries


def _judge_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.flag_bits & 0x41:
        raise WorkbookRefused("file.encrypted", {})
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged(entry.filename, "compression")
    if entry.file_size > limits.part_bytes:
        raise bomb(entry.filename, "part_bytes", found=entry.file_size, limit=limits.part_bytes)
    ratio = entry.file_size // max(entry.compress_size, 1)
    if entry.file_size > limits.ratio_from and ratio > limits.ratio:
        raise bomb(entry.filename, "ratio", found=ratio, limit=limits.ratio)


def _refuse_macros(archive: zipfile.ZipFile, types: bytes) -> None:
    part = _macro_part(archive, types)
    if part:
        raise WorkbookRefused("file.macro", {"part": part})


def _macro_part(archive: zipfile.ZipFile, types: bytes) -> str:
    for name in archive.namelist():
        plain = _plain(name)
        if plain.endswith("vbaproject.bin") or plain.startswith(("xl/macrosheets/", "scripts/")):
            return name
        if plain.startswith("basic/") and not plain.endswith(("-lc.xml", "-lb.xml", "/")):
            return name
    return CONTENT_TYPES if b"macroenabled" in types or b"vbaproject" in types else ""


def _content_types(archive: zipfile.ZipFile) -> bytes:
    """The start of the content types in lower case, b"" when there are none to read."""
    for entry in archive.infolist():
        if _plain(entry.filename) == CONTENT_TYPES.lower():
            try:
                with archive.open(entry) as stream:
                    return stream.read(_SNIFFED).replace(b"\0", b"").lower()
            except _BROKEN_ZIP:
                return b""
    return b""


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _kind_of_zip(data: bytes, name: str) -> str:
    archive = _directory(data, most=_MOST_ENTRIES)
    if isinstance(archive, zipfile.ZipFile):
        return _kind_of_archive(archive, _content_types(archive))
    if b"xl/workbook.xml" in data or (archive is None and name.lower().endswith(".xlsx")):
        return "xlsx"
    return "zip"


def _kind_of_archive(archive: zipfile.ZipFile, types: bytes) -> str:
    names = {_plain(name) for name in archive.namelist()}
    if "xl/workbook.xml" in names or b"spreadsheetml.sheet.main" in types or b"sheet.macroenabled" in types:
        return "xlsm" if _macro_part(archive, types) else "xlsx"
    if CONTENT_TYPES.lower() in names:
        return "unknown"
    if "mimetype" in names and "content.xml" in names:
        return "ods" if _is_spreadsheet(archive) else "unknown"
    return "zip"


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    try:
        with archive.open("mimetype") as stream:
            return b"opendocument.spreadsheet" in stream.read(256)
    except (KeyError, *_BROKEN_ZIP):
        return False


def _kind_of_ole(data: bytes) -> str:
    if _has_stream(data, "EncryptedPackage"):
        return "encrypted"
    return "xls" if _has_stream(data, "Workbook") or _has_stream(data, "Book") else "unknown"


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the compound file's directory lists the name: its entries stand at multiples of 128 bytes."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % 128:
        at = data.find(wanted, at + 1)
    return at >= 0


def _is_text(start: bytes) -> bool:
    for encoding in _TEXT_ENCODINGS:
        if encoding == "utf-16" and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        # The start may cut a character in two: up to three bytes at its end are not judged.
        for cut in range(4 if len(start) == 4096 else 1):
            try:
                text = start[: len(start) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return _CONTROL.search(text) is None
    return False

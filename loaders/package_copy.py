"""A working copy of a workbook's package: parts are put in its place, the others keep their very bytes.

An entry that nothing changes is copied with its compressed bytes, never inflated. The same input
gives the same output: new entries bear a fixed date.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from io import BytesIO
from itertools import count

from loaders.guards import damaged
from loaders.package import Package

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8, _STREAMED, _DEFLATED = 0x800, 0x08, 8
_OLD_SIZES = 1  # the extra field of sizes past four gigabytes, which no workbook here has
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


class PackageCopy:
    """The parts of a package by name, some of them replaced or added."""

    def __init__(self, data: bytes, package: Package) -> None:
        self._data = data
        self._package = package
        self._written: dict[str, tuple[str, bytes]] = {}
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self._entries = archive.infolist()
            self._comment = archive.comment

    @property
    def parts(self) -> list[str]:
        """Every part's name, those written included."""
        own = [entry.filename for entry in self._entries]
        return own + [name for name, _ in self._written.values() if not self._package.has(name)]

    def has(self, part: str) -> bool:
        return _plain(part) in self._written or self._package.has(part)

    def read(self, part: str) -> bytes:
        written = self._written.get(_plain(part))
        return written[1] if written else self._package.read(part)

    def write(self, part: str, content: bytes) -> None:
        self._written[_plain(part)] = part, content

    def fresh(self, folder: str, stem: str, ending: str) -> str:
        """A name that no part has: ``xl/comments3.xml``."""
        taken = {_plain(name) for name in self.parts}
        numbered = (posixpath.join(folder, f"{stem}{number}{ending}") for number in count(1))
        return next(name for name in numbered if _plain(name) not in taken)

    def data(self) -> bytes:
        """The archive: entries in their old order, new ones behind them."""
        out, directory = bytearray(), bytearray()
        left = dict(self._written)
        for entry in self._entries:
            _, content = left.pop(_plain(entry.filename), ("", None))
            name, extra, packed = self._local(entry)
            if content is not None:
                (entry, packed), extra = _changed(entry, content), b""
            _add(out, directory, entry, name=name, extra=extra, packed=packed)
        for added, content in left.values():
            entry = zipfile.ZipInfo(added, _FIRST_DAY)
            entry.flag_bits = _UTF8
            entry, packed = _changed(entry, content)
            _add(out, directory, entry, name=added.encode(), extra=b"", packed=packed)
        total = len(self._entries) + len(left)
        out += directory + _END.pack(
            b"PK\5\6", 0, 0, total, total, len(directory), len(out), len(self._comment)
        )
        return bytes(out + self._comment)

    def _local(self, entry: zipfile.ZipInfo) -> tuple[bytes, bytes, bytes]:
        """Name, extra field and compressed bytes as they stand in the file."""
        at = entry.header_offset
        try:
            *_, name, extra = _LOCAL.unpack_from(self._data, at)
        except struct.error as problem:
            raise damaged(entry.filename, "bad_zip") from problem
        at += _LOCAL.size
        begin = at + name + extra
        packed = self._data[begin : begin + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise damaged(entry.filename, "bad_zip")
        return self._data[at : at + name], self._data[at + name : begin], packed


def _changed(entry: zipfile.ZipInfo, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    squeezer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = squeezer.compress(content) + squeezer.flush()
    changed = zipfile.ZipInfo(entry.filename, entry.date_time)
    changed.compress_type = _DEFLATED
    changed.flag_bits = entry.flag_bits & _UTF8
    changed.CRC = zlib.crc32(content)
    changed.file_size = len(content)
    changed.compress_size = len(packed)
    changed.external_attr = entry.external_attr
    changed.create_system = entry.create_system
    return changed, packed


def _add(
    out: bytearray, directory: bytearray, entry: zipfile.ZipInfo, *, name: bytes, extra: bytes, packed: bytes
) -> None:
    """The local entry with its sizes in front, whatever the original did, and its line in the directory."""
    year, month, day, hour, minute, second = entry.date_time
    flags = entry.flag_bits & ~_STREAMED
    common = (
        flags,
        entry.compress_type,
        hour << 11 | minute << 5 | second // 2,
        max(year - 1980, 0) << 9 | month << 5 | day,
        entry.CRC,
        entry.compress_size,
        entry.file_size,
        len(name),
    )
    local_extra, central_extra = _kept_extra(extra), _kept_extra(entry.extra)
    directory += _CENTRAL.pack(
        b"PK\1\2",
        *(entry.create_version, entry.create_system, entry.extract_version, entry.reserved),
        *common,
        *(len(central_extra), len(entry.comment), 0, entry.internal_attr, entry.external_attr, len(out)),
    )
    directory += name + central_extra + entry.comment
    out += _LOCAL.pack(b"PK\3\4", entry.extract_version, *common, len(local_extra))
    out += name + local_extra + packed


def _kept_extra(extra: bytes) -> bytes:
    """The extra fields without the one for sizes that need none."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != _OLD_SIZES:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()

"""Files, folders and zips -> single files, within limits; lock files, dot files and litter left out.

Links are not followed, and what is no plain file (a pipe, a device) is not opened: it could wait for ever.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loaders.workbook import Limits, WorkbookRefused, kind_of

LITTER = ("thumbs.db", "desktop.ini")
MEMBERS = 5_000
CHUNK = 1024 * 1024
ZIP_BYTES = 512 * 1024 * 1024
MEMBERS_INFLATED = 2 * 1024 * 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Received:
    """One file; ``refusal`` says why it goes no further. One too large to hold has only its hash."""

    path: str
    data: bytes
    size: int
    refusal: WorkbookRefused | None = None
    sha256: str = ""

    @property
    def kept_whole(self) -> bool:
        return len(self.data) == self.size

    @property
    def unread(self) -> bool:
        """Not a byte of it could be read, so it has no hash to be recorded under."""
        return not self.kept_whole and not self.sha256


def files_in(paths: Iterable[Path], limits: Limits) -> Iterator[Received]:
    """Every file under the paths, folders in sorted order; a member of a zip is ``a.zip!/b.xlsx``."""
    for path in paths:
        for file in _walk(path):
            yield from _open(file, limits)


def unpacked(name: str, data: bytes, limits: Limits) -> Iterator[Received]:
    """An upload: itself, or its members where it is a zip and no document."""
    if kind_of(data, name) == "zip":
        yield from _members(name, data, limits)
    else:
        yield Received(name, data, len(data))


def is_left_out(name: str) -> bool:
    """Office lock files (~$…), dot files, and what systems leave in folders."""
    return name.startswith((".", "~$")) or name.lower() in LITTER


def _walk(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (Path(folder) / name for name in sorted([*names, *links]) if not is_left_out(name))


def _open(path: Path, limits: Limits) -> Iterator[Received]:
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            yield Received(str(path), b"", 1, _irregular(status.st_mode))
            return
        size = status.st_size
        most = limits.bytes if path.suffix.lower() != ".zip" else ZIP_BYTES
        if size > most:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            yield Received(str(path), b"", size, too_large(size, most), sha256)
            return
        data = path.read_bytes()
    except OSError as error:
        params = {"part": "", "sheet": "", "address": "", "reason": error.strerror or "unreadable"}
        yield Received(str(path), b"", 1, WorkbookRefused("file.damaged", params))
        return
    yield from unpacked(str(path), data, limits)


def _irregular(mode: int) -> WorkbookRefused:
    return WorkbookRefused("file.irregular", {"reason": "link" if stat.S_ISLNK(mode) else "special"})


def too_large(size: int, limit: int) -> WorkbookRefused:
    return WorkbookRefused("file.too_large", {"bytes": str(size), "limit": str(limit)})


def _members(name: str, data: bytes, limits: Limits) -> Iterator[Received]:
    try:
        archive = _archive(data)
    except _BROKEN:
        yield Received(name, data, len(data))  # the reader says what is wrong with it
        return
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        kept = [entry for entry in entries if not _litter(entry.filename)]
        refusal = _judged(entries) if kept else WorkbookRefused("file.empty", {})
        if refusal:
            yield Received(name, data, len(data), refusal)
            return
        for entry in sorted(kept, key=lambda entry: entry.filename):
            yield _member(archive, entry, Received(name, data, len(data)), limits)


def _archive(data: bytes) -> zipfile.ZipFile:
    """Names without the UTF-8 flag are GBK, as Chinese Windows writes them, where they can be."""
    try:
        return zipfile.ZipFile(io.BytesIO(data), metadata_encoding="gb18030")
    except UnicodeDecodeError:
        return zipfile.ZipFile(io.BytesIO(data))


def _litter(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or "__MACOSX" in parts or is_left_out(parts[-1])


def _judged(entries: list[zipfile.ZipInfo]) -> WorkbookRefused | None:
    inflated = sum(entry.file_size for entry in entries)
    for what, found, limit in (("parts", len(entries), MEMBERS), ("inflated", inflated, MEMBERS_INFLATED)):
        if found > limit:
            params = {"part": "", "what": what, "found": str(found), "limit": str(limit)}
            return WorkbookRefused("file.bomb", params)
    if any(entry.flag_bits & 0x41 for entry in entries):
        return WorkbookRefused("file.encrypted", {})
    return None


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, whole: Received, limits: Limits) -> Received:
    """The member's bytes; where it is broken, the whole zip is what is refused, so that it is kept."""
    path = f"{whole.path}!/{entry.filename}"
    digest, kept, size = hashlib.sha256(), bytearray(), 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size <= limits.bytes:
                    kept += chunk
    except _BROKEN:
        params = {"part": entry.filename[:100], "sheet": "", "address": "", "reason": "unreadable_part"}
        return Received(whole.path, whole.data, whole.size, WorkbookRefused("file.damaged", params))
    if size > limits.bytes:
        return Received(path, b"", size, too_large(size, limits.bytes), digest.hexdigest())
    return Received(path, bytes(kept), size)

"""A backup: one zip with the database as of one moment, every file as received, and a manifest of hashes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Engine, exc

from data import audit, tables
from data.engine import DatabaseError, open_engine, writing
from data.proof import Fault, Proof, hash_of, kept_file, prove
from data.upgrade import OLDEST

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "faheng.db", "files"
CHUNK = 1024 * 1024
LAST = "backup.last"  # the note of the newest backup
LEFT_OVER = 3600.0  # seconds after which an unfinished backup is one that was killed
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, KeyError, ValueError, TypeError)


class BackupError(Exception):
    """The backup cannot be made, or is not what it should be; the message says what and where."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds; ``files`` are hash -> bytes, ``missing`` those the record knows but never kept."""

    format: int
    made_at: str
    schema: str
    database_sha256: str
    database_size: int
    files: dict[str, int]
    missing: list[str]
    audit_number: int
    audit_at: str
    audit_hash: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: its file, the file's own hash and size, and the audit trail's end in it."""

    path: Path
    sha256: str
    size: int
    files: int
    head: audit.ChainHead


class BackupVerbs:
    """The part of Store that makes backups."""

    _engine: Engine
    _files: Path

    def note(self, key: str, value: str) -> None:
        raise NotImplementedError

    def backup(self, out: Path, *, by: str, at: datetime) -> Backup:
        """Write a backup into a folder or to a file that does not exist; others may write meanwhile."""
        target = out / f"faheng-{at:%Y%m%d-%H%M%S}.zip" if out.is_dir() or not out.suffix else out
        if target.exists():
            raise BackupError(f"{target} exists already; a backup is never written over")
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            self._write(part, at)
            manifest, proof = verify_backup(part)
            made = Backup(target, hash_of(part), part.stat().st_size, len(manifest.files), proof.head)
            self._tell(made, by=by, at=at)  # before it has its name: no backup is unknown to the record
            part.replace(target)
            sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
        self.note(
            LAST, json.dumps({"at": audit.stamp(at), "file": str(target.absolute()), "size": made.size})
        )
        return made

    def _write(self, part: Path, at: datetime) -> None:
        with tempfile.TemporaryDirectory(dir=part.parent, prefix=f".{part.name}.") as folder:
            copy = Path(folder) / DATABASE
            _copy_database(Path(self._engine.url.database or ""), copy)
            with opened_copy(copy) as engine, engine.begin() as connection:
                head = audit.head(connection)
                rows = connection.exec_driver_sql(
                    "SELECT sha256 FROM source_file UNION SELECT sha256 FROM job WHERE sha256 <> '' "
                    "AND status IN ('queued', 'running') ORDER BY 1"
                )
                known = [str(row[0]) for row in rows]
                counts = {
                    name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())
                    for name in ("submission", "cell", "finding", "audit")
                }
            with _new_file(part) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                sizes, missing = self._add_files(archive, known)
                archive.write(copy, DATABASE, zipfile.ZIP_DEFLATED, compresslevel=1)
                manifest = Manifest(
                    FORMAT, audit.stamp(at), tables.SCHEMA_VERSION, hash_of(copy), copy.stat().st_size,
                    sizes, missing, head.number, head.at, head.hash, counts,
                )  # fmt: skip
                text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
                archive.writestr(MANIFEST, text)

    def _add_files(self, archive: zipfile.ZipFile, known: list[str]) -> tuple[dict[str, int], list[str]]:
        sizes: dict[str, int] = {}
        missing = []
        for sha256 in known:
            path = kept_file(self._files, sha256)
            if not path.is_file():
                missing.append(sha256)
                continue
            info = zipfile.ZipInfo(f"{FILES}/{sha256[:2]}/{sha256}", (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o600 << 16
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, CHUNK)
            sizes[sha256] = path.stat().st_size
        return sizes, missing

    def _tell(self, made: Backup, *, by: str, at: datetime) -> None:
        """The audit entry; a purge meanwhile may have left in the copy what must not be kept."""
        detail = {
            "file": str(made.path.absolute()),
            "sha256": made.sha256,
            "size": made.size,
            "entry": made.head.number,
        }
        with writing(self._engine).begin() as connection:
            entries = tables.audit.c
            purged = tables.audit.select().where(entries.id > made.head.number, entries.action == audit.PURGE)
            if connection.execute(purged).first() is not None:
                raise BackupError(
                    "a file was purged while the backup was made; it is thrown away: run it again"
                )
            when, thing = audit.stamp(at), made.path.name
            audit.append(connection, at=when, actor=by, action="record.backup", thing=thing, detail=detail)


def verify_backup(path: Path) -> tuple[Manifest, Proof]:
    """The whole backup against its manifest, and the record in it against its audit trail.

    BackupError names the first thing that does not fit.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="faheng-") as folder:
            manifest = unpack(path, Path(folder), files=False)
            return manifest, prove_copy(Path(folder), manifest)
    except (sqlite3.Error, exc.DatabaseError) as error:
        raise BackupError(f"{path}: its database is damaged: {error}") from error


def unpack(path: Path, folder: Path, *, files: bool) -> Manifest:
    """Every member read and held against its hash; the database, and with ``files`` all, written out."""
    if not path.is_file():
        raise BackupError(f"{path}: there is no such file")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(path, archive)
            expected = {f"{FILES}/{name[:2]}/{name}": (name, size) for name, size in manifest.files.items()}
            expected[DATABASE] = (manifest.database_sha256, manifest.database_size)
            names = archive.namelist()
            strange = sorted(set(names) ^ {*expected, MANIFEST})
            if strange or len(names) != len(set(names)):
                raise BackupError(f"{path}: {(strange or names)[0]} is missing, or not in the manifest")
            for name, (sha256, size) in expected.items():
                target = folder / name if files or name == DATABASE else None
                if _unpacked(archive, name, target) != (sha256, size):
                    raise BackupError(f"{path}: {name} is not what the manifest says")
            return manifest
    except _BROKEN as error:
        raise BackupError(f"{path}: damaged, or no backup of Faheng: {error}") from error


def prove_copy(folder: Path, manifest: Manifest) -> Proof:
    """The unpacked database: whole, and its audit trail as the manifest says."""
    database = folder / DATABASE
    with closing(sqlite3.connect(database)) as connection:
        (fault,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if fault != "ok":
        raise BackupError(f"{DATABASE} in the backup is damaged: {fault}")
    if manifest.schema not in map(str, range(OLDEST, int(tables.SCHEMA_VERSION) + 1)):
        raise BackupError(f"the backup has schema {manifest.schema}: use the program version that made it")
    with opened_copy(database) as engine, engine.begin() as connection:
        if manifest.schema == tables.SCHEMA_VERSION:
            proof = prove(connection)
        else:  # an older record has only its chain in common with this program
            broken = audit.verify(connection)
            faults = () if broken is None else (Fault("chain", broken, ""),)
            proof = Proof(manifest.audit_number, audit.head(connection), 0, 0, faults)
    if not proof.whole:
        first = proof.faults[0]
        raise BackupError(f"the record in the backup: {first.code}, audit entry {first.entry} {first.thing}")
    if proof.head != _head(manifest):
        raise BackupError("the audit trail in the backup does not end as the manifest says")
    return proof


def sync_folder(folder: Path) -> None:
    """Let a rename survive a power cut; where folders cannot be opened (Windows) the system does it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _head(manifest: Manifest) -> audit.ChainHead:
    return audit.ChainHead(manifest.audit_number, manifest.audit_at, manifest.audit_hash)


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    told: Any = json.loads(archive.read(MANIFEST))
    if told.get("format") != FORMAT:
        raise BackupError(f"{path}: format {told.get('format')}; this program reads format {FORMAT}")
    manifest = Manifest(**told)
    for name in manifest.files:
        if len(name) != len(audit.GENESIS) or set(name) - set("0123456789abcdef"):
            raise BackupError(f"{path}: {name!r} in the manifest is no hash")
    return manifest


def _unpacked(archive: zipfile.ZipFile, name: str, target: Path | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as source:
        if target is None:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
            return digest.hexdigest(), size
        target.parent.mkdir(parents=True, exist_ok=True)
        with _new_file(target) as file:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
    return digest.hexdigest(), size


def _sweep(folder: Path) -> None:
    """Take away what killed backups have left here."""
    for left in (*folder.glob("*.zip.*.part"), *folder.glob(".*.zip.*.part.*")):
        if time.time() - left.stat().st_mtime < LEFT_OVER:
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _copy_database(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner only, on the disk when it is closed."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "w+b") as file:
        yield file
        file.flush()
        os.fsync(handle)


@contextmanager
def opened_copy(database: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{database}")
    try:
        yield engine
    except DatabaseError as error:
        raise BackupError(str(error)) from error
    finally:
        engine.dispose()

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
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from data import audit, tables
from data.backup_reading import (
    DATABASE,
    FILES,
    FORMAT,
    MANIFEST,
    BackupError,
    Manifest,
    new_file,
    opened_copy,
    verify_backup,
)
from data.engine import writing
from data.kept import hash_of, kept_file
from data.verbs import Verbs

CHUNK = 1024 * 1024
LAST = "backup.last"  # the note of the newest backup
LEFT_OVER = 3600.0  # seconds after which an unfinished backup is one that was killed


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: its file, the file's own hash and size, and the audit trail's end in it."""

    path: Path
    sha256: str
    size: int
    files: int
    damaged: tuple[str, ...]
    head: audit.ChainHead


class BackupVerbs(Verbs):
    """The part of Store that makes backups."""

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
            extent = (hash_of(part), part.stat().st_size, len(manifest.files), tuple(manifest.damaged))
            made = Backup(target, *extent, proof.head)
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
            with new_file(part) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                sizes, missing, damaged = self._add_files(archive, known)
                archive.write(copy, DATABASE, zipfile.ZIP_DEFLATED, compresslevel=1)
                manifest = Manifest(
                    FORMAT, audit.stamp(at), tables.SCHEMA_VERSION, hash_of(copy), copy.stat().st_size,
                    sizes, missing, damaged, head.number, head.at, head.hash, counts,
                )  # fmt: skip
                text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
                archive.writestr(MANIFEST, text)

    def _add_files(
        self, archive: zipfile.ZipFile, known: list[str]
    ) -> tuple[dict[str, int], list[str], dict[str, str]]:
        sizes: dict[str, int] = {}
        missing, damaged = [], {}
        for sha256 in known:
            path = kept_file(self._files, sha256)
            if not path.is_file():
                missing.append(sha256)
                continue
            info = zipfile.ZipInfo(f"{FILES}/{sha256[:2]}/{sha256}", (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o600 << 16
            digest, size = hashlib.sha256(), 0
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    size += target.write(chunk)
            sizes[sha256] = size
            if digest.hexdigest() != sha256:
                damaged[sha256] = digest.hexdigest()
        return sizes, missing, damaged

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


def sync_folder(folder: Path) -> None:
    """Let a rename survive a power cut; where folders cannot be opened (Windows) the system does it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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

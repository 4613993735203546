"""Reads a backup: every part against its manifest, and the record in it against its audit trail."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Engine, exc

from data import audit, tables
from data.engine import DatabaseError, open_engine
from data.proof import Fault, Proof, prove
from data.upgrade import OLDEST

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "faheng.db", "files"
CHUNK = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, KeyError, ValueError, TypeError)


class BackupError(Exception):
    """The backup cannot be made, or is not what it should be; the message says what and where."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds; ``files`` are hash -> bytes, ``missing`` those the record knows but has not.

    ``damaged`` ones are saved as they are: hash -> hash of what is there.
    """

    format: int
    made_at: str
    schema: str
    database_sha256: str
    database_size: int
    files: dict[str, int]
    missing: list[str]
    damaged: dict[str, str]
    audit_number: int
    audit_at: str
    audit_hash: str
    counts: dict[str, int]


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
            expected = {
                f"{FILES}/{name[:2]}/{name}": (manifest.damaged.get(name, name), size)
                for name, size in manifest.files.items()
            }
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
        with new_file(target) as file:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
    return digest.hexdigest(), size


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
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

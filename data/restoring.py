"""A backup becomes a record again: everything is verified before the folder has its name."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from data import audit
from data.backup import sync_folder
from data.backup_reading import (
    DATABASE,
    FILES,
    BackupError,
    Manifest,
    opened_copy,
    prove_copy,
    unpack,
)
from data.engine import writing
from data.kept import hash_of

UNFINISHED = ".restoring-"


def restore(backup: Path, home: Path, *, by: str, at: datetime) -> Manifest:
    """Make ``home`` (absent or empty) the record of a backup; a killed restore leaves it as it was."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BackupError(f"{home} is not empty; name a folder that does not exist yet")
    home.parent.mkdir(parents=True, exist_ok=True)
    for left in home.parent.glob(f".{home.name}{UNFINISHED}*"):
        shutil.rmtree(left)  # of a restore that was killed
    folder = home.with_name(f".{home.name}{UNFINISHED}{os.getpid()}")
    folder.mkdir(mode=0o700)
    try:
        manifest = unpack(backup, folder, files=True)
        (folder / FILES).mkdir(exist_ok=True)
        prove_copy(folder, manifest)
        detail = {"backup": hash_of(backup), "made_at": manifest.made_at, "entry": manifest.audit_number}
        with opened_copy(folder / DATABASE) as engine, writing(engine).begin() as connection:
            when = audit.stamp(at)
            audit.append(
                connection, at=when, actor=by, action="record.restore", thing=backup.name, detail=detail
            )
        for made in (*folder.rglob("*"), folder):
            if made.is_dir():
                sync_folder(made)
        _switch(folder, home)
    finally:
        if folder.exists():
            shutil.rmtree(folder)
    sync_folder(home.parent)
    return manifest


def _switch(folder: Path, home: Path) -> None:
    try:
        if home.exists():
            home.rmdir()
        folder.rename(home)
    except OSError as error:
        raise BackupError(
            f"{home} cannot be put in place ({error.strerror}): name a folder inside it instead, "
            "such as a new one, and set FAHENG_HOME to that"
        ) from error

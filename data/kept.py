"""Files as received: each under its own hash, written once and whole."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

CHUNK = 1024 * 1024
LEFT_OVER = 60.0  # seconds without a byte after which an unfinished file is one whose writer was killed


def kept_file(files: Path, sha256: str) -> Path:
    """Where a file as received stands."""
    return files / sha256[:2] / sha256


def keep(files: Path, sha256: str, data: bytes) -> Path:
    """Write the file under its hash: temporary name, fsync, rename; never rewritten."""
    path = kept_file(files, sha256)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{sha256}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return path


def sweep(files: Path) -> None:
    """Take away what killed writers have left; nobody was told that those files were taken in."""
    for left in files.glob("*/*.tmp"):
        try:
            if time.time() - left.stat().st_mtime > LEFT_OVER:
                left.unlink()
        except FileNotFoundError:  # its writer was at work after all, or another process swept too
            continue


def hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

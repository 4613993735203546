"""A signed scan that is attached: is it a picture or PDF, small enough, without a 密级 mark in sight."""

from __future__ import annotations

from data.model import Finding
from loaders.guards import Limits
from loaders.marks import secrecy_mark

MOST_BYTES = 20 * 1024 * 1024
MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
ENDINGS = {"pdf": ("pdf",), "png": ("png",), "jpg": ("jpg", "jpeg")}
MEDIA = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


def check_scan(name: str, data: bytes, *, limit: int = MOST_BYTES) -> tuple[str, tuple[Finding, ...]]:
    """Its kind by its first bytes, and what stands against taking it; nothing is written before this."""
    mark = secrecy_mark(data, name, Limits())
    if mark:
        return "", (Finding("file.classified", "must", params={"read": mark, "expected": ""}),)
    if not data:
        return "", (Finding("file.empty", "must"),)
    if len(data) > limit:
        return "", (Finding("file.too_large", "must", params={"bytes": len(data), "limit": limit}),)
    kind = next((kind for kind, magic in MAGIC.items() if data.startswith(magic)), "")
    if not kind:
        return "", (Finding("scan.kind", "must", params={"read": name, "expected": ""}),)
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS[kind]:
        params: dict[str, str | float] = {"read": name, "expected": kind.upper()}
        return "", (Finding("scan.ending", "must", params=params),)
    return kind, ()

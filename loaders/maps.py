"""The office's own maps: files with their 审图号 in the data folder. None is shipped or fetched."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from data.model import Finding
from data.regions import RegionTree
from loaders.geojson import Areas, read_areas

NAME = re.compile(r"[\w-]{1,60}")
LONGEST = 200  # characters of what is said about a map
# GS(2024)0650号, GS京(2022)1061号, 粤S(2018)071号
_APPROVAL = re.compile(r"[A-Z\u4e00-\u9fff]{0,4}S[\u4e00-\u9fff]?\([0-9]{4}\)[0-9]{1,6}号")


@dataclass(frozen=True, eq=False)
class OfficeMap:
    """One map that may be shown: whose it is, the number it was approved under, the parts of each region."""

    name: str
    approval: str
    source: str
    areas: Areas


@dataclass
class MapShelf:
    """The maps of one record; ``folder`` None where there is no place for any."""

    folder: Path | None = None
    _kept: dict[str, tuple[object, RegionTree, OfficeMap | None, tuple[Finding, ...]]] = field(
        default_factory=dict
    )

    def add(
        self,
        name: str,
        data: bytes,
        approval: str,
        regions: RegionTree,
        *,
        source: str = "",
        by: str = "",
        at: datetime,
    ) -> tuple[Finding, ...]:
        """Keep a map under a name, in place of an earlier one; nothing is kept where anything is wrong."""
        number = approval_number(approval)
        _, findings = read_areas(data, regions)
        if not NAME.fullmatch(name):
            findings = (Finding("map.name", "must", params={"read": name}), *findings)
        if not number:
            findings = (Finding("map.approval", "must", params={"read": approval}), *findings)
        if findings or self.folder is None:
            return findings
        self.folder.mkdir(parents=True, exist_ok=True)
        told = {
            "approval": number,
            "source": source[:LONGEST],
            "sha256": hashlib.sha256(data).hexdigest(),
            "by": by,
            "at": at.isoformat(timespec="seconds"),
        }
        _write(self.folder / f"{name}.geojson", data)
        _write(self.folder / f"{name}.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
        return ()

    def remove(self, name: str) -> bool:
        """Take a map away; False where there is none of that name."""
        if self.folder is None or name not in self.names():
            return False
        for ending in (".json", ".geojson"):
            (self.folder / f"{name}{ending}").unlink(missing_ok=True)
        return True

    def names(self) -> tuple[str, ...]:
        """What lies in the folder, fit to be shown or not."""
        if self.folder is None or not self.folder.is_dir():
            return ()
        return tuple(sorted(path.stem for path in self.folder.glob("*.geojson") if NAME.fullmatch(path.stem)))

    def maps(self, regions: RegionTree) -> tuple[OfficeMap, ...]:
        """The maps that may be shown, by name; read again only when a file or the regions have changed."""
        found = [self._read(name, regions)[0] for name in self.names()]
        return tuple(each for each in found if each)

    def faults(self, regions: RegionTree) -> Mapping[str, tuple[Finding, ...]]:
        """What is wrong with those that may not, by name."""
        found = {name: self._read(name, regions)[1] for name in self.names()}
        return {name: findings for name, findings in found.items() if findings}

    def _read(self, name: str, regions: RegionTree) -> tuple[OfficeMap | None, tuple[Finding, ...]]:
        if self.folder is None:
            raise ValueError("no folder")
        drawn, told = self.folder / f"{name}.geojson", self.folder / f"{name}.json"
        version = (_stamp(drawn), _stamp(told))
        kept = self._kept.get(name)
        if kept is None or kept[0] != version or kept[1] is not regions:
            kept = (version, regions, *_opened(name, drawn, told, regions))
            self._kept[name] = kept
        return kept[2], kept[3]


def approval_number(text: str) -> str:
    """A 审图号 as it is printed, in half width without its label; empty for what is none.

    >>> approval_number("审图号：GS（2024）0650号"), approval_number("粤S〔2018〕071号")
    ('GS(2024)0650号', '粤S(2018)071号')
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).removeprefix("审图号").lstrip(":")
    plain = plain.translate(str.maketrans("〔〕[]", "()()")).upper()
    return plain if _APPROVAL.fullmatch(plain) else ""


def _opened(
    name: str, drawn: Path, told: Path, regions: RegionTree
) -> tuple[OfficeMap | None, tuple[Finding, ...]]:
    """A map of the folder; a 审图号 vouches for the very bytes that it was given with."""
    try:
        data, facts = drawn.read_bytes(), json.loads(told.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None, (Finding("map.no_approval", "must", cell=drawn.name),)
    known = facts if isinstance(facts, dict) else {}
    number = approval_number(str(known.get("approval", "")))
    if not number:
        return None, (Finding("map.no_approval", "must", cell=drawn.name),)
    if known.get("sha256") != hashlib.sha256(data).hexdigest():
        return None, (Finding("map.changed", "must", cell=drawn.name),)
    areas, findings = read_areas(data, regions)
    if findings:
        return None, findings
    return OfficeMap(name, number, str(known.get("source", "")), areas), ()


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing: a file beside it takes its place."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)

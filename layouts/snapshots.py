"""The definitions that a publication was made with: a copy of them kept, and read again when it is opened."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import threading
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from data import catalogue as catalogues
from data.catalogue import Catalogue, CatalogueError, read_catalogue
from data.regions import Region
from indicators import definition
from indicators.definition import Indicators, read_indicators
from loaders import form as forms
from loaders import rules
from loaders.form import Form, read_forms

# folder in the copy -> where its files are, and which of them
SOURCES: Mapping[str, tuple[Path, tuple[str, ...]]] = {
    "catalogue": (catalogues.FOLDER, ("*.toml", "*.csv")),
    "indicators": (definition.FOLDER, ("*.toml",)),
    "forms": (forms.FOLDER, ("*.toml",)),
    "rules": (rules.PATH.parent, (rules.PATH.name,)),
}
OWN_REGIONS, RULE_EDITS = "own_regions.json", "rule_edits.json"
DAY_ONE = (1980, 1, 1, 0, 0, 0)  # the same definitions make the same bytes whenever they are copied
KEPT = 8


@dataclass(frozen=True)
class Definitions:
    """Catalogue, indicators and forms; ``name`` is the copy's hash, empty for today's."""

    catalogue: Catalogue
    indicators: Indicators
    forms: Mapping[str, Form]
    name: str = ""
    lost: bool = False  # this version of the program does not read the copy any more: today's are used


def copied(regions: Sequence[Region], edits: Mapping[str, str]) -> bytes:
    """Every definition file, the office's own units and rule edits, as one zip."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for folder, (source, patterns) in sorted(SOURCES.items()):
            for path in sorted({path for pattern in patterns for path in source.glob(pattern)}):
                _add(package, f"{folder}/{path.name}", path.read_bytes())
        own = [asdict(region) for region in sorted(regions, key=lambda region: region.code)]
        _add(package, OWN_REGIONS, _json(own))
        _add(package, RULE_EDITS, _json(dict(sorted(edits.items()))))
    return output.getvalue()


def hash_of(copy: bytes) -> str:
    return hashlib.sha256(copy).hexdigest()


def read_copy(copy: bytes) -> Definitions:
    """The definitions of a copy; CatalogueError where this program does not read them any more."""
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(io.BytesIO(copy)) as package:
        folder = Path(place)
        package.extractall(folder)
        own = json.loads((folder / OWN_REGIONS).read_text(encoding="utf-8"))
        catalogue = read_catalogue(folder / "catalogue")
        indicators = read_indicators(catalogue, folder / "indicators")
        found = read_forms(catalogue, folder / "forms")
    regions = [Region(**{**each, "former": tuple(each["former"])}) for each in own]
    return Definitions(catalogue.with_regions(regions), indicators, found, hash_of(copy))


class Snapshots:
    """Definitions by the hash of their copy, shared by all threads of a process."""

    def __init__(self) -> None:
        self._kept: dict[str, Definitions] = {}
        self._lock = threading.Lock()

    def definitions(self, sha256: str, copy: Callable[[], bytes], today: Definitions) -> Definitions:
        """Those of a copy: today's where they are the same, or where the copy is not readable any more."""
        with self._lock:
            if sha256 not in self._kept:
                self._kept[sha256] = self._read(sha256, copy, today)
                while len(self._kept) > KEPT:
                    self._kept.pop(next(iter(self._kept)))
            return self._kept[sha256]

    def _read(self, sha256: str, copy: Callable[[], bytes], today: Definitions) -> Definitions:
        try:
            found = read_copy(copy())
        except (CatalogueError, OSError, KeyError, zipfile.BadZipFile):
            return replace(today, name=sha256, lost=True)
        return found


def _add(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, DAY_ONE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, content)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()

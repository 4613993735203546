"""Writes the sample workbooks anew from their lists after a form or element changed."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from data.catalogue import read_catalogue
from loaders.form import read_forms
from loaders.samples import FIGURES, OBSERVATIONS, TARGETS, build_bad, build_observations, build_public

SAMPLES = Path(__file__).parent.parent / "data" / "samples"


def main() -> None:
    catalogue = read_catalogue()
    forms = read_forms(catalogue)
    figures, targets, observations = (
        (SAMPLES / name).read_text(encoding="utf-8") for name in (FIGURES, TARGETS, OBSERVATIONS)
    )
    public = build_public(figures, targets, catalogue=catalogue, forms=forms)
    listed = build_observations(observations, catalogue=catalogue, forms=forms)
    bad = build_bad(catalogue=catalogue, forms=forms)
    for folder, books in (("public", {**public, **listed}), ("bad", bad)):
        (SAMPLES / folder).mkdir(exist_ok=True)
        for name, data in books.items():
            (SAMPLES / folder / name).write_bytes(data)
        print(f"{len(books)} workbooks in {SAMPLES / folder}")


if __name__ == "__main__":
    main()

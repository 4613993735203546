"""The tables made from the sources, and the page of what was left out of them."""

import csv
from pathlib import Path

ROOT = Path(__file__).parent.parent


def rows_of(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "samples" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_under(heading: str) -> list[list[str]]:
    """Body rows of the first table under a heading of docs/left_out.md; none where there is no table."""
    text = (ROOT / "docs" / "left_out.md").read_text(encoding="utf-8")
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]

"""Rules that follow from the catalogue: every 其中 is at most its total, every filed share lies in 0—100."""

from __future__ import annotations

from collections.abc import Mapping

from data.model import DataElement
from data.strict import Reading, nearest
from loaders.words import unit_shift

Table = Mapping[str, object]


def ancestors(code: str, elements: Mapping[str, DataElement]) -> tuple[str, ...]:
    """The totals an element is a 其中 of, nearest first."""
    found: list[str] = []
    parent = elements[code].parent
    while parent:
        found.append(parent)
        parent = elements[parent].parent
    return tuple(found)


def part_tables(elements: Mapping[str, DataElement]) -> dict[str, Table]:
    """A rule for each element and each of its totals in the same unit, the nearest total first.

    The nearest total's rule is ``<element>_part``, the others' are ``<element>_part_<total>``.
    """
    found: dict[str, Table] = {}
    for element in elements.values():
        for code in ancestors(element.code, elements):
            total = elements[code]
            if unit_shift(element.unit, total.unit) != 0:
                continue
            nearest_one = f"{element.code}_part"
            found[f"{nearest_one}_{code}" if nearest_one in found else nearest_one] = {
                "name": f"其中：{element.name}≤{total.name}",
                "english": f"{element.english} is at most {total.english}",
                "left": element.code,
                "op": "<=",
                "right": code,
                "severity": "must",
            }
    return found


def share_tables(elements: Mapping[str, DataElement], table: object, reading: Reading) -> dict[str, Table]:
    """A rule for each filed percentage but those that ``[shares]`` lets pass 100."""
    here = reading.at("shares")
    if not isinstance(table, dict) or not here.keys(table, ("may_pass_100",)):
        return {}
    free = here.texts(table, "may_pass_100")
    for code in free:
        if code not in elements:
            here.wrong(f"unknown data element {code!r}{nearest(code, elements)}")
    return {
        f"{element.code}_share": {
            "name": f"{element.name}在0至100之间",
            "english": f"{element.english} lies between 0 and 100",
            "left": element.code,
            "op": "<=",
            "right": "",
            "severity": "must",
        }
        for element in elements.values()
        if element.kind == "rate" and element.unit == "%" and element.code not in free
    }

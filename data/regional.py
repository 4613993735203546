"""Regions as a condition of a query, however many there are."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select, true

from data.people import EVERYWHERE, as_json


def within(column: ColumnElement[str], regions: Collection[str]) -> ColumnElement[bool]:
    """Is the column one of the regions; one parameter, however many there are."""
    if EVERYWHERE in regions:
        return true()
    each = func.json_each(as_json(regions)).table_valued("value")
    return column.in_(select(each.c.value))

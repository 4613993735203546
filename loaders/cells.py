"""A worksheet's cells as values: what `read` hands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from loaders.addresses import Area, position_of
from loaders.shared_parts import State

CellKind = Literal["number", "text", "bool", "error", "date", "empty"]


class Cell(NamedTuple):
    """A cell as it stands in the package; a blank one has no Cell. A tuple, for thousands are made.

    `value` is a number, a date's serial number, a text, a truth value, an error's name such as
    "#REF!", or None when `kind` is "empty": a formula that was never calculated. `formula` has
    no leading "="; a cell that shares its neighbour's formula has "si=" and the number they share.
    """

    address: str
    row: int
    column: int
    kind: CellKind
    value: float | str | bool | None
    raw: str
    formula: str | None
    number_format: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its cells by (row, column), both from 1; areas as first row, first column, last, last."""

    name: str
    state: State
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]

    def at(self, address: str) -> Cell | None:
        """The cell at "D12", None when it is blank."""
        position = position_of(address)
        if position is None:
            raise ValueError(f"{self.name!r}: {address!r} is no cell address such as 'D12'")
        return self.cells.get(position)

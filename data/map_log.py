"""What was done with the office's own maps: they lie beside the record, its trail says who put them there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from data import audit
from data.engine import writing
from data.verbs import Verbs


class MapVerbs(Verbs):
    """The part of Store that writes it down."""

    def log_map(
        self,
        done: Literal["add", "remove"],
        name: str,
        *,
        detail: Mapping[str, str],
        by: str,
        at: datetime,
    ) -> None:
        """A map was added under a name, with its 审图号 and hash, or taken away."""
        with writing(self._engine).begin() as connection:
            audit.append(
                connection,
                at=audit.stamp(at),
                actor=by,
                action=f"map.{done}",
                thing=name,
                detail=dict(detail),
            )

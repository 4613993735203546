"""Who owes which forms, as the forms and the sets of the catalogue say."""

from __future__ import annotations

from collections.abc import Mapping

from data.catalogue import Catalogue
from data.model import Duty
from loaders.form import Form

MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


def duty(form: Form) -> Duty:
    """Who owes which elements by this version of a form, how often and in which periods."""
    months = min(MONTHS.get(kind, 12) for kind in form.periods)
    return Duty(form.code, frozenset(form.elements), form.levels, months, form.valid_span)


def duties(catalogue: Catalogue, forms: Mapping[str, Form]) -> dict[str, tuple[Duty, ...]]:
    """Every version of the forms of each set, as a duty; not those that anybody may file or not."""
    return {
        dataset.code: tuple(
            duty(version)
            for code in dataset.forms
            if not forms[code].open
            for version in forms[code].versions
        )
        for dataset in catalogue.datasets.values()
    }

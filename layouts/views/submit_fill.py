"""A template's workbook: blank, filled with what is known, or with all that is filed for a correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from data.cells import TracedCell
from data.model import QUALIFIERS, Period, Qualifier
from layouts import say
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.form_words import changes_of
from layouts.views.submit_template import Asked, TemplateError, problem
from loaders.foreign import read_any
from loaders.prefill import Kept, Key, Origin, Prefill, Record, correction, ends_before, known
from loaders.quotes import quotes_in
from loaders.template import FilledValue, write_template
from loaders.workbook import WorkbookRefused

FORM_LANGUAGE: Language = "zh"  # a form is in Chinese, whatever the page speaks
MOST_NAMED = 8


def template_workbook(services: Services, asked: Asked) -> bytes:
    """The workbook that is asked for; TemplateError for a correction of what was never filed."""
    filling = _Filling(services, asked)
    fill, catalogue = filling.prefill(), services.catalogue
    return write_template(
        asked.form,
        catalogue,
        region=asked.region.code,
        period=asked.period.code,
        dataset=asked.dataset,
        filled=fill.filled,
        last_year=fill.last_year,
        proposed={key: _origin(origin) for key, origin in fill.origins.items()},
        notes=tuple(filling.notes(fill)),
        changes=changes_of(asked.form, FORM_LANGUAGE),
    )


def locked_by(services: Services, asked: Asked) -> int | None:
    """The approved submission that keeps a correction of this place from being taken in."""
    place = asked.dataset, asked.region.code, asked.period.code, asked.form.code
    return services.store.locked(*place) if asked.fill == "current" else None


@dataclass(frozen=True)
class _Filling:
    """What the record says for one template: the figures of the region in the periods that matter."""

    services: Services
    asked: Asked

    def prefill(self) -> Prefill:
        asked, catalogue = self.asked, self.services.catalogue
        if asked.fill == "none" or (asked.form.open and asked.fill == "known"):
            return Prefill()
        last_year = self._record(asked.period.year_before)
        if asked.fill == "known":
            check = self.services.rules.checks.get("previous")
            before = [self._record(period) for period in ends_before(asked.period)]
            pairs = check.pairs if check else ()
            return known(asked.form, catalogue, last_year=last_year, before=before, carried=pairs)
        if self._submission is None:
            raise self._nothing()
        found = correction(asked.form, catalogue, current=self._own(self._submission), last_year=last_year)
        return self._quoted(found, self._submission) if asked.form.open else found

    def notes(self, fill: Prefill) -> Iterator[str]:
        """Lines before the form's own notes: what is filled in, and what they have to do about it."""
        spoken, asked = words(FORM_LANGUAGE), self.asked
        if asked.fill == "current":
            period = say.period(asked.period, FORM_LANGUAGE)
            yield spoken.say("fill.current_note", period=period, n=self._submission)
            number = locked_by(self.services, asked)
            if number is not None:
                yield spoken.say("life_locked.sheet", n=number)
        elif fill.origins:
            yield spoken["fill.known_note"]
        elif fill.last_year:
            yield spoken["fill.known_year_note"]
        if fill.left_out:
            elements = self.services.catalogue.elements
            names = [elements[element].name for element, _ in fill.left_out[:MOST_NAMED]]
            told = say.join(names, FORM_LANGUAGE) + ("…" if len(fill.left_out) > MOST_NAMED else "")
            yield spoken.say("fill.left_out_note", n=len(fill.left_out), names=told)

    @cached_property
    def _submission(self) -> int | None:
        """What is current for the region, period and form."""
        found = self._submissions(self.asked.period)
        return next((number for number, form in found.items() if form == self.asked.form.code), None)

    def _submissions(self, period: Period) -> dict[int, str]:
        """Current submission -> form, of the region in a period."""
        filed = self.services.view().filed(self.asked.dataset, [period.code])
        return {number: form for _, region, form, number in filed if region == self.asked.region.code}

    def _record(self, period: Period) -> Record:
        """The region's figures of a period; where two forms carry an element, this one's or the first's."""
        forms = self._submissions(period)
        if not forms:
            return {}
        order = [self.asked.form.code, *self.services.catalogue.datasets[self.asked.dataset].forms]
        cells = sorted(self._cells(period), key=lambda cell: _place(order, forms.get(cell.submission, "")))
        return {_key(cell): _kept(cell) for cell in reversed(cells)}

    def _own(self, submission: int) -> Record:
        return {
            _key(cell): _kept(cell)
            for cell in self._cells(self.asked.period)
            if cell.submission == submission
        }

    def _cells(self, period: Period) -> tuple[TracedCell, ...]:
        asked = self.asked
        elements = tuple(self.services.catalogue.elements)
        regions, periods = [asked.region.code], [period.code]
        return self.services.view().trace(asked.dataset, elements=elements, regions=regions, periods=periods)

    def _quoted(self, found: Prefill, submission: int) -> Prefill:
        """With the quotes and sources that stand in the kept workbook, where it can be read."""
        view = self.services.view()
        filed = view.submission(submission)
        try:
            workbook = read_any(view.file(filed[0].sha256)) if filed else None
        except (OSError, WorkbookRefused):
            workbook = None
        if workbook is None:
            return found
        texts = quotes_in(workbook, self.asked.form, self.services.catalogue)
        filled: dict[Key, FilledValue] = {}
        for key, figure in found.filled.items():
            quote, source = texts.get(key, ("", ""))
            filled[key] = replace(figure, quote=quote, source=source)
        return replace(found, filled=filled)

    def _nothing(self) -> TemplateError:
        asked = self.asked
        told = {
            "region": asked.region_name,
            "period": say.period(asked.period, asked.language),
            "form": asked.form_name,
        }
        return problem("nothing", asked.language, status=404, told=told)


def _key(cell: TracedCell) -> Key:
    return cell.element, "own" if cell.scope == "own" else "total"


def _kept(cell: TracedCell) -> Kept:
    return Kept(
        value=cell.value,
        qualifier=_qualifier(cell.qualifier),
        decimals=cell.decimals,
        raw=cell.raw,
        period=cell.period,
        submission=cell.submission,
        sheet=cell.sheet,
        cell=cell.cell,
    )


def _qualifier(text: str) -> Qualifier:
    return next(known_one for known_one in QUALIFIERS if known_one == text)


def _place(order: Sequence[str], form: str) -> int:
    return order.index(form) if form in order else len(order)


def _origin(origin: Origin) -> str:
    """The comment of a proposed figure."""
    spoken, kept = words(FORM_LANGUAGE), origin.kept
    if kept is None:
        return spoken["fill.rules"]
    return spoken.say(
        "fill.carried",
        period=say.period(kept.period, FORM_LANGUAGE),
        value=kept.raw or kept.value,
        n=kept.submission,
        sheet=kept.sheet,
        cell=kept.cell,
    )

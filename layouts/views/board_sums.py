"""The summary that an address asks for, made of the record as it is now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from data.model import Period
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.views.board_facts import follows, own
from loaders.form import Form
from loaders.summary import Source, Summary, summarise
from loaders.summary_book import write_summary


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit's summary: of which form and period."""

    dataset: str
    region: str
    period: str
    form: str

    @property
    def place(self) -> tuple[str, str, str, str]:
        return (self.dataset, self.region, self.period, self.form)


def wanted(services: Services, numbers: Numbers, chosen: Selection) -> Wanted | None:
    """The form chosen, else the first that has the chosen period; None where no form is owed."""
    owed = list(dict.fromkeys(duty.form for duty in numbers.duties(chosen.dataset)))
    fitting = [code for code in owed if fits(services.forms[code], chosen.period)]
    asked = own(chosen, "form")
    code = asked if asked in owed else next(iter([*fitting, *owed]), None)
    return None if code is None else Wanted(chosen.dataset, chosen.region, chosen.period, code)


def fits(form: Form, period: str) -> bool:
    """Is there such a period for the form."""
    span = Period.parse(period)
    return span.kind in form.periods and form.in_force(span) is not None


def has_below(numbers: Numbers, region: str) -> bool:
    return bool(numbers.catalogue.regions.children(region))


def readable(numbers: Numbers, region: str) -> bool:
    """May the viewer look into everything that is summed, published or not."""
    below = numbers.catalogue.regions.descendants(region)
    return all(follows(numbers, each.code) for each in below)


def made(services: Services, numbers: Numbers, want: Wanted) -> Summary | None:
    """None where nothing is filed, where there is nothing below, or where the viewer may not look."""
    form = services.forms.get(want.form)
    if form is None or not fits(form, want.period) or not has_below(numbers, want.region):
        return None
    if not readable(numbers, want.region):
        return None
    form = form.in_force(Period.parse(want.period)) or form
    below = {each.code for each in numbers.catalogue.regions.descendants(want.region)}
    current = [
        each
        for each in numbers.view.standings(want.dataset, [want.period])
        if each.region in below and each.form == want.form
    ]
    if not current:
        return None
    regions = [each.region for each in current]
    cells = numbers.view.trace(want.dataset, elements=form.elements, regions=regions, periods=[want.period])
    files = {cell.submission: (cell.file, cell.sha256) for cell in cells}
    filed = {
        each.region: Source(each.submission, each.region, *files.get(each.submission, ("", "")), each.status)
        for each in current
    }
    return summarise(
        form,
        numbers.catalogue,
        dataset=want.dataset,
        region=want.region,
        period=want.period,
        cells=cells,
        filed=filed,
    )


def keep(services: Services, numbers: Numbers, want: Wanted, *, name: str, by: str) -> int | None:
    """Make it, keep the file and of which submissions it is; the summary's number."""
    found = made(services, numbers, want)
    if found is None:
        return None
    data = write_summary(found, numbers.catalogue)
    sha256 = hashlib.sha256(data).hexdigest()
    services.store.keep_file(sha256, data)
    return services.store.keep_summary(
        want.place,
        sha256=sha256,
        name=name,
        size=len(data),
        submissions=found.submissions,
        by=by,
        at=services.clock(),
    )

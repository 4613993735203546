"""The lower half of a passport: 从哪里来 down to the cell, 用到哪里, and the citation."""

from __future__ import annotations

from collections.abc import Sequence

from data.model import Period, Submission
from layouts import blocks, page, say, tables
from layouts.elements import Child, Element, h, link, number_link
from layouts.numbers import Numbers
from layouts.scope import region_name
from layouts.selection import split
from layouts.text import Language, words
from layouts.tracing import Term, href
from layouts.views import explaining, reading
from layouts.views.cell_uses import also_read_by
from layouts.views.trace_facts import Passport
from layouts.views.trace_history import approved
from layouts.views.trace_number import section, shown
from layouts.views.trace_sheet import picture
from layouts.views.trace_tasks import tasks_behind
from loaders.addresses import position_of
from loaders.foreign import read_any
from loaders.workbook import Workbook, WorkbookRefused

MOST_CELLS = 60
CITED = 8
PARTS = ("numerator", "denominator", "both", "reported")
USED = ("compare", "matrix", "trend", "indicators")


def from_where(passport: Passport, numbers: Numbers, language: Language, heading: str) -> Element:
    """Files, the cells in a picture of the sheet, their texts and findings; then the cells below."""
    spoken = words(language)
    name = region_name(numbers, passport.chosen.region, language)
    terms = (*passport.own, *passport.below)
    if not terms:
        return section(spoken["passport.from_where"], heading, h("p", spoken["passport.no_cells"]))
    parts: list[Child] = []
    if not passport.own:
        parts.append(h("p", spoken.say("trace.no_own_filing", region=name)))
    if passport.filings:
        parts += _filing(passport.filings[0], passport, numbers, language)
    if len(passport.filings) > 1:
        others = [_other(filing, passport, language) for filing in passport.filings[1:]]
        parts.append(h("ul", *others, class_name="plain-list"))
    if passport.own:
        own = sorted(passport.own, key=lambda term: (-Period.parse(term.period).last, PARTS.index(term.part)))
        parts += [_cells(own, numbers, language, caption=spoken.say("trace.own_cells", region=name))]
        parts += [_findings(passport, language)]
    parts.append(_explained_below(passport, numbers, language))
    parts.append(_below(passport, numbers, language))
    units = len({term.region for term in terms})
    note = spoken.say("trace.rolled", regions=units, cells=len(terms)) if passport.below else ""
    return section(spoken["passport.from_where"], heading, *parts, note=note)


def used_where(passport: Passport, numbers: Numbers, language: Language, heading: str) -> Element:
    """The pages that show the number in the same scope, the number above it, what else reads its cells."""
    spoken, chosen = words(language), passport.chosen
    query = split(chosen.query())
    links: list[Child] = [link(spoken[f"nav.{code}"], page.page_link(code, query)) for code in USED]
    parent = numbers.catalogue.regions.get(chosen.region).parent
    if parent in numbers.axis(chosen.dataset) and numbers.catalogue.datasets[chosen.dataset].rollup:
        above = spoken.say("trace.up", name=region_name(numbers, parent, language))
        address = href(chosen, indicator=chosen.indicator, region=parent)
        links.append(number_link(above, address, class_name="shown"))
    elements = dict.fromkeys(term.element for term in (*passport.own, *passport.below))
    also = also_read_by(numbers, chosen, elements, but=passport.indicator.code)
    return section(spoken["passport.used_where"], heading, h("p", *links, class_name="trace-links"), also)


def citation(passport: Passport, numbers: Numbers, language: Language) -> str:
    """One line for a document: scope, value, 口径, and the file with its cells."""
    number, spoken, chosen = passport.number, words(language), passport.chosen
    cited = _places(passport, numbers, language)
    parts = ""
    if number.denominator is not None:
        counts = {"numerator": say.count(number.numerator), "denominator": say.count(number.denominator)}
        parts = spoken.say("trace.citation_parts", **counts)
    return spoken.say(
        "trace.citation",
        region=region_name(numbers, chosen.region, language),
        indicator=reading.name_of(passport.indicator, language),
        period=say.period(number.period, language),
        value=shown(passport, language),
        parts=parts,
        variant=passport.variant.code,
        status=say.status(number.status, language, number.warning),
        dataset=reading.name_of(numbers.catalogue.datasets[chosen.dataset], language),
        places=cited,
    )


def _places(passport: Passport, numbers: Numbers, language: Language) -> str:
    """File and cells of the region's own figures; of a sum, how many cells of how many units."""
    spoken = words(language)
    terms = [term for term in (*passport.own, *passport.below) if _used(term, passport)]
    due = 0 if terms else len(tasks_behind(passport, numbers))
    if due:
        return spoken.say("trace_tasks.cited", n=due)
    if passport.below:
        units = len({term.region for term in terms})
        return spoken.say("trace.rolled", regions=units, cells=len(terms))
    by_file: dict[str, list[str]] = {}
    for term in terms[:CITED]:
        by_file.setdefault(term.file, []).append(f"{term.sheet}!{term.cell}")
    files = [f"{name} {say.join(cells, language)}" for name, cells in by_file.items()]
    cited = ("；" if language == "zh" else "; ").join(files) or spoken["passport.no_cells"]
    return spoken.say("trace.citation_more", places=cited, n=len(terms)) if len(terms) > CITED else cited


def _used(term: Term, passport: Passport) -> bool:
    """The cells that made the value: counts where it was computed, else the filed rate."""
    return (term.part == "reported") == (passport.number.basis == "reported")


def _filing(filing: Submission, passport: Passport, numbers: Numbers, language: Language) -> list[Child]:
    spoken = words(language)
    name = say.base_name(filing.path)
    terms = [term for term in passport.own if term.submission == filing.submission]
    address = "/submit" + passport.chosen.query(submission=str(filing.submission))
    line = spoken.say(
        "trace.filed_line",
        submission=filing.submission,
        status=spoken.choose("submission", filing.status),
        time=say.moment(filing.received_at, language),
    )
    short = f"{filing.sha256[:4]}…{filing.sha256[-4:]}"
    head = h(
        "div",
        h("b", name),
        h("span", line),
        h("span", spoken.say("trace.filed_by", by=filing.by)),
        h("span", approved(passport.approvals.get(filing.submission), filing, language)),
        h("span", spoken.say("trace.checksum", sha=short), title=filing.sha256),
        class_name="trace-file",
    )
    key = ("pictures", filing.sha256, tuple(term.cell for term in terms), language)
    if key not in passport.notes:
        passport.notes[key] = _pictures(filing, terms, numbers, language)
    found = passport.notes[key] or [h("p", spoken["trace.no_picture"], class_name="note")]
    return [head, *found, h("p", link(spoken["trace.see_filing"], address))]


def _other(filing: Submission, passport: Passport, language: Language) -> Element:
    """Another part of the span, such as its second quarter, with the way to its own passport."""
    period = say.period(filing.period, language)
    address = href(passport.chosen, indicator=passport.indicator.code, period=filing.period)
    see = words(language).say("trace.see_period", period=period)
    return h("li", number_link(see, address, class_name="shown"), f"　{say.base_name(filing.path)}")


def _pictures(filing: Submission, terms: Sequence[Term], numbers: Numbers, language: Language) -> list[Child]:
    """One picture for each sheet that holds a cell; none where the kept file is no workbook."""
    workbook = _workbook(filing, numbers)
    if workbook is None:
        return []
    parts: list[Child] = []
    for name in dict.fromkeys(term.sheet for term in terms):
        sheet = workbook.sheet(name)
        here = [term for term in terms if term.sheet == name]
        places = {position_of(term.cell): _shape(term) for term in here}
        marked = {place: part for place, part in places.items() if place is not None}
        if sheet is None or not marked:
            continue
        parts.append(picture(sheet, marked, language, file=say.base_name(filing.path)))
        parts.append(_cell_line(name, here, language))
    return parts


def _workbook(filing: Submission, numbers: Numbers) -> Workbook | None:
    try:
        return read_any(numbers.view.file(filing.sha256))
    except (OSError, WorkbookRefused):
        return None


def _shape(term: Term) -> str:
    return "numerator" if term.part == "both" else term.part


def _cell_line(sheet: str, terms: Sequence[Term], language: Language) -> Element:
    """“工作表‘应诉’：分子 应诉!I12，分母 应诉!H12”, each in its colour."""
    spoken, parts = words(language), []
    for part in ("numerator", "denominator", "reported"):
        cells = [f"{term.sheet}!{term.cell}" for term in terms if _shape(term) == part]
        if cells:
            text = spoken.say(f"trace.{part}_cells", cells=say.join(cells, language))
            parts.append(h("span", text, class_name=part))
    return h("p", spoken.say("trace.in_sheet", sheet=sheet), *parts, class_name="trace-cells")


def _cells(terms: Sequence[Term], numbers: Numbers, language: Language, *, caption: str) -> Element:
    """Every cell as it was written and as it was read, with qualifier, scope and place."""
    spoken, several = words(language), len({term.region for term in terms}) > 1
    columns = [tables.Column(spoken["head.region"])] if several else []
    columns += [
        tables.Column(spoken["trace.part"]),
        tables.Column(spoken["head.element"], class_name="wrap"),
        tables.Column(spoken["trace.raw"], "", "number"),
        tables.Column(spoken["trace.read_as"], "", "number"),
        tables.Column(spoken["trace.qualifier"]),
        tables.Column(spoken["trace.scope"]),
        tables.Column(spoken["trace.place"]),
    ]
    if len({term.period for term in terms}) > 1:
        columns.append(tables.Column(spoken["head.period"]))
    rows = [_cell_row(term, numbers, language, several=several) for term in terms]
    return tables.table(columns, rows, caption=caption, class_name="compact cells")


def _cell_row(term: Term, numbers: Numbers, language: Language, *, several: bool) -> list[Child]:
    spoken, element = words(language), numbers.catalogue.elements[term.element]
    times = f" ×{term.factor}" if term.factor != 1 else ""
    region: list[Child] = [region_name(numbers, term.region, language)] if several else []
    return [
        *region,
        h("span", spoken[f"trace.part_{term.part}"], times, class_name=_shape(term)),
        reading.name_of(element, language),
        term.raw,
        f"{say.count(term.value)} {reading.unit_word(element.unit, language)}".strip(),
        spoken[f"trace.qualifier_{term.qualifier}"],
        spoken.choose("scopes", term.scope),
        h("span", f"{term.sheet}!{term.cell}", title=term.file),
        say.period(term.period, language),
    ]


def _findings(passport: Passport, language: Language) -> Element:
    """Each finding with what its sender wrote about it; then what was written about earlier ones."""
    spoken = words(language)
    said = explaining.by_key(passport.explanations)
    left = explaining.shown(
        explaining.others(passport.findings, passport.explanations), language, placed=True
    )
    if not passport.findings:
        return h("div", h("p", spoken["trace.no_findings"], class_name="note"), left)
    rows = [
        blocks.finding_row(
            finding, language, extra=explaining.shown(said.get(explaining.key_of(finding), ()), language)
        )
        for finding in passport.findings
    ]
    return h("div", h("p", spoken["trace.findings"]), h("ul", *rows, class_name="findings"), left)


def _explained_below(passport: Passport, numbers: Numbers, language: Language) -> Element | None:
    """What the units below wrote about the cells that went into a total, so many at most."""
    found = passport.explained_below
    if not found:
        return None
    spoken = words(language)
    rows = [
        h(
            "li",
            h("b", region_name(numbers, region, language)),
            " ",
            explaining.line(said, language, placed=True),
        )
        for region, said in found[:MOST_CELLS]
    ]
    more = spoken.say("trace.explained_more", n=len(found) - MOST_CELLS) if len(found) > MOST_CELLS else None
    return h(
        "div",
        h("p", spoken.say("trace.explained_below", n=len(found))),
        h("ul", *rows, class_name="plain-list"),
        h("p", more, class_name="note") if more else None,
    )


def _below(passport: Passport, numbers: Numbers, language: Language) -> Element | None:
    """The cells of the units below, folded, so many at most; the export has them all."""
    terms, spoken = passport.below, words(language)
    if not terms:
        return None
    key = "trace.below_limited" if len(terms) > MOST_CELLS else "trace.below_cells"
    said = spoken.say(key, n=len(terms), shown=MOST_CELLS)
    return h("details", h("summary", said), _cells(terms[:MOST_CELLS], numbers, language, caption=said))

"""The findings of a submission: the list, the workbook's picture beside it, the selected cell in words."""

from __future__ import annotations

from collections.abc import Iterator

from data.model import SEVERITIES, Finding
from layouts import blocks, say
from layouts.elements import Child, Element, badge, h, link, mark_class
from layouts.page import section
from layouts.text import Language, finding_parts, spoken_params, words
from layouts.views import explaining
from layouts.views import submit_answer as answer
from layouts.views import submit_sheet as sheets
from layouts.views.mapping_link import mapping_address
from layouts.views.submit_case import Case
from layouts.views.submit_explain import box, open_count, writer
from layouts.views.submit_preview import key_of
from loaders.addresses import position_of
from loaders.gathering import cells_of
from loaders.verdict import MAPPING, UNKNOWN

NAMED_EFFECTS = 3
RELATED_CELLS = 12
MARKED = 400  # cells of one finding that the picture shows
TEXT_LIMIT = 200


def findings(case: Case) -> Element:
    spoken, language = case.spoken, case.chosen.lang
    counts = answer.severity_counts(case.findings)
    total = [
        h("span", f"{say.severity(code, language)} {counts[code]}", class_name=f"sev-{code}")
        for code in SEVERITIES
        if counts[code]
    ]
    rows = [_row(case, number, finding) for number, finding in enumerate(case.findings, start=1)]
    body = (
        h("ul", *rows, class_name="findings")
        if rows
        else h("p", spoken["filing_findings.none"], class_name="empty")
    )
    count = open_count(case)
    end = h("span", count, *total, class_name="severities") if total else None
    return section(spoken["filing_findings.title"], _replaced(case), writer(case), body, end=end)


def _replaced(case: Case) -> Element | None:
    """An older version is checked against nothing any more, and says so."""
    if case.replaced is None:
        return None
    return h(
        "p",
        case.spoken.say("filing_explain.superseded", n=case.replaced.submission),
        class_name="note replaced",
    )


def other_explanations(case: Case) -> Element | None:
    """What was explained once and does not occur any more."""
    said = explaining.shown(case.other_explanations, case.chosen.lang, placed=True)
    if said is None:
        return None
    spoken = case.spoken
    return section(spoken["filing_explain.other"], said, note=spoken["filing_explain.other_note"])


def _row(case: Case, number: int, finding: Finding) -> Element:
    spoken, language = case.spoken, case.chosen.lang
    what, fix = finding_parts(finding, language)
    target = case.target(finding.sheet, finding.cell)
    place = finding.cell or finding.sheet or spoken["filing_findings.nowhere"]
    where: Child = link(place, target) if target else place
    under = h("small", finding.sheet) if finding.cell and len(case.sheet_numbers) > 1 else None
    own = (
        h("p", spoken["submit.own_rule"], class_name="own-rule")
        if finding.code.startswith("system.")
        else None
    )
    word = say.severity(finding.severity, language)
    return h(
        "li",
        h("span", word, class_name=f"status sev-{finding.severity} {mark_class(finding.severity)}"),
        h("span", where, under, class_name="place"),
        h(
            "div",
            h("p", _short(what)),
            h("p", _short(fix)) if fix else None,
            own,
            _mapping(case, finding),
            box(case, finding),
            class_name="what",
        ),
        data_at=f"f-{number}",
        data_cell=target[1:],
        data_key=key_of(finding),
        aria_current="true" if number == 1 else None,
    )


def _mapping(case: Case, finding: Finding) -> Element | None:
    """An unknown table may be said to be one: the way to the page where a person does so."""
    if finding.code == UNKNOWN and case.offers_mapping:
        return None  # the first button of the page leads there
    if finding.code != UNKNOWN and not finding.code.startswith(MAPPING):
        return None
    return h(
        "p",
        link(case.spoken["filing_findings.map"], mapping_address(case.submission.submission, case.chosen)),
    )


def originals(case: Case) -> list[Element]:
    """The sheets with findings; assets/submit.js leaves the one of the selected finding in sight."""
    spoken = case.spoken
    if case.opened is None:
        return [section(spoken["filing_findings.whole"], h("p", spoken["filing_findings.no_picture"]))]
    marked = _marked(case)
    drawn = []
    for number in case.drawn:
        sheet = case.opened.workbook.sheets[number - 1]
        title = spoken.say("filing_findings.original", sheet=sheet.name)
        end = spoken.say("filing_findings.sheet_of", n=number, all=len(case.sheet_numbers))
        state = badge(spoken["filing_findings.sheet_hidden"]) if sheet.state != "visible" else None
        grid = sheets.picture(sheet, number, marked.get(number, {}), case.chosen.lang)
        whole = section(title, state, grid, note=spoken["filing_findings.as_uploaded"], end=end)
        whole["props"]["data-at"] = sheets.sheet_id(number)
        whole["props"]["className"] += " original"
        drawn.append(whole)
    legend = [
        h("span", h("span", class_name=f"swatch sheet-{code}"), spoken[f"severity_long.{code}"])
        for code in SEVERITIES
    ]
    return [*drawn, h("div", *legend, class_name="legend")] if case.findings else drawn


def _marked(case: Case) -> dict[int, dict[str, sheets.Marked]]:
    """Sheet number -> address -> mark; the gravest finding of a cell comes first and stays."""
    spoken, language = case.spoken, case.chosen.lang
    marked: dict[int, dict[str, sheets.Marked]] = {}
    for number, finding in enumerate(case.findings, start=1):
        at = case.sheet_numbers.get(finding.sheet)
        if at is None or case.opened is None or not position_of(finding.cell):
            continue
        label = spoken.say(
            "filing_findings.label",
            text=_short(case.opened.text(finding.sheet, finding.cell)) or spoken["filing_findings.blank"],
            severity=say.severity(finding.severity, language),
            what=_short(finding_parts(finding, language)[0]),
        )
        mark = sheets.Marked(finding.severity, f"#f-{number}", label, chosen=number == 1)
        for cell in cells_of(finding)[:MARKED]:
            marked.setdefault(at, {}).setdefault(case.shown_at(finding.sheet, cell), mark)
    return marked


def boxes(case: Case) -> Iterator[Element]:
    """The selected cell in words: one box for each finding, the first one open."""
    spoken = case.spoken
    for number, finding in enumerate(case.findings, start=1):
        place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
        _, fix = finding_parts(finding, case.chosen.lang)
        label = h("span", spoken["filing_findings.selected"], class_name="note")
        pairs = [
            ("filing_findings.read", _read(case, finding)),
            ("filing_findings.expected", _short(expected_text(finding, case.chosen.lang))),
            ("filing_findings.effects", _effects(case, finding)),
            ("filing_findings.fix", _short(fix)),
            ("filing_findings.also", _also(case, finding)),
        ]
        yield h(
            "section",
            h(
                "h3",
                label if finding.cell else None,
                place or case.file_name,
            ),
            h("p", _no_cell(case, finding), class_name="note") if not position_of(finding.cell) else None,
            blocks.facts((spoken[key], value) for key, value in pairs if value),
            class_name="cell-box",
            data_box=str(number),
            hidden=None if number == 1 else True,
        )


def _no_cell(case: Case, finding: Finding) -> str:
    """Why no cell of the picture is marked."""
    if finding.cell:
        return case.spoken["filing_findings.no_cell_many"]
    return case.spoken["filing_findings.no_cell_sheet" if finding.sheet else "filing_findings.no_cell"]


def _read(case: Case, finding: Finding) -> str:
    text = said_text(finding.params.get("read", ""))
    if not text and case.opened is not None:
        text = case.opened.text(finding.sheet, finding.cell)
    return _short(text)


def expected_text(finding: Finding, language: Language) -> str:
    """What should have stood there, as far as the finding says it."""
    spoken, params = words(language), finding.params
    side = params.get("right_english", "") if language == "en" else ""
    op, right = params.get("op"), side or params.get("right")
    if right and op in ("<=", "="):
        return spoken.say("filing_findings.at_most" if op == "<=" else "filing_findings.equal", right=right)
    return spoken_params(finding, language).get("expected", "")


def _effects(case: Case, finding: Finding) -> str:
    """The indicators that read the cell."""
    place = finding.sheet, finding.cell
    code = str(finding.params.get("element", "")) or (
        case.opened.elements.get(place, "") if case.opened else ""
    )
    if not code and not finding.indicator:
        return ""
    numbers, language = case.numbers, case.chosen.lang
    reported = numbers.indicators.reported
    names = [
        each.name if language == "zh" else each.english
        for each in numbers.shown()
        if each.code == finding.indicator
        or reported.get(each.code) == code
        or any(code in variant.elements for variant in each.variants.values())
    ]
    if not names:
        return case.spoken["filing_findings.effects_none"]
    named = say.join(names[:NAMED_EFFECTS], language)
    if len(names) > NAMED_EFFECTS:
        named = case.spoken.say(
            "filing_findings.more",
            indicators=("、" if language == "zh" else ", ").join(names[:NAMED_EFFECTS]),
            n=len(names),
        )
    kind = "returned" if case.submission.status in answer.TURNED_AWAY else "accepted"
    return case.spoken.say(f"filing_findings.effects_{kind}", indicators=named)


def _also(case: Case, finding: Finding) -> Child:
    """The other cells of a rule, as places to go to."""
    own = f"{finding.sheet}!{finding.cell}"
    places = [text for text in str(finding.params.get("cells", "")).split("、") if text and text != own]
    if not places:
        return None
    return "、".join(places[:RELATED_CELLS])


def said_text(value: str | float) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT] + "……"

"""The desk of 报送: get a template, upload workbooks, see what came last."""

from __future__ import annotations

import json
from collections.abc import Sequence

from data.model import SEVERITIES, Period
from layouts import blocks, say
from layouts.elements import MANTINE, Element, component, h, link
from layouts.markup import compact
from layouts.numbers import Numbers
from layouts.page import page_head, section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Words, words
from layouts.views.life_review import review
from layouts.views.mapping_link import PATH as MAPPINGS
from layouts.views.submit_list import MARKS, latest
from layouts.views.submit_template import OFFERED
from loaders.form import Form

MOST_REGIONS = 400
YEARS, QUARTERS = 6, 8
UPLOAD_TEXTS = (
    *("choose", "results", "sending", "checking", "waiting", "cancel"),
    *("broken", "server", "too_large", "empty"),
)


def desk(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    spoken = words(chosen.lang)
    steps = [spoken[f"submit.step_{step}"] for step in ("template", "upload", "check", "review", "publish")]
    missing = (
        h("p", spoken.say("filing.not_found", n=chosen.submission), role="alert")
        if chosen.submission
        else None
    )
    files = any(services.viewer().may(role) for role in ("file", "manage"))
    sent = _upload(services, chosen) if files else _no_upload(chosen)
    columns = h("div", _template(services, numbers, chosen), sent, class_name="columns two")
    parts = [
        page_head(spoken["submit.title"], blocks.steps(steps, 1)),
        missing,
        review(services, numbers, chosen) if chosen.only == "waiting" else None,
        columns,
        latest(services, numbers, chosen),
    ]
    return [part for part in parts if part is not None]


def upload_results(services: Services, chosen: Selection) -> Element:
    """Where assets/submit.js lists the files of this upload, on whichever view the page shows."""
    spoken = words(chosen.lang)
    told = {name: spoken[f"filing_upload.{name}"] for name in UPLOAD_TEXTS}
    told |= {key.split(".")[1]: text for key, text in spoken.items() if key.startswith("filing_flow.")}
    told |= {status: spoken.choose("submission", status) for status in MARKS}
    told |= {code: say.severity(code, chosen.lang) for code in SEVERITIES}
    told["look"] = spoken["filing.look"]
    return h(
        "div",
        id="submit-results",
        data_texts=json.dumps(told, ensure_ascii=False),
        data_limit=str(services.desk().limits.bytes),
        data_limit_text=_limit(services),
        data_language=chosen.lang,
    )


def _template(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    spoken = words(chosen.lang)
    forms = _forms(services, chosen)
    options = [
        h("option", f"{form.name if chosen.lang == 'zh' else form.english}（{form.number}）", value=form.code)
        for form in forms
    ]
    fields = h(
        "form",
        _labelled(
            spoken["head.form"],
            h(
                "select",
                *options,
                id="template-form",
                name="form",
                class_name="field",
                key=f"form-{chosen.dataset}-{chosen.period}",
            ),
            "template-form",
        ),
        _text_field(
            "template-region",
            "region",
            _first_region(numbers, forms, chosen),
            spoken,
            options="template-regions",
        ),
        _suggestions("template-regions", _region_options(numbers, forms, chosen)),
        _text_field(
            "template-period",
            "period",
            _first_period(services, forms[0], chosen),
            spoken,
            options="template-periods",
        ),
        _suggestions("template-periods", _period_options(services, forms, chosen)),
        _labelled(spoken["fill.label"], _fill_field(chosen), "template-fill"),
        _language_field(chosen),
        h("button", spoken["filing_template.button"], type="submit", class_name="button"),
        action="/template",
        method="get",
        class_name="template-form",
        id="template-fields",
        data_failed=spoken["filing_template.failed"],
    )
    problem = h("p", id="template-problem", role="alert", class_name="problem")
    versions = link(spoken["forms.link"], "/forms" + chosen.query(submission=""))
    own = link(spoken["filing_template.own"], MAPPINGS + chosen.query(submission=""))
    help_ = (spoken["filing_template.help"], spoken["fill.hint"])
    note = h("p", " ".join(help_), " ", versions, "　", own, class_name="note")
    return section(
        spoken["filing_template.title"], fields, problem, note, note=spoken["filing_template.note"]
    )


def _fill_field(chosen: Selection) -> Element:
    """Prefilled, blank, or what is filed already for a correction."""
    spoken = words(chosen.lang)
    options = [h("option", spoken[f"fill.{fill}_option"], value=fill) for fill in OFFERED]
    return h("select", *options, id="template-fill", name="fill", class_name="field")


def _language_field(chosen: Selection) -> Element | None:
    """A refusal is said in the language of the page."""
    if chosen.lang == "zh":
        return None
    return h("select", h("option", value=chosen.lang), name="lang", hidden=True, aria_hidden="true")


def _forms(services: Services, chosen: Selection) -> list[Form]:
    """The dataset's forms, those for the chosen kind of period first."""
    forms = [services.forms[code] for code in services.catalogue.datasets[chosen.dataset].forms]
    return sorted(forms, key=lambda form: chosen.span.kind not in form.periods)


def _text_field(id_: str, name: str, value: str, spoken: Words, *, options: str) -> Element:
    return component(
        MANTINE,
        "TextInput",
        id=id_,
        name=name,
        label=spoken[f"filing_template.{name}"],
        placeholder=spoken[f"filing_template.{name}_hint"],
        value=value,
        autoComplete="off",
        attributes={"input": {"list": options, "required": True, "maxLength": 60}},
        className="labelled",
    )


def _suggestions(id_: str, options: Sequence[Element]) -> Element:
    """One component, however many options there are."""
    made = compact(h("datalist", *options))
    assert isinstance(made, dict)
    return {**made, "props": {**made["props"], "id": id_}}


def _labelled(label: str, field: Element, id_: str) -> Element:
    return h("div", h("label", label, for_=id_, class_name="field-label"), field, class_name="labelled")


def _first_region(numbers: Numbers, forms: Sequence[Form], chosen: Selection) -> str:
    region = numbers.catalogue.regions.get(chosen.region)
    return region.name if region.level in forms[0].levels and region.level != "nation" else ""


def _region_options(numbers: Numbers, forms: Sequence[Form], chosen: Selection) -> list[Element]:
    levels = {level for form in forms for level in form.levels}
    tree = numbers.catalogue.regions
    regions = [tree.get(code) for code in numbers.axis(chosen.dataset)[:MOST_REGIONS]]
    return [h("option", region.code, value=region.name) for region in regions if region.level in levels]


def _first_period(services: Services, form: Form, chosen: Selection) -> str:
    if chosen.span.kind in form.periods:
        return _period_text(chosen.span, chosen)
    return _period_text(Period.year(services.clock().year), chosen)


def _period_options(services: Services, forms: Sequence[Form], chosen: Selection) -> list[Element]:
    """Years and quarters up to now, newest first, as far as the forms take them."""
    now = services.clock()
    kinds = {kind for form in forms for kind in form.periods}
    years = [Period.year(now.year - back) for back in range(YEARS)] if "year" in kinds else []
    first = now.year * 12 + (now.month - 1) // 3 * 3
    quarters = (
        [Period(first - 3 * back, first - 3 * back + 2) for back in range(QUARTERS)]
        if "quarter" in kinds
        else []
    )
    return [h("option", value=_period_text(period, chosen)) for period in (*quarters, *years)]


def _period_text(period: Period, chosen: Selection) -> str:
    return say.period(period, "zh") if chosen.lang == "zh" else period.code


def _upload(services: Services, chosen: Selection) -> Element:
    spoken = words(chosen.lang)
    by = component(
        MANTINE,
        "TextInput",
        id="submit-by",
        label=spoken["submit.who"],
        placeholder=spoken["submit.who_hint"],
        value=services.prefilled,
        readOnly=services.login.on,  # who is signed in, whatever is typed
        autoComplete="name",
        attributes={"input": {"maxLength": 40}},
        className="labelled wide-only",
        persistence="filing",
        persistence_type="local",
    )
    zone = h(
        "div",
        h("p", spoken["filing_upload.drop"]),
        h("div", id="submit-picker", class_name="pickers"),
        h(
            "p",
            spoken.say("filing_upload.limits", size=_limit(services)),
            class_name="note",
        ),
        id="submit-drop",
        class_name="drop-zone",
    )
    notice = h("p", spoken["filing_upload.notice"], class_name="secrecy")
    phone = h("p", spoken["filing_upload.phone"], class_name="phone-only")
    privacy = h("p", spoken["filing_upload.privacy"], class_name="note")
    return section(
        spoken["filing_upload.title"], by, zone, phone, notice, privacy, note=spoken["filing_upload.note"]
    )


def _no_upload(chosen: Selection) -> Element:
    """For those who may not file anywhere."""
    spoken = words(chosen.lang)
    return section(spoken["filing_upload.title"], h("p", spoken["life_review.no_file"], class_name="note"))


def _limit(services: Services) -> str:
    return say.file_size(services.desk().limits.bytes)

"""Which template is asked for: words or codes to a form, region and period, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args
from urllib.parse import quote

from data.model import Period, PeriodError
from data.regions import Region
from layouts import say
from layouts.services import Services
from layouts.text import Language, words
from layouts.views.form_words import codes, validity
from layouts.views.form_words import name as form_name
from loaders.form import Form
from loaders.header import read_period

Fill = Literal["none", "known", "current"]
FILLS: tuple[Fill, ...] = get_args(Fill)
OFFERED: tuple[Fill, ...] = ("known", "none", "current")  # on the page, the ordinary one first
MOST_NAMED = 8
FILE_MARKS: Mapping[Fill, str] = {"none": "", "known": "（预填）", "current": "（更正）"}

Told = Mapping[str, str | int]
NOTHING_TOLD: Told = MappingProxyType({})


class TemplateError(ValueError):
    """A template that cannot be written; the message is for the person who asked."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message + "\n")
        self.status = status


@dataclass(frozen=True)
class Asked:
    """``form`` is the version of the period; ``fill`` says what is filled in, ``language`` who asks."""

    form: Form
    dataset: str
    region: Region
    period: Period
    fill: Fill = "none"
    language: Language = "zh"

    @property
    def path(self) -> str:
        codes_of = (self.form.code, self.region.code, self.period.code)
        return address(*codes_of, self.fill, self.language)

    @property
    def region_name(self) -> str:
        return region_name(self.region, self.language)

    @property
    def form_name(self) -> str:
        return form_name(self.form, self.language)


def address(form: str, region: str, period: str, fill: Fill = "none", language: Language = "zh") -> str:
    """Where a template is downloaded."""
    asked = [text for text in (fill != "none" and f"fill={fill}", language == "en" and "lang=en") if text]
    path = f"/template/{quote(form)}/{quote(region)}/{quote(period)}.xlsx"
    return path + ("?" + "&".join(asked) if asked else "")


def asked_in_codes(
    services: Services,
    form: str,
    region: str,
    period: str,
    *,
    fill: str = "none",
    language: Language = "zh",
) -> Asked:
    """From the address; an unknown code is 404, one that does not fit is 400."""
    tree = services.catalogue.regions
    found = _form(services, form, language)
    if region not in tree:
        near = [f"{code} {tree.get(code).name}" for code in tree.nearest(region) if code in tree]
        raise _unknown("region", region, near, language)
    try:
        span = Period.parse(period)
    except PeriodError:
        raise problem("period", language, told={"read": period}) from None
    return _fitting(services, found, tree.get(region), span, _fill(fill, language), language)


def asked_in_words(
    services: Services,
    form: str,
    region: str,
    period: str,
    *,
    fill: str = "none",
    language: Language = "zh",
) -> Asked:
    """From the page's fields: a region's name or code, a period in words or as a code."""
    found = _form(services, form, language)
    place = _place(services, found, region.strip(), language)
    span = read_period(period)
    if span is None:
        raise problem("period", language, told={"read": period})
    return _fitting(services, found, place, span, _fill(fill, language), language)


def region_name(region: Region, language: Language) -> str:
    return region.name if language == "zh" or not region.english else region.english


def template_file(asked: Asked) -> str:
    """法治建设指标年度统计表_青石县_2025年.xlsx"""
    mark = FILE_MARKS[asked.fill]
    return f"{asked.form.name}_{asked.region.name}_{say.period(asked.period, 'zh')}{mark}.xlsx"


def problem(
    what: str, /, language: Language, *, status: int = 400, told: Told = NOTHING_TOLD
) -> TemplateError:
    return TemplateError(words(language).say(f"template_problem.{what}", **told), status)


def _unknown(code: str, read: str, near: list[str], language: Language) -> TemplateError:
    spoken = words(language)
    told = spoken.say(f"template_problem.{code}", read=read)
    if near:
        told += spoken.say("template_problem.near", names=say.join(near, language))
    return TemplateError(told, 404)


def _form(services: Services, code: str, language: Language) -> Form:
    if code not in services.forms:
        names = [f"{form.code}（{form_name(form, language)}）" for form in services.forms.values()]
        told = {"read": code, "names": say.join(names, language)}
        raise problem("form", language, status=404, told=told)
    return services.forms[code]


def _fill(text: str, language: Language) -> Fill:
    for fill in FILLS:
        if fill == (text or "none"):
            return fill
    raise problem("fill", language, told={"read": text})


def _place(services: Services, form: Form, text: str, language: Language) -> Region:
    tree = services.catalogue.regions
    if not text:
        raise problem("region_blank", language)
    if text in tree:
        return tree.get(text)
    named = tree.find(text)
    levels = {level for version in form.versions for level in version.levels}
    found = [region for region in named if region.level in levels and _datasets(services, form, region)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = [f"{region.code} {tree.path_name(region.code)}" for region in found[:MOST_NAMED]]
        many: Told = {"read": text, "n": len(found), "names": say.join(listed, language)}
        raise problem("several", language, told=many)
    if named:
        return named[0]
    raise _unknown("region_name", text, list(tree.nearest(text)), language)


def _fitting(
    services: Services, form: Form, region: Region, period: Period, fill: Fill, language: Language
) -> Asked:
    """A form is for certain levels, periods and datasets; what it refuses when filed is not given out."""
    version = form.in_force(period) or form
    told = {"form": form_name(version, language), "period": say.period(period, language)}
    if period.kind not in version.periods:
        raise problem("kind", language, told={**told, "names": codes(version.periods, language)})
    if not version.valid_in(period):
        spans = [validity(each, language) for each in form.versions]
        raise problem("validity", language, told={**told, "names": say.join(spans, language)})
    datasets = _datasets(services, form, region)
    if region.level not in version.levels or not datasets:
        told = {**told, "region": region_name(region, language), "code": region.code}
        raise problem("level", language, told=told)
    return Asked(version, datasets[0], region, period, fill, language)


def _datasets(services: Services, form: Form, region: Region) -> list[str]:
    catalogue = services.catalogue
    return [
        dataset.code
        for dataset in catalogue.datasets.values()
        if form.code in dataset.forms and catalogue.holds(dataset, region.code)
    ]

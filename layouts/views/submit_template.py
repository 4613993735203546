"""Which template is asked for: words or codes to a form, region and period, or what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from data.model import Period, PeriodError
from data.regions import Region
from layouts import say
from layouts.services import Services
from loaders.form import Form
from loaders.header import read_period

KINDS = {"year": "年", "half": "半年", "quarter": "季度", "month": "月", "span": "起止月份"}


class TemplateError(ValueError):
    """A template that cannot be written; the message is for the person who asked."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message + "\n")
        self.status = status


@dataclass(frozen=True)
class Asked:
    form: Form
    dataset: str
    region: Region
    period: Period

    @property
    def path(self) -> str:
        return f"/template/{quote(self.form.code)}/{quote(self.region.code)}/{quote(self.period.code)}.xlsx"


def asked_in_codes(services: Services, form: str, region: str, period: str) -> Asked:
    """From the address; an unknown code is 404, one that does not fit is 400."""
    tree = services.catalogue.regions
    if region not in tree:
        near = "、".join(f"{code} {tree.get(code).name}" for code in tree.nearest(region) if code in tree)
        raise TemplateError(f"没有代码为“{region}”的地区。" + (f"相近的有：{near}。" if near else ""), 404)
    try:
        span = Period.parse(period)
    except PeriodError:
        raise TemplateError(_no_period(period), 400) from None
    return _fitting(services, _form(services, form), tree.get(region), span)


def asked_in_words(services: Services, form: str, region: str, period: str) -> Asked:
    """From the page's fields: a region's name or code, a period in words or as a code."""
    found = _form(services, form)
    place = _place(services, found, region.strip())
    span = read_period(period)
    if span is None:
        raise TemplateError(_no_period(period), 400)
    return _fitting(services, found, place, span)


def template_file(asked: Asked) -> str:
    """法治建设指标年度统计表_青石县_2025年.xlsx"""
    return f"{asked.form.name}_{asked.region.name}_{say.period(asked.period, 'zh')}.xlsx"


def _form(services: Services, code: str) -> Form:
    if code not in services.forms:
        names = "、".join(f"{form.code}（{form.name}）" for form in services.forms.values())
        raise TemplateError(f"没有报表“{code}”。现有：{names}。", 404)
    return services.forms[code]


def _place(services: Services, form: Form, text: str) -> Region:
    tree = services.catalogue.regions
    if not text:
        raise TemplateError("请填写地区的名称或代码。", 400)
    if text in tree:
        return tree.get(text)
    named = tree.find(text)
    found = [region for region in named if region.level in form.levels and _datasets(services, form, region)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "、".join(f"{region.code} {tree.path_name(region.code)}" for region in found[:8])
        raise TemplateError(f"名为“{text}”的地区有 {len(found)} 个，请写代码：{listed}。", 400)
    if named:
        return named[0]
    near = "、".join(tree.nearest(text))
    raise TemplateError(f"没有名为“{text}”的地区。" + (f"相近的有：{near}。" if near else ""), 404)


def _fitting(services: Services, form: Form, region: Region, period: Period) -> Asked:
    """A form is for certain levels, periods and datasets; what it refuses when filed is not given out."""
    if period.kind not in form.periods:
        kinds = "、".join(KINDS[kind] for kind in form.periods)
        raise TemplateError(f"《{form.name}》按{kinds}填报，没有{say.period(period, 'zh')}的表。", 400)
    if not form.valid_in(period):
        raise TemplateError(f"《{form.name}》的有效期不含{say.period(period, 'zh')}。", 400)
    datasets = _datasets(services, form, region)
    if region.level not in form.levels or not datasets:
        raise TemplateError(f"《{form.name}》不由{region.name}（{region.code}）填报。", 400)
    return Asked(form, datasets[0], region, period)


def _datasets(services: Services, form: Form, region: Region) -> list[str]:
    catalogue = services.catalogue
    return [
        dataset.code
        for dataset in catalogue.datasets.values()
        if form.code in dataset.forms and catalogue.holds(dataset, region.code)
    ]


def _no_period(text: str) -> str:
    return f"“{text}”不是报告期。请写 2025、2025H1、2025Q3、2025M09 或 2025M01-M09。"

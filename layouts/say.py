"""Numbers, periods and targets as people read them; the only place where a number becomes text.

Rounding is half away from zero on the number as printed, Decimal(repr(x)): 0.05 is 0.1, 258.865 is 258.87.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from data.model import Period
from layouts.periods import MONTHS, period_name
from layouts.text import Language, size_text, words

NONE = "—"
MINUS = "\u2212"
THIN = "\u202f"  # narrow no-break space between groups of three
BEIJING = timezone(timedelta(hours=8))
NOISE = 6  # digits after the point; what adding floats leaves lies far beyond
FLAT = Decimal("0.05")  # a smaller difference of rates is 持平

_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}
_MOST_DIGITS = 12


def rate(value: float | None, threshold: float | None = None, *, digits: int = 1) -> str:
    """One decimal, and more where rounding would print the threshold for a value that is not it.

    >>> rate(89.75), rate(99.96), rate(99.96, 100), rate(None)
    ('89.8', '100.0', '99.96', '—')
    """
    if value is None or value != value:
        return NONE
    exact, digits = _decimal(value), digits
    if threshold is not None and exact != _decimal(threshold):
        while digits < _MOST_DIGITS and _round(exact, digits) == _decimal(threshold):
            digits += 1
    return _signless(f"{_round(exact, digits):f}")


def count(value: float | None) -> str:
    """A whole number in thin groups of three; decimals, if it has any, are kept, but no noise of adding.

    >>> count(939).replace(THIN, "_"), count(1234567).replace(THIN, "_"), count(12.5), count(0.1 + 0.2)
    ('939', '1_234_567', '12.5', '0.3')
    """
    if value is None or value != value:
        return NONE
    exact = _round(_decimal(value), NOISE)
    shown = f"{exact:,f}" if exact == exact.to_integral_value() else f"{exact.normalize():,f}"
    return _signless(
        (shown.split(".")[0] if exact == exact.to_integral_value() else shown).replace(",", THIN)
    )


def money(value: float | None, unit: str, language: Language) -> str:
    """An amount with its declared unit, two decimals at most: ``3 456.78 万元``."""
    if value is None or value != value:
        return NONE
    exact = _round(_decimal(value), 2)
    names = {"元": "yuan", "万元": "10k yuan", "亿元": "100m yuan"}
    return f"{count(float(exact))} {unit if language == 'zh' else names.get(unit, unit)}"


def short_count(value: float | None, language: Language) -> str:
    """For charts: plain below ten thousand, then 1.2万, 3456万, 1.2亿 (12k, 34.6M in English)."""
    if value is None or value != value:
        return NONE
    exact = _decimal(value)
    steps = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
    if language == "en":
        steps = ((Decimal(10**6), "M"), (Decimal(10**3), "k"))
    if abs(exact) < 10_000:
        return count(value).replace(THIN, "")
    size, name = next(step for step in steps if abs(exact) >= step[0])
    scaled = exact / size
    return _signless(f"{_round(scaled, 0 if abs(scaled) >= 100 else 1):f}".removesuffix(".0")) + name


def number(value: float | None, unit: str, threshold: float | None = None) -> str:
    """A value as its unit wants it, without the unit: one decimal for %, 倍 and 天, else a count."""
    if unit in ("%", "倍", "天"):
        return rate(value, threshold)
    return count(value)


def qualified(text: str, qualifier: str, language: Language) -> str:
    """约, 余, 近, 以上, 以下 travel with the number: ``qualified("92%", "at_least", "zh")`` is 92%以上."""
    return words(language).get(f"qualifier.{qualifier}", "{value}").format(value=text)


def value(
    amount: float | None,
    unit: str,
    language: Language,
    *,
    qualifier: str = "exact",
    threshold: float | None = None,
    gap: str = "",
) -> str:
    """Number, unit and qualifier for running text; a gap is said in words: “— 无案件”.

    >>> value(92, "%", "zh", qualifier="at_least"), value(None, "%", "zh", gap="no_cases")
    ('92.0%以上', '— 无案件')
    """
    if amount is None or amount != amount:
        return f"{NONE} {gap_reason(gap, language)}" if gap else NONE
    return qualified(_with_unit(number(amount, unit, threshold), unit, language), qualifier, language)


def signed(difference: float | None, *, digits: int = 1, language: Language = "zh") -> str:
    """A difference of rates in points, with its sign; 持平 under 0.05.

    >>> signed(2.2), signed(-0.6), signed(0.04), signed(0.05)
    ('+2.2', '−0.6', '持平', '+0.1')
    """
    if difference is None or difference != difference:
        return NONE
    exact = _decimal(difference)
    if abs(exact) < FLAT:
        return words(language)["say.flat"]
    return _with_sign(_round(exact, digits))


def signed_count(difference: float | None) -> str:
    """A difference of counts with its sign; 0 stays 0."""
    if difference is None or difference != difference:
        return NONE
    text = count(abs(difference))
    return text if difference == 0 else ("+" if difference > 0 else MINUS) + text


def change(difference: float | None, unit: str, language: Language) -> str:
    """A difference in words: ``+2.2 个百分点``, ``−3 件``, ``持平``."""
    if difference is None or difference != difference:
        return NONE
    if unit == "%":
        text = signed(difference, language=language)
        return text if text == words(language)["say.flat"] else f"{text} {words(language)['unit.points']}"
    if difference == 0:
        return words(language)["say.flat"]
    return f"{signed_count(difference)} {unit_name(unit, language)}"


def percent_change(value: float | None, language: Language) -> str:
    """A relative change of a count: ``+12.3%``."""
    text = signed(value, language=language)
    return text if text in (NONE, words(language)["say.flat"]) else f"{text}%"


def period(code: str | Period, language: Language) -> str:
    """2024年, 2024年上半年, 2024年三季度, 2024年9月, 2024年1—9月; Jan–Sep 2024.

    >>> period("2024Q3", "zh"), period("2021M08-2022M07", "zh"), period("2024M01-M09", "en")
    ('2024年三季度', '2021年8月—2022年7月', 'Jan–Sep 2024')
    """
    span = Period.parse(code) if isinstance(code, str) else code
    return period_name(span, language)


def target(op: str, threshold: float | None, unit: str, language: Language, *, kind: str = "") -> str:
    """A target's sign and number: ≥90%, ≤5, =71, 前3; a share of 100 needs no sign: 100%.

    >>> target(">=", 90, "%", "zh"), target("<=", 5, "件", "zh"), target("<=", 3, "位", "zh", kind="rank")
    ('≥90%', '≤5件', '前3')
    """
    if threshold is None:
        return words(language).choose("target_kind", kind) if kind else NONE
    shown = f"{_decimal(threshold).normalize():f}"
    if kind == "rank":
        return words(language).say("say.first_n", n=shown)
    sign = "" if (op, shown, unit) == (">=", "100", "%") else _SIGNS.get(op, op)
    return _with_unit(f"{sign}{shown}", unit, language)


def unit_name(unit: str, language: Language) -> str:
    """A unit's name as the interface says it; the catalogue's own English names are the caller's."""
    return words(language).get(f"unit_name.{unit}", unit)


def status(code: str, language: Language, warning: str = "") -> str:
    """达标; with the flag 达标，预警."""
    spoken = words(language)
    word = spoken.choose("status", code)
    if not warning:
        return word
    flag = spoken.get(f"warning.{warning}", spoken["warning.any"])
    return spoken.say("warning.with", status=word, warning=flag)


def gap_reason(gap: str, language: Language) -> str:
    """Why there is no number: 未报, 不适用, 无案件…"""
    return words(language).choose("gap", gap)


def severity(code: str, language: Language) -> str:
    return words(language).choose("severity", code)


def rank(place: int | None, of: int) -> str:
    """``21/21``; “—” where the region is not ranked."""
    return NONE if place is None else f"{place}/{of}"


def join(items: Sequence[str], language: Language) -> str:
    """甲、乙、丙; in English “a, b and c”."""
    if language == "zh":
        return "、".join(items)
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def moment(at: datetime, language: Language) -> str:
    """A time in Beijing: 2026年10月18日 16:42; 18 Oct 2026 16:42."""
    local = at.astimezone(BEIJING)
    return f"{day(local, language)} {local:%H:%M}"


def day(at: datetime, language: Language) -> str:
    local = at.astimezone(BEIJING)
    if language == "zh":
        return f"{local.year}年{local.month}月{local.day}日"
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def base_name(path: str) -> str:
    """The file's own name: no folder of the sender's or of this machine, no zip around it.

    >>> base_name("C:\\\\报表\\\\一.xlsx"), base_name("/tmp/包.zip!/县/二.xlsx")
    ('一.xlsx', '二.xlsx')
    """
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def file_size(size: int) -> str:
    """``48 kB``, ``2.4 MB``."""
    return size_text(size)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def _round(exact: Decimal, digits: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _signless(text: str) -> str:
    """U+2212 for the hyphen, and no sign on a zero."""
    return text.removeprefix("-") if not text.strip("-0." + THIN) else text.replace("-", MINUS)


def _with_sign(rounded: Decimal) -> str:
    text = _signless(f"{rounded:f}")
    return text if text.startswith(MINUS) or not rounded else f"+{text}"


def _with_unit(text: str, unit: str, language: Language) -> str:
    if not unit or unit == "%":
        return text + unit
    name = unit_name(unit, language)
    return f"{text}{name}" if language == "zh" else f"{text} {name}"

"""Which data element a head or a row's label means: by its words, its unit and its figures, with confidence.

Confidence runs from 0 to 1; two elements that fit alike bring each other under the threshold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from data.model import DataElement
from loaders.form import Form
from loaders.mapping_words import head_key, is_number, unit_of
from loaders.row_labels import spellings
from loaders.words import decimal_of, plain, text_of, tidy, unit_shift
from loaders.workbook import Cell

SURE, MAYBE = 0.85, 0.6  # from here on: 有把握, 可能; under it nothing is preselected
SAME, ALIAS, STEM = 0.97, 0.93, 0.9
CONTRADICTS = 0.4  # what remains where unit or figures speak against the words
CLOSE, NOT_TOLD = 0.04, 0.55  # two that are no further apart cannot be told
OFFERED = 5

_SUFFIX = re.compile(r"(?:案件)?(?:总?数量?|件数|宗数|起数|人数|金额|量|次数|家数)$|案件$")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_RATE = re.compile(r"率|比例|占比|比重|比$|％|%")
_SAMPLED = 200


@dataclass(frozen=True)
class Guess:
    """A proposed element with its confidence; ``why`` are codes: same, alias, like, unit, numbers."""

    code: str
    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """Figures of a column or row together."""

    percent: bool
    whole: bool
    most: Decimal


@dataclass(frozen=True)
class ElementWords:
    """The elements of the catalogue with every name that the forms give them."""

    elements: Mapping[str, DataElement]
    forms: Sequence[Form]

    @cached_property
    def _named(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code, element in self.elements.items():
            name = plain(_ASIDE.sub("", tidy(element.name)))
            for key in dict.fromkeys((plain(element.name), name)):
                found[key] = (*found.get(key, ()), code)
        return found

    @cached_property
    def _also(self) -> Mapping[str, tuple[str, ...]]:
        """Words of the forms' rows -> the elements that they can mean."""
        found: dict[str, tuple[str, ...]] = {}
        for form in self.forms:
            for key, rows in form.labelled.items():
                codes = dict.fromkeys((*found.get(key, ()), *(row.element for row in rows)))
                found[key] = tuple(code for code in codes if code in self.elements)
        return found

    @cached_property
    def _stems(self) -> Mapping[str, tuple[str, frozenset[str]]]:
        """Element -> its name without 数 and the like, and that name's pairs of letters."""
        stems = {code: _stem(_ASIDE.sub("", tidy(each.name))) for code, each in self.elements.items()}
        return {code: (stem, _pairs(stem)) for code, stem in stems.items()}

    def guesses(
        self, texts: Sequence[str], cells: Iterable[Cell], *, context: str = "", unit: str = ""
    ) -> tuple[Guess, ...]:
        """The best elements for heads (the uppermost first) or a label under ``context``, best first."""
        stated = unit_of(texts) or unit
        values = _figures(cells)
        found = [
            guess
            for code, (score, why) in self._by_words(texts, context).items()
            if (guess := self._weighed(code, score, why, texts, stated, values)).confidence > 0.3
        ]
        ranked = sorted(found, key=lambda guess: -guess.confidence)[:OFFERED]
        if len(ranked) > 1 and ranked[0].confidence - ranked[1].confidence < CLOSE:
            ranked[0] = Guess(ranked[0].code, min(ranked[0].confidence, NOT_TOLD), ranked[0].why)
        return tuple(ranked)

    def _by_words(self, texts: Sequence[str], context: str) -> dict[str, tuple[float, str]]:
        scores: dict[str, tuple[float, str]] = {}
        lowest = texts[-1] if texts else ""
        whole = head_key(texts).replace("〔期〕", "").replace("/", "")
        names = dict.fromkeys(name for name, _ in (*spellings(lowest), *spellings(whole)) if name)
        around = _pairs(_stem(context + whole))
        for name in names:
            for known, score, why in ((self._named, SAME, "same"), (self._also, ALIAS, "alias")):
                codes = known.get(name, ())
                for code in codes:
                    _raise(scores, code, score if len(codes) == 1 else self._in_context(code, around), why)
        for name in names:
            stem = _stem(name)
            pairs = _pairs(stem)
            for code, (own, own_pairs) in self._stems.items() if len(stem) > 1 else ():
                if stem == own:
                    _raise(scores, code, STEM, "same")
                else:
                    _raise(scores, code, _likeness(stem, pairs, own, own_pairs, around), "like")
        return scores

    def _in_context(self, code: str, around: frozenset[str]) -> float:
        """Several elements bear the name: how much the words around speak for this one."""
        own = self._stems[code][1]
        return 0.5 + 0.45 * len(own & around) / len(own) if own else 0.5

    def _weighed(
        self, code: str, score: float, why: str, texts: Sequence[str], unit: str, values: Figures | None
    ) -> Guess:
        element = self.elements[code]
        reasons = [why]
        if unit and unit_shift(unit, element.unit) is None:
            score *= CONTRADICTS
        elif unit:
            score, reasons = min(1.0, score + 0.03), [*reasons, "unit"]
        rate = bool(_RATE.search("".join(texts[-1:]))) or unit == "%"
        if rate != (element.kind in ("rate", "change")):
            score *= CONTRADICTS if rate else 0.7
        if values is not None and _fit(element, values):
            reasons.append("numbers")
        elif values is not None:
            score *= CONTRADICTS
        return Guess(code, round(score, 3), tuple(reasons))


def word_of(confidence: float) -> str:
    """How sure a proposal is: sure, maybe or none."""
    return "sure" if confidence >= SURE else "maybe" if confidence >= MAYBE else "none"


def _raise(scores: dict[str, tuple[float, str]], code: str, score: float, why: str) -> None:
    if score > scores.get(code, (0.0, ""))[0]:
        scores[code] = (score, why)


def _likeness(
    stem: str, pairs: frozenset[str], own: str, own_pairs: frozenset[str], around: frozenset[str]
) -> float:
    """Words in common, from 0 to 0.84; the words around may add to those of the head itself."""
    if not pairs or not own_pairs or not pairs & own_pairs:
        return 0.0
    alike = 2 * len(pairs & own_pairs) / (len(pairs) + len(own_pairs))
    if stem in own or own in stem:
        alike = max(alike, 0.55 + 0.3 * min(len(stem), len(own)) / max(len(stem), len(own)))
    explained = len(own_pairs & (pairs | around)) / len(own_pairs)
    return 0.84 * min(1.0, 0.6 * alike + 0.4 * explained)


@lru_cache(maxsize=8192)
def _stem(text: str) -> str:
    bare = plain(text[:128]).replace("报告值", "")
    return _SUFFIX.sub("", bare) or bare


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _figures(cells: Iterable[Cell]) -> Figures | None:
    """What the figures of a column have in common; None where it has none in digits."""
    values = [cell for cell in cells if is_number(cell)][:_SAMPLED]
    numbers = [decimal_of(cell.raw) for cell in values if cell.kind == "number"]
    finite = [number for number in numbers if number.is_finite()]
    if not finite:
        return None
    return Figures(
        percent=any("%" in cell.number_format or "%" in text_of(cell) for cell in values),
        whole=all(number == number.to_integral_value() for number in finite),
        most=max(map(abs, finite)),
    )


def _fit(element: DataElement, values: Figures) -> bool:
    """Do figures fit what the element measures."""
    if element.kind in ("rate", "change") and element.unit == "%":
        return values.percent or values.most <= Decimal(1000)
    scaled = element.unit.startswith(("万", "亿", "千"))
    whole = element.kind in ("count", "rank", "flag") and not scaled
    return not values.percent and (values.whole or not whole)

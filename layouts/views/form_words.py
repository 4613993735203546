"""Forms in words: validity, who files and when, and what changed from one version to the next."""

from __future__ import annotations

from data.model import Period
from layouts import say
from layouts.text import Language, words
from loaders.form import Form
from loaders.form_changes import Change, diff
from loaders.template import Changes

CODES = ("periods", "levels")  # header fields whose texts are codes
FIELDS = ("kind", "place", "subject", "before", "after")


def name(form: Form, language: Language) -> str:
    return form.name if language == "zh" else form.english


def codes(texts: tuple[str, ...], language: Language) -> str:
    """Kinds of period or levels of region: 年、季度."""
    spoken = words(language)
    return say.join([spoken.choose("forms_code", text) for text in texts], language)


def validity(form: Form, language: Language) -> str:
    return months(form.valid_from, form.valid_to, language)


def months(first: str, last: str, language: Language) -> str:
    """2015年1月—2030年12月; an open end is said."""
    spoken = words(language)
    if not first and not last:
        return spoken["forms.open_end"]
    return "—".join(
        say.period(code, language) if code else spoken["forms.open_end"] for code in (first, last)
    )


def _span(text: str, language: Language) -> str:
    first, _, last = text.partition("—")
    return months(first, last, language)


def gap(form: Form, language: Language) -> str:
    """The months before a version that belong to none, with the reason; empty where there are none."""
    if not form.gap or not form.earlier:
        return ""
    first = Period.parse(form.earlier[-1].valid_to).last + 1
    last = Period.parse(form.valid_from).first - 1
    ends = (Period(first, first).code, Period(last, last).code)
    return words(language).say("forms.gap", period=months(*ends, language), why=form.gap)


def change_rows(form: Form, language: Language) -> tuple[tuple[str, ...], ...]:
    """What changed since the version before: change, place, item, before, now."""
    if not form.earlier:
        return ()
    return tuple(_row(change, language) for change in diff(form.earlier[-1], form))


def changes_of(form: Form, language: Language = "zh") -> Changes | None:
    """The sheet of changes of a template; None for a first version."""
    if not form.earlier:
        return None
    spoken, rows = words(language), change_rows(form, language)
    return Changes(
        line=change_line(form, len(rows), language),
        heads=tuple(spoken[f"forms.{field}"] for field in FIELDS),
        rows=rows,
    )


def change_line(form: Form, found: int, language: Language) -> str:
    before = form.earlier[-1]
    return words(language).say(
        "forms.change_line",
        name=name(form, language),
        old=before.version,
        new=form.version,
        before=validity(before, language),
        after=validity(form, language),
        n=found,
    )


def _row(change: Change, language: Language) -> tuple[str, ...]:
    spoken = words(language)
    subject, before, after = change.subject, change.before, change.after
    if change.kind == "header":
        subject = spoken[f"forms_field.{change.subject}"]
    elif change.kind.startswith("note"):
        subject = spoken.say("forms_field.note", n=change.subject)
    elif change.code and change.kind.startswith("row"):
        subject = f"{change.code} {change.subject}"
    if change.subject in CODES and change.kind == "header":
        before, after = (codes(tuple(text.split()), language) for text in (before, after))
    elif change.subject == "validity" and change.kind == "header":
        before, after = (_span(text, language) for text in (before, after))
    elif change.kind == "row_required":
        before, after = (spoken[f"forms_code.{text}"] for text in (before, after))
    return spoken[f"forms_change.{change.kind}"], change.place, subject, before, after

"""What people add beside the figures: explanations, rule edits, mappings. Written and read here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row, select

from data import audit, tables
from data.engine import writing
from data.entering import raise_version
from data.explained import key_of, meant, of_before
from data.model import Explanation, Finding, RuleEdit, SavedMapping
from data.reading import Reads
from data.scoping import numbers_of, shown_name
from data.submissions import LARGEST, read_submission
from data.verbs import Verbs


class EditVerbs(Verbs):
    """The part of Store that enters them: rows are only added, each with its audit entry."""

    def explain(self, submission: int, finding: Finding, text: str, *, by: str, at: datetime) -> None:
        """Keep what the sender says about a finding; KeyError when there is no such submission."""
        about = dict(zip(("code", "sheet", "cell", "indicator"), key_of(finding), strict=True))
        with writing(self._engine).begin() as connection:
            filed = tables.submission.c.id
            there = (
                0 < submission <= LARGEST
                and connection.execute(select(filed).where(filed == submission)).scalar()
            )
            if not there:
                raise KeyError(submission)
            row = {"submission": submission, **about, "text": text, "by": by, "at": audit.stamp(at)}
            connection.execute(tables.explanation.insert().values(row))
            raise_version(connection, "*", "explanations")
            audit.sign(connection, "finding.explain", str(submission), {**about, "text": text}, by, at)

    def save_rules(self, edits: Sequence[tuple[str, str]], *, by: str, at: datetime, why: str) -> None:
        """Keep (code, content) of edited rules, all or none; the newest of a code counts."""
        if not edits:
            return
        said = {"by": by, "at": audit.stamp(at), "why": why}
        with writing(self._engine).begin() as connection:
            rows = [{"code": code, "content": content, **said} for code, content in edits]
            connection.execute(tables.rule_edit.insert(), rows)
            raise_version(connection, "*", "rules")
            audit.sign(connection, "rules.save", str(len(edits)), {"edits": list(edits), "why": why}, by, at)

    def save_mapping(self, code: str, name: str, content: str, *, by: str, at: datetime) -> None:
        """Keep a confirmed mapping; the newest of a code counts."""
        row = {"code": code, "name": name, "content": content, "by": by, "at": audit.stamp(at)}
        with writing(self._engine).begin() as connection:
            connection.execute(tables.mapping.insert().values(row))
            raise_version(connection, "*", "mappings")
            audit.sign(connection, "mapping.save", code, {"name": name, "content": content}, by, at)


class EditReads(Reads):
    """The part of StoreView that reads them; every method opens its own short transaction."""

    def explanations(self, submission: int) -> tuple[Explanation, ...]:
        """Everything said about a submission's findings, oldest first."""
        if not 0 < submission <= LARGEST:
            return ()
        return tuple(self.explanations_of([submission])[submission])

    def explanations_of(self, submissions: Sequence[int]) -> dict[int, list[Explanation]]:
        """What is said about the findings of these submissions, oldest first."""
        said, filed = tables.explanation, tables.submission
        query = select(said, filed.c.region).join(filed, filed.c.id == said.c.submission)
        query = query.where(said.c.submission.in_(submissions)).order_by(said.c.id)
        if self.viewer.reach is not None:
            query = query.where(said.c.submission.in_(numbers_of(self.viewer)))
        found: dict[int, list[Explanation]] = {number: [] for number in submissions}
        with self._reading() as connection:
            for row in connection.execute(query):
                told = _explanation(row)
                if of_before(key_of(told)):
                    filed_then = read_submission(connection, row.submission)
                    told = replace(told, code=meant(key_of(told), filed_then[1] if filed_then else ())[0])
                by = shown_name(self.viewer, told.by, row.region)
                found[row.submission].append(told if by == told.by else replace(told, by=by))
        return found

    def rule_edits(self) -> tuple[RuleEdit, ...]:
        """The newest edit of each rule, in order of first edit."""
        with self._reading() as connection:
            rows = connection.execute(select(tables.rule_edit).order_by(tables.rule_edit.c.id))
            return tuple({row.code: self._edit(row) for row in rows}.values())

    def rule_history(self, code: str) -> tuple[RuleEdit, ...]:
        """Every edit of one rule, oldest first."""
        edits = tables.rule_edit
        with self._reading() as connection:
            rows = connection.execute(select(edits).where(edits.c.code == code).order_by(edits.c.id))
            return tuple(self._edit(row) for row in rows)

    def _edit(self, row: Row[tuple[object, ...]]) -> RuleEdit:
        edit = _rule_edit(row)
        return edit if self.viewer.may("manage") else replace(edit, by=shown_name(self.viewer, edit.by, ""))

    def mappings(self) -> tuple[SavedMapping, ...]:
        """The newest state of each mapping, in order of first saving."""
        with self._reading() as connection:
            rows = connection.execute(select(tables.mapping).order_by(tables.mapping.c.id))
            found = {row.code: _mapping(row) for row in rows}.values()
        return tuple(
            each if self.viewer.may("manage") else replace(each, by=shown_name(self.viewer, each.by, ""))
            for each in found
        )


def _explanation(row: Row[tuple[object, ...]]) -> Explanation:
    return Explanation(
        submission=row.submission,
        code=row.code,
        sheet=row.sheet,
        cell=row.cell,
        indicator=row.indicator,
        text=row.text,
        by=row.by,
        at=datetime.fromisoformat(row.at),
    )


def _rule_edit(row: Row[tuple[object, ...]]) -> RuleEdit:
    return RuleEdit(row.code, row.content, row.by, datetime.fromisoformat(row.at), row.why)


def _mapping(row: Row[tuple[object, ...]]) -> SavedMapping:
    return SavedMapping(row.code, row.name, row.content, row.by, datetime.fromisoformat(row.at))

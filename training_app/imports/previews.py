"""Reading an import: how its columns are matched, what becomes of each row, how far it is (P-08)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.core import jobs, organization
from training_app.core.errors import Problem
from training_app.core.jobs import Progress
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.imports import queries
from training_app.imports.drafts import Verdict
from training_app.imports.filters import Part, RowFilter
from training_app.imports.kinds import Kind
from training_app.imports.matching import matched
from training_app.imports.model import Import, ImportRow
from training_app.imports.people import PEOPLE
from training_app.imports.planned import refusal_lines

SIGNS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
ENCODINGS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}
LATEST = 10


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file: its place from 0, some of its values, and what it says."""

    place: int
    name: str
    examples: str
    said: str


@dataclass(frozen=True)
class Answer:
    """One way to read the dates of the file, and what it would make of an example."""

    order: str
    text: str


@dataclass(frozen=True)
class Counts:
    """How many rows there are of each part."""

    create: int = 0
    change: int = 0
    alone: int = 0
    refuse: int = 0
    left: int = 0


@dataclass(frozen=True)
class ImportDetail:
    """An import as its page shows it. `made_on` is its organization day; `made` are the names that are new, by kind."""

    id: int
    file_name: str
    made_on: str
    rows_said: str
    reading: str
    columns: tuple[ColumnRow, ...]
    problems: tuple[Problem, ...]
    question: str
    answers: tuple[Answer, ...]
    date_order: str
    is_planned: bool
    made: tuple[tuple[str, tuple[str, ...]], ...]
    is_over: bool
    job: Progress | None


@dataclass(frozen=True)
class PreviewRow:
    """What becomes of one row, in one line or several."""

    number: int
    name: str
    email: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ImportBrief:
    """An import in a list. `made_on` is its organization day."""

    id: int
    file_name: str
    made_on: str
    rows_said: str
    state: str


def detail(session: Session, actor: Actor, *, import_id: int, kind: Kind = PEOPLE) -> ImportDetail:
    """One import of one's own; `NotFound` otherwise."""
    row = queries.brought(session, actor, kind=kind, import_id=import_id)
    now = matched(session, actor, row=row, kind=kind)
    question: dict[str, Any] = row.question or {}
    made: dict[str, list[str]] = (row.plan or {}).get("made", {})
    return ImportDetail(
        id=import_id,
        file_name=row.file_name,
        made_on=_day(session, row),
        rows_said=_rows(row.row_count),
        reading=f"{ENCODINGS.get(row.encoding, row.encoding)}, {SIGNS.get(row.delimiter, row.delimiter)}",
        columns=tuple(
            ColumnRow(place, name, " · ".join(row.examples[place]), now.said[place])
            for place, name in enumerate(row.header)
        ),
        problems=now.problems,
        question=question.get("text", ""),
        answers=tuple(Answer(*one) for one in question.get("answers", ())),
        date_order=row.date_order or "",
        is_planned=row.planned_at is not None,
        made=tuple((kind, tuple(names)) for kind, names in made.items()),
        is_over=row.ended_at is not None,
        job=jobs.progress(session, row.job_key) if row.job_key else None,
    )


def counts(session: Session, actor: Actor, *, import_id: int, wanted: RowFilter, kind: Kind = PEOPLE) -> Counts:
    """How many rows of each part the search finds, in one statement."""
    row = queries.brought(session, actor, kind=kind, import_id=import_id)
    is_over = row.ended_at is not None
    everything = RowFilter(q=wanted.q).where(import_id, is_over=is_over)
    grouped = sa.select(col(ImportRow.verdict), col(ImportRow.is_done), sa.func.count()).where(*everything)
    found: Any = session.connection().execute(grouped.group_by(col(ImportRow.verdict), col(ImportRow.is_done)))
    numbers = dict.fromkeys(Part, 0)
    for verdict, is_done, number in found:
        left = is_over and not is_done and verdict != Verdict.REFUSE
        numbers[Part.LEFT if left else _PARTS[verdict]] += number
    return Counts(**{part.value: number for part, number in numbers.items()})


def rows(
    session: Session, actor: Actor, *, import_id: int, wanted: RowFilter, kind: Kind = PEOPLE
) -> Paged[PreviewRow]:
    """One page of the rows of one part, in the order of the file."""
    row = queries.brought(session, actor, kind=kind, import_id=import_id)
    where = wanted.where(import_id, is_over=row.ended_at is not None)
    columns = (col(ImportRow.number), col(ImportRow.name), col(ImportRow.email), col(ImportRow.lines))
    cut = Page(wanted.page)
    total = session.connection().execute(sa.select(sa.func.count()).select_from(ImportRow).where(*where)).scalar_one()
    found: Any = session.connection().execute(
        cut.cut(sa.select(*columns).where(*where).order_by(col(ImportRow.number)))
    )
    return Paged([PreviewRow(*one) for one in found], total, cut)


def refused_csv(session: Session, actor: Actor, *, import_id: int, kind: Kind = PEOPLE) -> Iterator[str]:
    """The refused rows as they stood in the file, with the reasons beside each, line by line."""
    row = queries.brought(session, actor, kind=kind, import_id=import_id)
    refused = (
        sa.select(col(ImportRow.number), col(ImportRow.cells), col(ImportRow.lines))
        .where(col(ImportRow.import_id) == import_id, col(ImportRow.verdict) == Verdict.REFUSE)
        .order_by(col(ImportRow.number))
    )
    found: Any = session.connection().execute(refused, execution_options={"yield_per": 1_000})
    return refusal_lines(row.header, (tuple(one) for one in found))


def unfinished(session: Session, actor: Actor, *, kind: Kind = PEOPLE) -> list[ImportBrief]:
    """My imports that were not started, the latest first."""
    return _briefs(session, actor, kind, col(Import.job_key).is_(None))


def latest(session: Session, actor: Actor, *, kind: Kind = PEOPLE) -> list[ImportBrief]:
    """My latest imports that were started."""
    return _briefs(session, actor, kind, col(Import.job_key).is_not(None), most=LATEST)


_PARTS = {Verdict.CREATE: Part.CREATE, Verdict.CHANGE: Part.CHANGE, Verdict.ALONE: Part.ALONE,
          Verdict.REFUSE: Part.REFUSE}  # fmt: skip


def _briefs(
    session: Session, actor: Actor, kind: Kind, which: sa.ColumnElement[bool], *, most: int | None = None
) -> list[ImportBrief]:
    kind.require(session, actor, None)
    mine = select(Import).where(Import.made_by_id == actor.person_id, Import.kind == kind.name, which)
    found = session.exec(mine.order_by(col(Import.made_at).desc(), col(Import.id).desc()).limit(most))
    return [
        ImportBrief(known(row.id), row.file_name, _day(session, row), _rows(row.row_count), _state(session, row))
        for row in found
    ]


def _state(session: Session, row: Import) -> str:
    """An outcome or "running" once it was started; before that "ready", "question" or "columns"."""
    if row.job_key is not None:
        job = jobs.progress(session, row.job_key)
        return (job.outcome or "running") if job else ""
    return "question" if row.question else "ready" if row.planned_at else "columns"


def _day(session: Session, row: Import) -> str:
    return f"{organization.of(session).today(row.made_at):%-d %b %Y}"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"

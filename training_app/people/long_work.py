"""Long work as people see it: their own, and everybody's for whoever manages the settings (J-01, J-02)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import audit, jobs, organization, paging
from training_app.core.errors import NotFound
from training_app.core.jobs import Job, JobLine
from training_app.core.paging import Page, Paged
from training_app.people.model import Branch, Person
from training_app.people.queries import matching, visible

FIRST = Page()
AT_A_TIME = 1_000
# What ended longer ago is no news any more; it stands in the list of jobs.
NEWS_FOR = timedelta(days=7)


@dataclass(frozen=True)
class JobRow:
    """One piece of long work. `outcome` is a `core.jobs.Outcome`, empty while it goes on; instants are aware."""

    key: str
    kind: str
    title: str
    started_by: str
    is_own: bool
    started_at: datetime
    started_said: str
    done: int
    total: int
    is_cancelling: bool
    outcome: str
    result: dict[str, Any]


@dataclass(frozen=True)
class JobCounts:
    """How many jobs somebody started, and how many there are that they may see."""

    mine: int
    everybody: int


@dataclass(frozen=True)
class LineRow:
    """Somebody whom a job skipped or could not do, and why."""

    id: int
    name: str
    email: str
    branch: str
    why: str


@dataclass(frozen=True)
class News:
    """What somebody's open pages show of their jobs: those that go on, and those that have ended without being told."""

    running: tuple[JobRow, ...]
    ended: tuple[JobRow, ...]


def listed(session: Session, actor: Actor, *, mine: bool, page: Page = FIRST) -> Paged[JobRow]:
    """One page of one's own jobs, or of all one may see: those that go on first, then the latest."""
    found = _jobs().where(_own(actor) if mine else _seen(actor))
    total = paging.count(session, found)
    first = found.order_by(col(Job.ended_at).is_not(None), col(Job.started_at).desc(), col(Job.key))
    return Paged(_rows(session, actor, page.cut(first)), total, page)


def counts(session: Session, actor: Actor) -> JobCounts:
    """How many there are of each."""
    of_both: Any = sa.select(sa.func.count().filter(_own(actor)), sa.func.count()).where(_seen(actor))
    mine, everybody = session.connection().execute(of_both.select_from(Job)).one()
    return JobCounts(mine, everybody)


def job(session: Session, actor: Actor, *, key: str) -> JobRow:
    """One job that the actor started, or any with "Manage settings"; `NotFound` otherwise."""
    found = _rows(session, actor, _jobs().where(col(Job.key) == key, _seen(actor)))
    if not found:
        raise NotFound
    return found[0]


def lines(session: Session, actor: Actor, *, key: str, q: str = "", page: Page = FIRST) -> Paged[LineRow]:
    """One page of the people whom a job skipped or could not do, by name, with why (J-01)."""
    job(session, actor, key=key)
    found = _lines(actor, key, q)
    rows = session.connection().execute(page.cut(found))
    return Paged([_line(row) for row in rows], paging.count(session, found), page)


def all_lines(session: Session, actor: Actor, *, key: str, q: str = "") -> Iterator[LineRow]:
    """All of them, read a thousand at a time, for the download."""
    job(session, actor, key=key)
    for row in session.connection().execute(_lines(actor, key, q), execution_options={"yield_per": AT_A_TIME}):
        yield _line(row)


def cancel(session: Session, actor: Actor, *, key: str, now: datetime) -> bool:
    """Let a job end after its present chunk; False when it has ended or was asked to before."""
    row = job(session, actor, key=key)
    asked = jobs.request_cancel(session, key=key, now=now)
    if asked:
        audit.write(session, actor_id=actor.person_id, at=now, act="job cancelled", subject="job",
                    after={"key": key, "kind": row.kind, "title": row.title, "done": row.done,
                           "total": row.total})  # fmt: skip
    return asked


def news(session: Session, actor: Actor, *, shown: Collection[str], now: datetime) -> News:
    """The actor's jobs that go on, and those that ended: of the `shown` ones, and of which nobody was told yet."""
    goes_on = col(Job.ended_at).is_(None)
    untold = col(Job.told_at).is_(None) & (col(Job.ended_at) > now - NEWS_FOR)
    wanted = _jobs().where(_own(actor), goes_on | untold | col(Job.key).in_(list(shown)))
    found = _rows(session, actor, wanted.order_by(col(Job.started_at), col(Job.key)))
    return News(tuple(row for row in found if not row.outcome), tuple(row for row in found if row.outcome))


def told(session: Session, actor: Actor, *, keys: Collection[str], now: datetime) -> set[str]:
    """Note that the actor knows how these ended; answer those of which they did not know before (J-02)."""
    fresh = col(Job.key).in_(list(keys)) & col(Job.told_at).is_(None) & col(Job.ended_at).is_not(None)
    noted = sa.update(Job).where(fresh, _own(actor)).values(told_at=now).returning(col(Job.key))
    return set(session.connection().execute(noted).scalars())


def _own(actor: Actor) -> sa.ColumnElement[bool]:
    return col(Job.started_by_id) == (actor.person_id or 0)


def _seen(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.true() if actor.can(Permission.MANAGE_SETTINGS) else _own(actor)


def _jobs() -> sa.Select[Any]:
    columns: tuple[Any, ...] = (Job.key, Job.kind, Job.title, Job.started_by_id, Job.started_at, Job.done, Job.total,
                                Job.cancel_requested_at, Job.ended_at, Job.outcome, Job.result,
                                Person.first_name, Person.last_name)  # fmt: skip
    return sa.select(*columns).select_from(
        sa.outerjoin(Job, Person, col(Person.id) == col(Job.started_by_id))  # the system has no row
    )


def _rows(session: Session, actor: Actor, found: sa.Select[Any]) -> list[JobRow]:
    rows = session.connection().execute(found).all()
    # Every page asks for the jobs of its person, who mostly has none.
    zone = ZoneInfo(organization.of(session).zone) if rows else None
    return [_row(row, actor, zone) for row in rows]


def _row(row: Any, actor: Actor, zone: ZoneInfo | None) -> JobRow:
    return JobRow(
        key=row.key,
        kind=row.kind,
        title=row.title,
        started_by=f"{row.first_name or ''} {row.last_name or ''}".strip() or "Muster",
        is_own=row.started_by_id == actor.person_id,
        started_at=row.started_at,
        started_said=f"{row.started_at.astimezone(zone):%-d %b %Y, %H:%M}",
        done=row.done,
        total=row.total,
        is_cancelling=row.cancel_requested_at is not None and row.ended_at is None,
        outcome=row.outcome or "",
        result=row.result or {},
    )


def _lines(actor: Actor, key: str, q: str) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email),
                                col(Branch.name).label("branch"), col(JobLine.why))  # fmt: skip
    return (
        sa.select(*columns)
        .select_from(JobLine)
        .join(Person, col(Person.id) == col(JobLine.subject_id))
        .join(Branch, col(Branch.id) == col(Person.branch_id))
        .where(col(JobLine.job_key) == key, col(JobLine.subject) == "person", visible(actor), *matching(q))
        .order_by(col(Person.last_name), col(Person.first_name), col(JobLine.id))
    )


def _line(row: Any) -> LineRow:
    return LineRow(
        id=row.id,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        branch=row.branch,
        why=row.why,
    )

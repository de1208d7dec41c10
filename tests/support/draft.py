"""What the tests of a draft ask of it."""

from datetime import date, timedelta

from sqlmodel import Session, func, select
from support.build import Builder

from training_app.access.actor import Actor
from training_app.assignments.making import drafting, drafts
from training_app.audience.filters import PeopleFilter
from training_app.core.tables import known

TODAY = date(2027, 3, 1)
DUE = TODAY + timedelta(days=30)


def detail(session: Session, actor: Actor, draft_id: int) -> drafts.DraftDetail:
    return drafts.draft(session, actor, draft_id=draft_id, today=TODAY)


def names(session: Session, actor: Actor, draft_id: int) -> list[str]:
    return [row.name.partition(" ")[0] for row in drafts.chosen(session, actor, draft_id=draft_id).rows]


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def filled(session: Session, actor: Actor, draft_id: int, build: Builder, now, whom: str = "") -> int:
    course = build.course("Pediatric airway", level="ALS")
    drafting.choose_training(session, actor, draft_id=draft_id, training_id=known(course.id), now=now)
    drafting.set_dates(session, actor, draft_id=draft_id, starts_on=TODAY, due_on=DUE, now=now)
    drafting.add_found(session, actor, draft_id=draft_id, whom=PeopleFilter.from_query(whom), now=now)
    return known(course.id)

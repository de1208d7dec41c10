"""Copies to managers: one list a day of their people who are past due for some days (N-10).

The copy is for the manager whom somebody reports to; where that one is deactivated, for the one above (P-04).
"""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from training_app.access.rules import Permission
from training_app.accounts.filters import may_sql, sees_reports_sql
from training_app.assignments.model import Assignee
from training_app.core import organization
from training_app.notifications import keys
from training_app.notifications.deciding import making, rows
from training_app.notifications.deciding.making import Told, Where
from training_app.notifications.deciding.reasons import is_told_sql
from training_app.notifications.rules import Occasion
from training_app.notifications.wording import headings
from training_app.people.model import Person

NEEDED = Permission.VIEW_REPORTS


def copies(session: Session, days: list[date], *, now: datetime) -> Told:
    """Tell managers of whoever was due so many days before one of these days and still owes it."""
    of = organization.of(session)
    if of.copy_managers_after is None:
        return set()
    today = of.today(now)
    due_on = [day - timedelta(days=of.copy_managers_after) for day in days]
    managers = _managers(col(Assignee.due_on).in_(due_on) & _is_late_sql(today)).subquery()
    people = sa.cast(managers.c.people, sa.String)
    nothing = sa.literal("")
    message = {
        "key": keys.key_sql(keys.TEAM_PAST_DUE, person=managers.c.id, day=max(days)),
        "person_id": managers.c.id,
        "subject": headings.heading_sql(session, Occasion.TEAM_PAST_DUE, due_on=today, today=today, title=nothing),
        "facts": rows.facts({"due_on": [day.isoformat() for day in due_on]}),
        "text": sa.case(
            (managers.c.people == 1, sa.literal("1 person is past due with a training.")),
            else_=people + sa.literal(" people are past due with a training."),
        ),
        "link": sa.literal("/people"),
    }
    return rows.make(
        session,
        Occasion.TEAM_PAST_DUE,
        message,
        lambda _channel, columns: sa.select(*columns).where(managers.c.people > 0).order_by(managers.c.id),
        now=now,
    )


def late_of(columns: list[Any], *, manager_id: int, due_on: list[date], today: date) -> sa.Select[Any]:
    """These columns of places, due on these days and past due, of whoever reports to this manager.

    Also of those whose own manager is deactivated, and so on downward.
    """
    whole = sa.select(col(Person.id), col(Person.deactivated_at))
    below = whole.where(col(Person.manager_id) == manager_id).cte("below", recursive=True)
    # UNION, not UNION ALL: a loop in the chain of managers ends instead of going round for ever.
    further = whole.join(below, col(Person.manager_id) == below.c.id).where(below.c.deactivated_at.is_not(None))
    below = below.union(further)
    theirs = sa.select(below.c.id).where(below.c.id != manager_id)
    # Asked for as a range, so that SQLite begins with these people and not with everybody who was due that day.
    due = col(Assignee.due_on).between(min(due_on), max(due_on))
    return making.places(columns).where(col(Person.id).in_(theirs), due, _is_late_sql(today))


def may_be_told_sql() -> Where:
    """Whether somebody active may know what those who report to them owe."""
    return may_sql(NEEDED) & sees_reports_sql()


def _is_late_sql(today: date) -> Where:
    """Whether a place is past due and still owed by somebody who is told of it."""
    return (col(Assignee.due_on) < today) & is_told_sql(today)


def _managers(late: Where) -> sa.Select[Any]:
    """The nearest active managers above the people of these places, each with the number of these people."""
    columns: list[Any] = [col(Assignee.person_id).label("person_id"), col(Person.manager_id).label("manager_id")]
    above = making.places(columns).where(late, col(Person.manager_id).is_not(None)).cte("above", recursive=True)
    left = aliased(Person)
    higher = sa.select(above.c.person_id, col(left.manager_id)).join(left, col(left.id) == above.c.manager_id)
    above = above.union(higher.where(col(left.deactivated_at).is_not(None), col(left.manager_id).is_not(None)))
    counted: list[Any] = [col(Person.id).label("id"), sa.func.count(above.c.person_id.distinct()).label("people")]
    return (
        sa.select(*counted)
        .join(above, above.c.manager_id == col(Person.id))
        # Said twice, so that SQLite begins with these few and not with everybody active.
        .where(col(Person.id).in_(sa.select(above.c.manager_id)))
        .where(may_be_told_sql(), above.c.person_id != col(Person.id))
        .group_by(col(Person.id))
    )

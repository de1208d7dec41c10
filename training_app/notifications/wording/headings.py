"""The line under the bell: the subject that the e-mail would have, for one person or for everybody at once."""

import re
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee
from training_app.core import organization
from training_app.notifications.held_sessions import OF_A_SESSION
from training_app.notifications.rules import DAYS_BEFORE_DUE, Occasion
from training_app.notifications.wording import spoken_days, templates
from training_app.notifications.wording.texts import Words
from training_app.people.model import Person

# Of these all messages that are made together speak of one day; those of other places each of their own.
OF_ONE_DAY = (*DAYS_BEFORE_DUE, Occasion.EXPIRES, *OF_A_SESSION)
_MARK = re.compile("\x00([a-z_]+)\x00")


def heading_sql(
    session: Session,
    occasion: Occasion,
    *,
    due_on: date,
    today: date,
    title: sa.SQLColumnExpression[str],
    session_said: str = "",
) -> sa.ColumnElement[str]:
    """The subject of an occasion as seen on `today`.

    `title` is the column with what it is about, a training or a certification. The statement that this stands in reads
    from `person`, and from `assignee` where it is about places; for messages that list something it need read neither.
    `session_said` is when and where the session is that all of them are about.
    """
    day: sa.SQLColumnExpression[Any] = sa.literal(due_on) if occasion in OF_ONE_DAY else col(Assignee.due_on)
    columns: dict[str, sa.SQLColumnExpression[str]] = {
        "training": title,
        "certification": title,
        "first_name": col(Person.first_name),
        "due": spoken_days.spoken_sql(day),
        "when": spoken_days.when_sql(occasion, day, today),
    }
    pieces = _MARK.split(templates.render(session, occasion, _marked(session, columns, session_said)).subject)
    whole: sa.ColumnElement[str] = sa.literal(pieces[0], sa.String)
    for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
        whole = whole + columns[name] + sa.literal(text, sa.String)
    return whole


def heading(session: Session, occasion: Occasion, *, person_id: int, title: str, **said: Any) -> str:
    """The subject of a message to one person that speaks of no day; `said` are further words for it."""
    of, person = organization.of(session), session.get_one(Person, person_id)
    words = Words(of.name, of.zone, person.first_name, title, "", "", "", certification=title, **said)
    return templates.render(session, occasion, words).subject


def _marked(session: Session, columns: dict[str, Any], session_said: str) -> Words:
    """Words with a mark for what differs between people."""
    of = organization.of(session)
    marks: dict[str, Any] = {name: f"\x00{name}\x00" for name in columns}
    return Words(organization=of.name, zone=of.zone, link="", session=session_said, **marks)

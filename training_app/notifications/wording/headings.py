"""The line under the bell, for everybody at once: a subject's words with the columns that differ between people."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from training_app.notifications.rules import Occasion
from training_app.notifications.wording import texts


def heading_sql(
    session: Session, occasion: Occasion, *, due_on: date, today: date, title: sa.SQLColumnExpression[str]
) -> sa.ColumnElement[str]:
    """The subject of an occasion as seen on `today`; `title` is the column with what it is about."""
    del session
    before, after = texts.dashboard_subject(occasion, due_on=due_on, today=today)
    return sa.literal(before) + title + sa.literal(after)

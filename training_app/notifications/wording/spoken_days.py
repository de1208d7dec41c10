"""Days in words, as `rules` has them, for many rows at once."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from training_app.core import db
from training_app.notifications.rules import Occasion, spoken, when

WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


def spoken_sql(day: sa.SQLColumnExpression[Any]) -> sa.ColumnElement[str]:
    """`rules.spoken` of a column."""
    if not db.is_sqlite():
        return sa.func.to_char(day, "FMDay, FMDD FMMonth FMYYYY", type_=sa.String)
    weekday = sa.case({str(number): name for number, name in enumerate(WEEKDAYS)}, value=_part(day, "%w"))
    month = sa.case({f"{number:02}": name for number, name in enumerate(MONTHS, 1)}, value=_part(day, "%m"))
    number = sa.cast(sa.cast(_part(day, "%d"), sa.Integer), sa.String)
    return weekday + ", " + number + " " + month + " " + _part(day, "%Y")


def when_sql(occasion: Occasion, day: sa.SQLColumnExpression[Any], today: date) -> sa.ColumnElement[str]:
    """`rules.when` of a column: its own words, with the number of days or the day itself in their places."""
    one, days = timedelta(days=1), _days_after(day, today)
    before, _, after = when(occasion, today - one, today).partition(spoken(today - one))
    ahead, _, left = when(occasion, today + 2 * one, today).partition("2")
    return sa.case(
        (days < 0, sa.literal(before) + spoken_sql(day) + after),
        (days == 0, sa.literal(when(occasion, today, today))),
        (days == 1, sa.literal(when(occasion, today + one, today))),
        else_=sa.literal(ahead) + sa.cast(days, sa.String) + left,
    )


def _days_after(day: sa.SQLColumnExpression[Any], today: date) -> sa.ColumnElement[int]:
    if db.is_sqlite():
        ordinal = sa.func.julianday(day) - sa.func.julianday(sa.literal(today))
        return sa.cast(ordinal, sa.Integer)
    ordinal = sa.cast(day, sa.Date) - sa.cast(sa.literal(today), sa.Date)
    return sa.type_coerce(ordinal, sa.Integer)


def _part(day: sa.SQLColumnExpression[Any], shape: str) -> sa.ColumnElement[str]:
    return sa.func.strftime(shape, day, type_=sa.String)

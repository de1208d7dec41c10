"""The key of every message: what makes it the same message when somebody decides it again (N-03).

Built from stable ids and ISO days only. A shape that is in use must not change, or what was told is told again.
Each shape can be filled with values, or with columns for many people at once.
"""

from datetime import date
from string import Formatter

import sqlalchemy as sa

Part = int | date | sa.SQLColumnExpression[int] | sa.SQLColumnExpression[int | None]

STARTED = "assignee:{assignee}:started:{occasion}"
# Not per assignment: at most one timed reminder a day for one training.
REMINDER = "training:{training}:person:{person}:reminder:{day}"
# Of one press of "Notify Past Due Users", and of one new attempt in the same place.
PAST_DUE = "assignee:{assignee}:past-due:{notice}"
REENROLLED = "assignee:{assignee}:attempt:{enrollment}"
# Of one move of the due day: away and back are two. An assignment is cancelled only once; people are taken out of it
# as often as they are added to it.
DUE_MOVED = "assignee:{assignee}:due-moved:{event}"
CANCELLED = "assignee:{assignee}:cancelled"
WITHDRAWN = "assignee:{assignee}:withdrawn:{occasion}"
# The one mail of a day for who wants that (N-08).
DIGEST = "person:{person}:digest:{day}"
# Of one award and one expiry: moved away and back, nobody is reminded twice. The lists are of a decided day.
EXPIRES = "award:{award}:expires:{day}:in:{days}"
EXPIRIES = "person:{person}:expiries:{day}"
TEAM_PAST_DUE = "person:{person}:team-past-due:{day}"
CARD_ANSWERED = "submission:{submission}:answered"
# Of one decision: what was declined may be sent in again, and decided anew.
ACTIVITY_ANSWERED = "activity:{activity}:answered:{event}"
# Of one act each: whoever signs up, steps back and signs up again hears of each. A session is cancelled once; moved to
# another day, it is reminded of before that day.
SIGNED_UP = "session:{session}:person:{person}:signed-up:{event}"
SEAT_FOUND = "session:{session}:person:{person}:seat:{event}"
SESSION_MOVED = "session:{session}:person:{person}:moved:{event}"
SESSION_CANCELLED = "session:{session}:person:{person}:cancelled"
SESSION_LEFT = "session:{session}:person:{person}:left:{event}"
SESSION_TOMORROW = "session:{session}:person:{person}:tomorrow:{day}"
JOB_ENDED = "job:{job}:ended"
REPORT = "report:{report}:person:{person}"
INVITATION = "person:{person}:invitation:{event}"
RESET = "person:{person}:reset:{event}"


def key(shape: str, **parts: int | str | date) -> str:
    """The key of one message."""
    return shape.format(**{name: str(part) for name, part in parts.items()})


def key_sql(shape: str, **parts: Part) -> sa.ColumnElement[str]:
    """`key` for many messages at once; parts may be columns."""
    whole: sa.ColumnElement[str] = sa.literal("", sa.String)
    for text, name, _format, _conversion in Formatter().parse(shape):
        whole = whole + sa.literal(text, sa.String)
        if name is not None:
            whole = whole + _text(parts[name])
    return whole


def _text(part: Part) -> sa.ColumnElement[str]:
    return sa.cast(part, sa.String) if isinstance(part, sa.SQLColumnExpression) else sa.literal(str(part), sa.String)

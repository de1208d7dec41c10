"""People who were taken out of an assignment: who had been told of it is told, and what waits is not sent (A-19)."""

from datetime import datetime

from sqlmodel import Session, col

from training_app.assignments.model import Assignee
from training_app.core import organization
from training_app.notifications import keys
from training_app.notifications.deciding import calling_off, making
from training_app.notifications.deciding.calling_off import was_told_sql
from training_app.notifications.deciding.making import Told
from training_app.notifications.deciding.reasons import NO_LONGER_IN
from training_app.notifications.rules import Occasion
from training_app.people.model import Person

KEY = keys.key_sql(keys.WITHDRAWN, assignee=col(Assignee.id), occasion=col(Assignee.occasion))


def withdrawn(session: Session, *, assignment_id: int, assignee_ids: list[int], now: datetime) -> Told:
    """Tell the people of these places that it is not asked of them here, each by the channels by which they were told.

    As with a cancelled assignment the switches do not matter, and the excused get no message (A-26). Whoever has been
    added again meanwhile is told nothing (X-05).
    """
    today = organization.of(session).today(now)
    out = making.places_of(assignment_id, assignee_ids) & col(Assignee.withdrawn_at).is_not(None)
    reached = out & Person.active_sql() & ~Assignee.is_excused_sql(today)
    message = making.notice(session, Occasion.WITHDRAWN, KEY, due_on=today, today=today)
    told = making.make(session, message | calling_off.under_the_bell(),
                       lambda channel: reached & was_told_sql(channel.value, col(Assignee.id)), now=now)  # fmt: skip
    calling_off.suppress_waiting(session, out, NO_LONGER_IN)
    return told

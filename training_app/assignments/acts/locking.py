"""From when on an assignment can no longer be edited, and who may all the same (A-19, A-26)."""

from datetime import date, timedelta

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core.errors import Conflict, Invalid, Problem

LOCKED_DAYS = 3


class Locked(Conflict):
    """This assignment is locked."""


def locked_from(due_on: date) -> date:
    """The organization day at whose midnight an assignment with this due day is locked."""
    return due_on - timedelta(days=LOCKED_DAYS)


def last_day_to_edit(due_on: date) -> date:
    """The last organization day on which it can be edited."""
    return locked_from(due_on) - timedelta(days=1)


def is_locked(due_on: date, today: date) -> bool:
    """Whether it is locked on the organization day `today`; one made so late is locked from the start."""
    return locked_from(due_on) <= today


def require_open(actor: Actor, due_on: date, *, today: date, reason: str = "") -> None:
    """Refuse an edit of what is locked: `Locked` without "Override the lock", `Invalid` with it but without a reason.

    `due_on` is the assignment's own due day, whatever days single people were given.
    """
    if not is_locked(due_on, today):
        return
    if not actor.can(Permission.OVERRIDE_LOCK):
        since = locked_from(due_on)
        message = f"Locked since {since:%A}, {since.day} {since:%B %Y}: 3 days before the due date editing ends."
        raise Locked(message)
    if not reason.strip():
        raise Invalid(Problem("reason", "This assignment is locked. Say why you override the lock."))

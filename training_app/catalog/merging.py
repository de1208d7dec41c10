"""Two people edit one thing of the catalogue: whose change counts, and what the other one is told (A-24)."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, Problem
from training_app.people.model import Person

Entered = TypeVar("Entered", bound=Any)
SOMEBODY = "Somebody else"


class ChangedMeanwhile(Invalid):
    """Somebody else changed the same while you were editing. A problem for each field that both changed."""

    status = 409


def merged(current: Entered, base: Entered, new: Entered, *, what_happened: Callable[[str], str]) -> Entered:
    """What stands after `base`, as the editor was opened with it, became `new`: any frozen dataclass.

    What only somebody else changed meanwhile stays theirs. `ChangedMeanwhile` for each field that both changed
    differently, in the words of `what_happened(name)`.
    """
    mine = differing(base, new)
    theirs = set(differing(base, current)) & set(differing(new, current))
    both = [name for name in mine if name in theirs]
    if both:
        raise ChangedMeanwhile(*(Problem(name, what_happened(name)) for name in both))
    done: Entered = replace(current, **{name: getattr(new, name) for name in mine})
    return done


def differing(one: Any, other: Any) -> list[str]:
    """The names of the fields in which they differ."""
    return [field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)]


def told_by(session: Session, subject: str, subject_id: int, name: str) -> str:
    """Who changed this field last, as the audit knows it."""
    about = select(AuditEntry).where(AuditEntry.subject == subject, AuditEntry.subject_id == subject_id)
    newest = session.exec(about.order_by(col(AuditEntry.id).desc()))
    last = next((one for one in newest if name in (one.after or {})), None)
    who = session.get(Person, last.actor_id) if last and last.actor_id else None
    return who.name() if who else SOMEBODY

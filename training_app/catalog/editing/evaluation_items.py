"""The questions of a draft's evaluation: added, edited, moved and removed one by one (T-01)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import drafting, merging
from training_app.catalog.checking import evaluation as checking
from training_app.catalog.content import NewItem
from training_app.catalog.editing import evaluations
from training_app.catalog.editing.places import ITEMS
from training_app.catalog.model import Evaluation, EvaluationItem, TrainingVersion
from training_app.catalog.rules import ItemKind
from training_app.core import audit
from training_app.core.errors import Invalid, NotFound
from training_app.core.tables import known

SUBJECT = "evaluation question"
LABELS = {"kind": "Kind", "text": "Question", "choices": "Choices", "is_required": "Required"}


class ItemGone(NotFound):
    """This question is not there any more: somebody removed it meanwhile. What you typed can be added as a new one."""


@dataclass(frozen=True)
class Placed:
    """A question, and where it stands now among how many."""

    id: int
    text: str
    position: int
    total: int


@dataclass(frozen=True)
class Item:
    """A question of an evaluation with its place."""

    id: int
    position: int
    entered: NewItem


@dataclass(frozen=True)
class Shown:
    """The evaluation of a version, a draft or not; `intro` is Markdown."""

    id: int
    intro: str
    items: tuple[Item, ...]


def evaluation(session: Session, actor: Actor, *, version_id: int) -> Shown | None:
    """The evaluation of a version as whoever makes courses sees it; None when it has none."""
    actor.require(Permission.MANAGE_CATALOG)
    row = evaluations.of_version(session, version_id)
    if row is None:
        return None
    of_it = select(EvaluationItem).where(EvaluationItem.evaluation_id == row.id)
    rows = session.exec(of_it.order_by(col(EvaluationItem.position)))
    return Shown(known(row.id), row.intro, tuple(Item(known(one.id), one.position, entered(one)) for one in rows))


def item(session: Session, actor: Actor, *, item_id: int) -> NewItem:
    """One question as it is edited; `ItemGone` when there is none."""
    actor.require(Permission.MANAGE_CATALOG)
    row = session.get(EvaluationItem, item_id)
    if row is None:
        raise ItemGone
    return entered(row)


def add(session: Session, actor: Actor, *, evaluation_id: int, new: NewItem, now: datetime) -> EvaluationItem:
    """Add a question at the end. `Invalid` names every faulty field."""
    _, version = evaluations.held(session, actor, evaluation_id)
    new = checking.cleaned(new)
    _require_sound(new)
    row = evaluations.row_of(evaluation_id, ITEMS.next_of(session, evaluation_id), new)
    session.add(row)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation question added", subject=SUBJECT,
                subject_id=row.id, after=_told(new, list(LABELS)))  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def edit(session: Session, actor: Actor, *, item_id: int, base: NewItem, new: NewItem, now: datetime) -> EvaluationItem:
    """Change a question from `base`, as the form was opened with it, to `new`; its choices are one field.

    What only somebody else changed stays theirs; what both changed is refused with what the other did (A-24).
    """
    row, version = held(session, actor, item_id)
    current = entered(row)
    merged = merging.merged(current, checking.cleaned(base), checking.cleaned(new),
                            what_happened=_telling(session, item_id, current))  # fmt: skip
    merged = checking.cleaned(merged)
    changed = merging.differing(current, merged)
    if not changed:
        return row
    _require_sound(merged)
    row.kind, row.text, row.is_required = merged.kind.value, merged.text, merged.is_required
    row.choices = list(merged.choices)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation question edited", subject=SUBJECT,
                subject_id=row.id, before=_told(current, changed), after=_told(merged, changed))  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def move(session: Session, actor: Actor, *, item_id: int, by: int, now: datetime) -> Placed:
    """Move a question by so many places from where it stands now; a negative number is up."""
    row, version = held(session, actor, item_id)
    total, before = ITEMS.total_of(session, row.evaluation_id), row.position
    after = min(max(before + by, 1), total)
    if after != before:
        ITEMS.put(session, row, after)
        audit.write(session, actor_id=actor.person_id, at=now, act="evaluation question moved", subject=SUBJECT,
                    subject_id=item_id, before={"position": before}, after={"position": after})  # fmt: skip
        drafting.noted(session, actor, version=version, now=now)
    return Placed(item_id, row.text, after, total)


def remove(session: Session, actor: Actor, *, item_id: int, now: datetime) -> None:
    """Take a question out of a draft. Published versions keep theirs (X-04)."""
    row, version = held(session, actor, item_id)
    evaluation_id = row.evaluation_id
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation question removed", subject=SUBJECT,
                subject_id=item_id, before=_told(entered(row), list(LABELS)))  # fmt: skip
    session.delete(row)
    session.flush()
    ITEMS.close_up(session, evaluation_id)
    drafting.noted(session, actor, version=version, now=now)


def held(session: Session, actor: Actor, item_id: int) -> tuple[EvaluationItem, TrainingVersion]:
    """A question of a draft, with the draft, held to the end of the transaction; `ItemGone` if it is."""
    actor.require(Permission.MANAGE_CATALOG)
    found = select(Evaluation).join(EvaluationItem).where(EvaluationItem.id == item_id)
    of_it = session.exec(found).first()
    if of_it is None:
        raise ItemGone
    version = drafting.held(session, actor, version_id=of_it.version_id)
    # Whoever waited for the draft sees what was done to it meanwhile.
    wanted = select(EvaluationItem).where(EvaluationItem.id == item_id).execution_options(populate_existing=True)
    row = session.exec(wanted).first()
    if row is None:
        raise ItemGone
    return row, version


def entered(row: EvaluationItem) -> NewItem:
    """A question as it could be entered anew."""
    return NewItem(ItemKind(row.kind), row.text, tuple(row.choices), row.is_required)


def _require_sound(new: NewItem) -> None:
    if wrong := checking.problems_of_item(new):
        raise Invalid(*wrong)


def _telling(session: Session, item_id: int, current: NewItem) -> Callable[[str], str]:
    """What the other one did to a field, and who it was."""

    def what_happened(name: str) -> str:
        by, value = merging.told_by(session, SUBJECT, item_id, name), _told(current, [name])[name]
        said = ("on" if value else "off") if isinstance(value, bool) else _quoted(value)
        return f"{by} changed “{LABELS[name]}” meanwhile. It is now: {said}."

    return what_happened


def _quoted(value: Any) -> str:
    said = ", ".join(value) if isinstance(value, list) else value
    return f"“{said}”" if said else "empty"


def _told(new: NewItem, names: list[str]) -> dict[str, Any]:
    """These fields as an audit entry holds them."""
    said = {"kind": new.kind.value, "text": new.text, "choices": list(new.choices), "is_required": new.is_required}
    return {name: said[name] for name in names}

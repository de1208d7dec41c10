"""Editing what messages say, and going back to what we wrote (N-01).

Of two who edit the same message, what only one of them changed stays; a part that both changed is refused with what the
other one did (A-24).
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import audit, db
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, Problem
from training_app.notifications.model import MessageTemplate
from training_app.notifications.rules import Occasion
from training_app.notifications.wording import templates
from training_app.notifications.wording.checking import LABELS
from training_app.notifications.wording.texts import TEXTS, Wording
from training_app.people.model import Person

SUBJECT = "message template"
SHORT = 100


class ChangedMeanwhile(Invalid):
    """Somebody else changed the same while you were editing. A problem for each part that both changed."""

    status = 409


def save(session: Session, actor: Actor, *, occasion: Occasion, base: Wording, new: Wording, now: datetime) -> None:
    """Change what a message says from `base`, as the editor was opened with it, to `new`.

    `Invalid` names each part that could not be filled. What says the same as ours is ours again.
    """
    actor.require(Permission.MANAGE_SETTINGS)
    base, new = _cleaned(base), _cleaned(new)
    templates.require_sound(occasion, new)
    row = _locked(session, occasion)
    current = _wording(row, occasion)
    mine = differing(base, new)
    both = [part for part in mine if part in differing(base, current) and part in differing(new, current)]
    if both:
        raise ChangedMeanwhile(*(Problem(part, _what_happened(session, occasion, current, part)) for part in both))
    merged = replace(current, **{part: getattr(new, part) for part in mine})
    if merged == current and (row is None or row.broken_at is None):
        return
    if merged == TEXTS[occasion]:
        _remove(session, row)
    elif not _store(session, row, occasion, vars(merged) | {"changed_at": now, "changed_by_id": actor.person_id}):
        # Somebody edited it for the first time at this very moment: theirs is looked at.
        save(session, actor, occasion=occasion, base=base, new=new, now=now)
        return
    _write_down(session, actor, occasion, current, merged, act="message template edited", now=now)


def reset(session: Session, actor: Actor, *, occasion: Occasion, base: Wording, now: datetime) -> None:
    """Let a message say again what we wrote; `Conflict` when it is not `base` any more, so that no work is lost."""
    actor.require(Permission.MANAGE_SETTINGS)
    templates.require_known(occasion)
    row = _locked(session, occasion)
    current = _wording(row, occasion)
    if current != _cleaned(base):
        who = _who(session, occasion)
        message = f"{who} changed this text meanwhile. Load the page again to see it."
        raise Conflict(message)
    if row is not None:
        _remove(session, row)
        _write_down(session, actor, occasion, current, TEXTS[occasion], act="message template reset", now=now)


def differing(one: Wording, other: Wording) -> list[str]:
    """The names of the parts in which they differ."""
    return [part for part in LABELS if getattr(one, part) != getattr(other, part)]


def _cleaned(wording: Wording) -> Wording:
    """A browser sends its own line breaks; a text ends with one."""
    text, html = (part.replace("\r\n", "\n").strip() for part in (wording.text, wording.html))
    return Wording(wording.subject.strip(), f"{text}\n" if text else "", html)


def _locked(session: Session, occasion: Occasion) -> MessageTemplate | None:
    stored = select(MessageTemplate).where(col(MessageTemplate.occasion) == occasion.value)
    return session.exec(stored.with_for_update().execution_options(populate_existing=True)).first()


def _wording(row: MessageTemplate | None, occasion: Occasion) -> Wording:
    return TEXTS[occasion] if row is None else Wording(row.subject, row.text, row.html)


def _store(session: Session, row: MessageTemplate | None, occasion: Occasion, changed: dict[str, Any]) -> bool:
    """Whether it is stored; not when somebody stored a first one at the same moment."""
    if row is None:
        new = {"occasion": occasion.value, "version": 1, "broken_at": None, "broken_why": ""}
        return db.insert_new(session, MessageTemplate, [new | changed]) == 1
    row.sqlmodel_update(changed | {"version": row.version + 1, "broken_at": None, "broken_why": ""})
    session.add(row)
    session.flush()
    return True


def _remove(session: Session, row: MessageTemplate | None) -> None:
    if row is not None:
        session.delete(row)
        session.flush()


def _write_down(
    session: Session, actor: Actor, occasion: Occasion, before: Wording, after: Wording, *, act: str, now: datetime
) -> None:
    parts, this = differing(before, after), {"occasion": occasion.value}
    audit.write(session, actor_id=actor.person_id, at=now, act=act, subject=SUBJECT,
                before=this | {part: getattr(before, part) for part in parts},
                after=this | {part: getattr(after, part) for part in parts})  # fmt: skip


def _what_happened(session: Session, occasion: Occasion, current: Wording, part: str) -> str:
    value = getattr(current, part)
    now = f" It is now: “{value}”." if len(value) <= SHORT else ""
    return f"{_who(session, occasion, part)} changed “{LABELS[part]}” meanwhile.{now}"


def _who(session: Session, occasion: Occasion, part: str = "occasion") -> str:
    """Who changed this part last."""
    acts = session.exec(select(AuditEntry).where(AuditEntry.subject == SUBJECT).order_by(col(AuditEntry.id).desc()))
    last = next((one for one in acts if (after := one.after or {}).get("occasion") == occasion and part in after), None)
    who = session.get(Person, last.actor_id) if last and last.actor_id else None
    return who.name() if who else "Somebody else"

"""What messages say when an admin has edited them, and reading that (N-01). `editing` changes it.

An edited wording that cannot be filled holds no message back: ours is sent in its place, and admins are told.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from jinja2 import TemplateError
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import organization
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.settings import settings
from training_app.notifications.model import MessageTemplate
from training_app.notifications.naming import OCCASIONS
from training_app.notifications.rules import Occasion
from training_app.notifications.wording import checking, fields, filling
from training_app.notifications.wording.fields import ABOUT, Field
from training_app.notifications.wording.texts import BUTTONS, TEXTS, Broken, Line, Texts, Wording, Words
from training_app.people.model import Person

MANAGE = Permission.MANAGE_SETTINGS
EMPTY = "Filled in, nothing is left of it."
_STORED = sa.select(
    *(col(column) for column in (MessageTemplate.occasion, MessageTemplate.subject, MessageTemplate.text)),
    *(col(column) for column in (MessageTemplate.html, MessageTemplate.version, MessageTemplate.broken_at)),
)


class _Unfillable(Exception):
    """It cannot be filled."""


@dataclass(frozen=True)
class TemplateRow:
    """One message: what it is called, who gets it when, and whether its texts are ours.

    `changed_at` is an ISO instant; `broken` says why the edited texts cannot be used, and is empty when they can.
    """

    slug: str
    name: str
    when: str
    is_edited: bool
    changed_by: str
    changed_at: str
    broken: str


@dataclass(frozen=True)
class Template:
    """The texts of one message as they are now, what may stand in them, and what the button below them says."""

    occasion: Occasion
    row: TemplateRow
    wording: Wording
    fields: tuple[Field, ...]
    button: str


@dataclass(frozen=True)
class BrokenTemplate:
    """A message whose edited texts cannot be used, so that ours are sent."""

    slug: str
    name: str
    why: str


def render(session: Session, occasion: Occasion, words: Words) -> Texts:
    """The message of an occasion, filled with words: as an admin has it, or else as we wrote it.

    With `Texts.broken` set, `note_broken` is to be called in the transaction that notes the message.
    """
    return rendered(wordings(session), occasion, words)


def wordings(session: Session) -> dict[str, Any]:
    """What admins have edited, by occasion: read once for many messages, for `rendered`."""
    return {row.occasion: row for row in session.connection().execute(_STORED)}


def rendered(edited: dict[str, Any], occasion: Occasion, words: Words) -> Texts:
    """`render` with wordings that have been read."""
    row = edited.get(occasion.value)
    if row is None:
        return _fill(occasion, TEXTS[occasion], words)
    try:
        return _edited(occasion, Wording(row.subject, row.text, row.html), words)
    except (_Unfillable, TemplateError) as fault:
        ours = _fill(occasion, TEXTS[occasion], words)
        is_new = row.broken_at is None
        return replace(ours, broken=Broken(occasion, row.version, str(fault))) if is_new else ours


def note_broken(session: Session, broken: Broken, *, now: datetime) -> None:
    """Keep that an edited wording could not be filled, unless it was edited since."""
    this = (
        col(MessageTemplate.occasion) == broken.occasion.value,
        col(MessageTemplate.version) == broken.version,
        col(MessageTemplate.broken_at).is_(None),
    )
    noted = {"broken_at": now, "broken_why": broken.why}
    session.connection().execute(sa.update(MessageTemplate).where(*this).values(noted))


def templates(session: Session, actor: Actor) -> list[TemplateRow]:
    """Every message that can be edited, in the order in which people meet them."""
    actor.require(MANAGE)
    stored = {row.occasion: row for row in session.connection().execute(_with_names())}
    return [_row(occasion, stored.get(occasion.value)) for occasion in ABOUT]


def template(session: Session, actor: Actor, *, occasion: Occasion) -> Template:
    """The texts of one message; `NotFound` for one that has none."""
    actor.require(MANAGE)
    require_known(occasion)
    this = _with_names().where(col(MessageTemplate.occasion) == occasion.value)
    row = session.connection().execute(this).one_or_none()
    return Template(
        occasion=occasion,
        row=_row(occasion, row),
        wording=TEXTS[occasion] if row is None else Wording(row.subject, row.text, row.html),
        fields=ABOUT[occasion].fields,
        button=BUTTONS[occasion],
    )


def broken(session: Session, actor: Actor) -> tuple[BrokenTemplate, ...]:
    """The messages whose edited texts cannot be used: found when one was sent, or by looking at them now."""
    rows = templates(session, actor)
    return tuple(BrokenTemplate(row.slug, row.name, row.broken) for row in rows if row.broken)


def preview(session: Session, actor: Actor, *, occasion: Occasion, wording: Wording) -> Texts:
    """What a message would say, with examples as words; nothing is kept. `Invalid` names what cannot be filled."""
    actor.require(MANAGE)
    require_sound(occasion, wording)
    try:
        return _edited(occasion, wording, _examples(session, actor, occasion))
    except (_Unfillable, TemplateError) as fault:
        raise Invalid(Problem("text", str(fault))) from fault


def require_sound(occasion: Occasion, wording: Wording) -> None:
    """`Invalid` with every fault of each part, unless the message can be filled."""
    require_known(occasion)
    found = [Problem(part, said) for part, source in vars(wording).items()
             for said in checking.faults(occasion, part, source)]  # fmt: skip
    if found:
        raise Invalid(*found)


def require_known(occasion: Occasion) -> None:
    """`NotFound` unless the message has texts of its own."""
    if occasion not in ABOUT:
        raise NotFound


def named(slug: str) -> Occasion:
    """The message of an address; `NotFound` when there is none."""
    found = next((occasion for occasion in ABOUT if slug_of(occasion) == slug), None)
    if found is None:
        raise NotFound
    return found


def slug_of(occasion: Occasion) -> str:
    """The message as it stands in an address."""
    return occasion.value.replace(" ", "-")


def _fill(occasion: Occasion, wording: Wording, words: Words) -> Texts:
    return filling.fill(wording, words, button=BUTTONS[occasion])


def _edited(occasion: Occasion, wording: Wording, words: Words) -> Texts:
    found = _faults(occasion, wording)
    if found:
        raise _Unfillable(found)
    texts = _fill(occasion, wording, words)
    if not texts.subject:
        raise _Unfillable(EMPTY)
    return texts


def _faults(occasion: Occasion, wording: Wording) -> str:
    parts = vars(wording).items()
    return " ".join(
        f"{checking.LABELS[part]}: {said}" for part, source in parts for said in checking.faults(occasion, part, source)
    )


def _with_names() -> sa.Select[Any]:
    stored, person = MessageTemplate, Person
    columns: tuple[Any, ...] = (stored.occasion, stored.subject, stored.text, stored.html, stored.changed_at,
                                stored.broken_why, person.first_name, person.last_name)  # fmt: skip
    return sa.select(*(col(column) for column in columns)).outerjoin_from(
        MessageTemplate, Person, col(Person.id) == col(MessageTemplate.changed_by_id)
    )


def _row(occasion: Occasion, stored: Any) -> TemplateRow:
    said = (slug_of(occasion), OCCASIONS[occasion], ABOUT[occasion].when)
    if stored is None:
        return TemplateRow(*said, is_edited=False, changed_by="", changed_at="", broken="")
    return TemplateRow(
        *said,
        is_edited=True,
        changed_by=f"{stored.first_name or ''} {stored.last_name or ''}".strip(),
        changed_at=stored.changed_at.isoformat(),
        broken=_faults(occasion, Wording(stored.subject, stored.text, stored.html)) or stored.broken_why,
    )


def _examples(session: Session, actor: Actor, occasion: Occasion) -> Words:
    """Words to show how it looks: the admin's own name, and titles with signs that HTML must not take for tags."""
    of, person = organization.of(session), session.get(Person, actor.person_id or 0)
    examples = {field.name: field.example for field in ABOUT[occasion].fields}
    said = {"training": "", "due": "", "when": ""} | examples
    said.pop(fields.LIST.name, None)
    link = f"{settings().address()}/home"
    lines = (Line(f"{fields.TRAINING.example} is due today", link), Line("Radio is due in 7 days", link))
    return Words(**said | {"organization": of.name, "zone": of.zone, "link": link,
                           "first_name": person.first_name if person else actor.name}, lines=lines)  # fmt: skip

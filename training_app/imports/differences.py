"""What a row says of somebody known that is not so yet."""

from collections.abc import Iterator
from datetime import date
from enum import Enum, auto

from training_app.certifications.queries import AwardRow
from training_app.imports.cells import name_key
from training_app.imports.columns import Columns, Field
from training_app.imports.drafts import Change, Draft
from training_app.imports.entries import Entry, Licence
from training_app.imports.known import Known, KnownPerson, Named
from training_app.people.rules import key_of

NONE = "none"


class Step(Enum):
    """What a row's licence does to the awards that its person has of this kind."""

    NEW = auto()
    CHANGED = auto()
    SAME = auto()
    REVOKED = auto()


def of(draft: Draft, person: KnownPerson, known: Known) -> Iterator[Change]:
    """Everything that would be different, in the order in which it is shown."""
    entry = draft.entry
    yield from _texts(entry, person)
    if entry.level is not None and entry.level != (person.level or ""):
        yield Change(Field.LEVEL, person.level or NONE, entry.level or NONE)
    if entry.hired_on is not None and entry.hired_on != person.hired_on:
        yield Change(Field.HIRED_ON, _day(person.hired_on), _day(entry.hired_on))
    if entry.branch and draft.branch_id != person.branch_id:
        new = entry.branch if draft.branch_id is None else known.branch_names[draft.branch_id]
        yield Change(Field.BRANCH, known.branch_names[person.branch_id], new)
    above = known.people.get(person.manager_id or 0)
    if draft.supervisor_key and (above is None or above.email_key != draft.supervisor_key):
        yield Change(Field.SUPERVISOR, above.email if above else "", entry.supervisor)
    if entry.active is not None and entry.active != person.active:
        yield Change(Field.STATUS, _status(person.active), _status(entry.active))
    yield from _memberships(entry, person, known)
    yield from _licence(draft, known)


def joins(named: Named, names: tuple[str, ...], person: KnownPerson | None) -> list[str]:
    """Those of `names` that the person is not in yet."""
    if person is None:
        return list(names)
    return [name for name in names if (named.ids.get(name_key(name)), person.id) not in named.members]


def learnt(entry: Entry, person: KnownPerson | None, known: Known) -> list[tuple[str, str, str]]:
    """Further attributes that are new or different, as (name, old, new)."""
    found = []
    for name, value in entry.attributes:
        number = known.attribute_ids.get(name_key(name))
        old = known.attribute_values.get((number, person.id), "") if number and person else ""
        if value != old:
            found.append((name, old, value))
    return found


def licence_step(licence: Licence, awards: list[AwardRow]) -> tuple[Step, AwardRow | None]:
    """A later expiry makes a new award; the same changes nothing; anything else changes the current one (C-05).

    What was revoked stays revoked (C-14).
    """
    standing = [award for award in awards if award.revoked_at is None]
    same = next((award for award in standing if award.expires_on == licence.expires_on), None)
    if same is not None:
        return (Step.CHANGED if _says_more(licence, same) else Step.SAME), same
    if any(award.expires_on == licence.expires_on for award in awards):
        return Step.REVOKED, None
    current = max(standing, key=lambda award: award.expires_on or date.max, default=None)
    if current is None or (current.expires_on is not None and licence.expires_on > current.expires_on):
        return Step.NEW, None
    return Step.CHANGED, current


def awards_of(draft: Draft, known: Known) -> list[AwardRow]:
    """The awards that the row's person has of the row's kind of licence."""
    licence, person = draft.entry.licence, draft.person
    kind = known.kinds.get(name_key(licence.kind)) if licence else None
    return known.awards.get((person.id, kind.id), []) if person and kind else []


def refuse_licence(draft: Draft, known: Known, columns: Columns) -> None:
    """Refuse a licence that cannot be awarded; say where one was revoked."""
    licence = draft.entry.licence
    if licence is None:
        return
    kind = known.kinds.get(name_key(licence.kind))
    if kind is not None and (kind.is_archived or not kind.is_licence):
        why = "is archived" if kind.is_archived else "is a certification, but none that is a licence"
        draft.refuse(columns.name(Field.LICENCE_TYPE), licence.kind, why)
    step, award = licence_step(licence, awards_of(draft, known))
    if step is Step.REVOKED:
        draft.remark = f"The {licence.kind} licence to {licence.expires_on.isoformat()} was revoked and stays so."
    issued = licence.issued_on or (award.issued_on if award else None)
    if step is Step.CHANGED and issued and issued > licence.expires_on:
        why = f"lies before the day of issue on record, {issued.isoformat()}"
        draft.refuse(columns.name(Field.LICENCE_EXPIRES), licence.expires_on.isoformat(), why)


def _texts(entry: Entry, person: KnownPerson) -> Iterator[Change]:
    for field, old, new in (
        (Field.FIRST_NAME, person.first_name, entry.first_name),
        (Field.LAST_NAME, person.last_name, entry.last_name),
        (Field.EMPLOYEE_NUMBER, person.employee_number or "", entry.employee_number),
        (Field.TITLE, person.title, entry.title),
        (Field.SHIFT, person.shift, entry.shift),
    ):
        if new and new != old:
            yield Change(field, old, new)
    if entry.username and key_of(entry.username) != person.username_key:
        yield Change(Field.USERNAME, person.username, entry.username)


def _memberships(entry: Entry, person: KnownPerson, known: Known) -> Iterator[Change]:
    for field, named, names in (
        (Field.TEAMS, known.teams, entry.teams),
        (Field.GROUPS, known.groups, entry.groups),
        (Field.TAGS, known.tags, entry.tags),
    ):
        for name in joins(named, names, person):
            yield Change(field, "", name)
    for name, old, new in learnt(entry, person, known):
        yield Change(name, old, new)


def _licence(draft: Draft, known: Known) -> Iterator[Change]:
    licence = draft.entry.licence
    if licence is None:
        return
    step, award = licence_step(licence, awards_of(draft, known))
    if step in {Step.NEW, Step.CHANGED}:
        old = _said(award.number, award.issued_on, award.expires_on) if award else ""
        number = licence.number or (award.number if award else "")
        issued = licence.issued_on or (award.issued_on if award else None)
        yield Change(f"Licence {licence.kind}", old, _said(number, issued, licence.expires_on))


def _says_more(licence: Licence, award: AwardRow) -> bool:
    other_day = licence.issued_on is not None and licence.issued_on != award.issued_on
    return other_day or bool(licence.number and licence.number != award.number)


def _said(number: str, issued_on: date | None, expires_on: date | None) -> str:
    issued = f"issued {issued_on.isoformat()}" if issued_on else ""
    expires = f"expires {expires_on.isoformat()}" if expires_on else "always valid"
    return ", ".join(part for part in (number, issued, expires) if part)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _status(active: bool) -> str:  # noqa: FBT001  # one plain value in, its word out
    return "active" if active else "inactive"

"""The plan of an import: what becomes of every row, as plain data, before anything is written (P-08).

The page shows it, a job carries it out, the command line prints it. Making one writes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core.errors import Invalid
from training_app.imports import differences, entries, queries, reading, supervisors
from training_app.imports.cells import name_key
from training_app.imports.columns import DATES, Columns, Field
from training_app.imports.comparing import compare
from training_app.imports.dates import Order
from training_app.imports.drafts import Draft, Verdict
from training_app.imports.entries import Entry
from training_app.imports.known import Known
from training_app.imports.parsing import Table
from training_app.imports.planned import DATE_ORDER, Plan, PlannedRow


@dataclass(frozen=True)
class NewNames:
    """What is made because rows name it for the first time."""

    branches: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeoplePlan(Plan):
    """What an import of people will do."""

    rows: tuple[PlannedRow, ...] = field(repr=False)
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    made: NewNames = NewNames()


def plan_people(
    session: Session, actor: Actor, *, table: Table, columns: Columns, dates: Order | None = None, now: datetime
) -> PeoplePlan:
    """Say row by row what importing `table` would do (P-08). `Invalid` names columns that have to be matched by hand.

    `dates` is the answer where the file's dates leave open which of day and month comes first.
    """
    del now  # nothing of a plan depends on the moment; every verb takes it
    require(actor, columns)
    orders = reading.date_order(table, columns, DATES)
    order = dates or orders.order
    if order is None and orders.question():
        return PeoplePlan(columns, (), asks=DATE_ORDER, question=orders.question(), dates=orders)
    read = tuple(entries.read(table, columns, order))
    known = queries.known(session, actor, columns=columns, entries=read)
    drafts = compare(read, known, columns=columns, actor=actor)
    supervisors.refuse_dangling(drafts, known, columns.name(Field.SUPERVISOR))
    return replace(planned(drafts, known, columns), order=order, dates=orders)


def require(actor: Actor, columns: Columns) -> None:
    """Refuse who may not import these columns, and columns that are not all matched."""
    actor.require(Permission.MANAGE_PEOPLE)
    if columns.has_licences():
        actor.require(Permission.TRACK_CERTIFICATIONS)
    if problems := columns.problems():
        raise Invalid(*problems)


def planned(drafts: list[Draft], known: Known, columns: Columns) -> PeoplePlan:
    """The plan that these drafts make."""
    good = (draft for draft in supervisors.from_the_top(drafts, known) if not draft.is_refused())
    turns = {draft.entry.number: turn for turn, draft in enumerate(good, 1)}
    rows = tuple(_row(draft, turns.get(draft.entry.number, 0)) for draft in drafts)
    made = _made([draft for draft in drafts if not draft.is_refused()], known)
    return PeoplePlan(columns, rows, entries=tuple(draft.entry for draft in drafts), made=made)


def _row(draft: Draft, turn: int) -> PlannedRow:
    entry, verdict = draft.entry, draft.verdict()
    refused = verdict is Verdict.REFUSE
    return PlannedRow(
        number=entry.number,
        verdict=verdict,
        name=f"{entry.first_name} {entry.last_name}".strip(),
        email=entry.email,
        changes=() if refused else draft.changes,
        refusals=tuple(draft.refusals),
        remark=draft.remark,
        cells=entry.cells if refused else (),
        above=draft.supervisor_key,
        turn=turn,
    )


def _made(drafts: list[Draft], known: Known) -> NewNames:
    new: dict[str, dict[str, str]] = {kind: {} for kind in NewNames.__dataclass_fields__}
    for draft in drafts:
        entry = draft.entry
        if draft.branch_id is None and entry.branch:
            new["branches"].setdefault(name_key(entry.branch), entry.branch)
        if entry.licence:
            new["licences"].setdefault(name_key(entry.licence.kind), entry.licence.kind)
        for kind, names in (("teams", entry.teams), ("groups", entry.groups), ("tags", entry.tags)):
            for name in names:
                new[kind].setdefault(name_key(name), name)
        for name, _, _ in differences.learnt(entry, draft.person, known):
            new["attributes"].setdefault(name_key(name), name)
    there: dict[str, Collection[str]] = {
        "branches": (),
        "teams": known.teams.ids,
        "groups": known.groups.ids,
        "tags": known.tags.ids,
        "attributes": known.attribute_ids,
        "licences": known.kinds,
    }
    return NewNames(
        **{kind: tuple(name for key, name in names.items() if key not in there[kind]) for kind, names in new.items()}
    )

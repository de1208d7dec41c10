"""The plan of an import: what becomes of every row, as plain data, before anything is written (P-08).

The page shows it, a job carries it out, the command line prints it. Making one writes nothing.
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core.errors import Invalid
from training_app.core.formulas import harmless
from training_app.imports import differences, entries, queries, supervisors
from training_app.imports.cells import name_key
from training_app.imports.columns import Columns, Field
from training_app.imports.comparing import compare
from training_app.imports.dates import Order, Orders
from training_app.imports.drafts import Change, Draft, Verdict
from training_app.imports.entries import Entry, Refusal
from training_app.imports.known import Known
from training_app.imports.parsing import Table

DATE_ORDER = "date order"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of one row. `cells` are those of the file, kept where the row is refused.

    `above` is the key of the supervisor whom it names; `turn` its place in the order of writing, in which everybody
    comes after those above them, 0 for a refused row.
    """

    number: int
    verdict: Verdict
    name: str
    email: str
    changes: tuple[Change, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    remark: str = ""
    cells: tuple[str, ...] = ()
    above: str = ""
    turn: int = 0


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
class PeoplePlan:
    """What an import will do. Where it `asks`, there are no rows yet: answer the `question` and plan again.

    `order` is how its dates are read, `dates` what they say of it themselves.
    """

    columns: Columns
    entries: tuple[Entry, ...] = field(repr=False)
    rows: tuple[PlannedRow, ...] = field(repr=False)
    made: NewNames = NewNames()
    asks: str = ""
    question: str = ""
    order: Order | None = None
    dates: Orders | None = None

    def count(self, verdict: Verdict) -> int:
        """How many rows have this verdict."""
        return sum(1 for row in self.rows if row.verdict is verdict)

    def refused(self) -> tuple[PlannedRow, ...]:
        """The rows that are refused, in the order of the file."""
        return tuple(row for row in self.rows if row.verdict is Verdict.REFUSE)


def plan_people(
    session: Session, actor: Actor, *, table: Table, columns: Columns, dates: Order | None = None, now: datetime
) -> PeoplePlan:
    """Say row by row what importing `table` would do (P-08). `Invalid` names columns that have to be matched by hand.

    `dates` is the answer where the file's dates leave open which of day and month comes first.
    """
    del now  # nothing of a plan depends on the moment; every verb takes it
    require(actor, columns)
    orders = entries.date_order(table, columns)
    order = dates or orders.order
    if order is None and orders.question():
        return PeoplePlan(columns, (), (), asks=DATE_ORDER, question=orders.question(), dates=orders)
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
    return PeoplePlan(columns, tuple(draft.entry for draft in drafts), rows, made)


def refusals_csv(plan: PeoplePlan) -> str:
    """The refused rows as CSV, as they stood in the file, with the reason beside each; opens harmlessly anywhere."""
    refused = ((row.number, row.cells, sentences(row.refusals)) for row in plan.refused())
    return "".join(refusal_lines(plan.columns.header, refused))


def refusal_lines(header: Sequence[str], refused: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> Iterator[str]:
    """`refusals_csv` line by line, of (row in the file, cells, reasons)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    width = len(header)
    writer.writerow([*map(harmless, header), "Row in the file", "Why it was refused"])
    for number, cells, reasons in refused:
        said = [harmless(cell) for cell in cells[:width]]
        writer.writerow([*said, *[""] * (width - len(said)), number, " ".join(reasons)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """Each reason as a sentence that names the column and what stands there."""
    return [_sentence(one) for one in refusals]


def _sentence(refusal: Refusal) -> str:
    value = f" “{refusal.value}”" if refusal.value else ""
    text = f"{refusal.column}{value} {refusal.reason}.".strip()
    return text[0].upper() + text[1:]


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

"""Looking through the rows of somebody's certifications before they are saved: everything that is wrong at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from training_app.certifications.model import Award, Certification, Revocation
from training_app.certifications.rules import Held
from training_app.certifications.tracking import deleting, entry
from training_app.certifications.tracking.entry import Entry
from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, Problem
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass(frozen=True, slots=True)
class Change:
    """A row of an award: what it said when it was read, and what it shall say."""

    award_id: int
    was: Entry
    wanted: Entry


@dataclass(frozen=True, slots=True)
class Addition:
    """A row "New Certification". `place` names it among the problems; without a kind chosen its id is 0."""

    place: str
    certification_id: int
    entry: Entry


class Refused(Invalid):
    """Some rows need another look. `both` are fields that somebody else changed too; `gone`, awards that are no more.

    Fields are named by their row, e.g. `12.expires_on` or `new-1.certification`.
    """

    def __init__(self, problems: Sequence[Problem], both: Collection[str], gone: Collection[int]) -> None:
        """Take every problem at once."""
        self.both, self.gone = frozenset(both), frozenset(gone)
        super().__init__(*problems)


@dataclass(frozen=True)
class Sheet:
    """What is to be done, as nothing is wrong with it."""

    changes: list[tuple[Award, Entry]]
    new: list[tuple[Certification, Entry]]
    going: list[Award]


def sheet_of(
    session: Session,
    *,
    person_id: int,
    changes: Sequence[Change],
    new: Sequence[Addition],
    delete: Collection[int],
    is_held: bool,
) -> Sheet:
    """What is to be done with one person's awards, which are held when `is_held`; `Refused` names what is wrong."""
    wanted = [one for one in changes if one.award_id not in delete and one.was.cleaned() != one.wanted.cleaned()]
    rows = _rows(session, person_id, {*delete, *(one.award_id for one in wanted)}, is_held=is_held)
    kinds = _kinds(session, {row.certification_id for row in rows.values()} | {one.certification_id for one in new})
    check = _Check(session, rows, kinds)
    for change in wanted:
        check.change(change)
    for addition in new:
        check.addition(addition)
    if check.problems:
        raise Refused(check.problems, check.both, check.gone)
    return Sheet(check.changes, check.new, [row for number, row in rows.items() if number in delete])


def _rows(session: Session, person_id: int, ids: Collection[int], *, is_held: bool) -> dict[int, Award]:
    which = select(Award).where(Award.person_id == person_id, db.is_one_of(col(Award.id), sorted(ids)))
    which = which.order_by(col(Award.id)).execution_options(populate_existing=True)
    return {known(row.id): row for row in session.exec(which.with_for_update() if is_held else which)}


def _kinds(session: Session, ids: Collection[int]) -> dict[int, Certification]:
    which = select(Certification).where(db.is_one_of(col(Certification.id), sorted(ids)))
    return {known(row.id): row for row in session.exec(which)}


class _Check:
    """Goes through the rows of a form and gathers what is wrong, or else what is to be done."""

    def __init__(self, session: Session, rows: dict[int, Award], kinds: dict[int, Certification]) -> None:
        self.session, self.rows, self.kinds = session, rows, kinds
        self.problems: list[Problem] = []
        self.both: set[str] = set()
        self.gone: set[int] = set()
        self.changes: list[tuple[Award, Entry]] = []
        self.new: list[tuple[Certification, Entry]] = []

    def change(self, change: Change) -> None:
        row, place = self.rows.get(change.award_id), str(change.award_id)
        if row is None or row.revoked_at is not None:
            self.gone.add(change.award_id)
            self.problems.append(Problem(place, _why_gone(self.session, change.award_id, row)))
            return
        was, wanted, current = change.was.cleaned(), change.wanted.cleaned(), _entry_of(row)
        if both := entry.both_changed(was, wanted, current):
            self.both |= {f"{place}.{name}" for name in both}
            self.problems += [Problem(f"{place}.{name}", _by_whom(self.session, row, name)) for name in both]
            return
        mine = entry.differing(was, wanted)
        target = entry.merged(wanted, mine, current)
        # What was always valid before may stay so.
        allows_always = self.kinds[row.certification_id].always_valid_allowed or row.always_valid
        if not self._is_wrong(place, target, allows_always=allows_always) and target != current:
            self.changes.append((row, target))

    def addition(self, addition: Addition) -> None:
        kind, wanted = self.kinds.get(addition.certification_id), addition.entry.cleaned()
        if kind is None:
            self.problems.append(Problem(f"{addition.place}.certification", "Choose a certification."))
        elif kind.archived_at is not None:
            self.problems.append(
                Problem(f"{addition.place}.certification", f"{kind.name} is archived. Choose another.")
            )
        allows_always = kind is None or kind.always_valid_allowed
        if not self._is_wrong(addition.place, wanted, allows_always=allows_always) and kind is not None:
            self.new.append((kind, wanted))

    def _is_wrong(self, place: str, wanted: Entry, *, allows_always: bool) -> bool:
        wrong = entry.faults(wanted, allows_always=allows_always)
        self.problems += [Problem(f"{place}.{one.field}", one.text) for one in wrong]
        return bool(wrong)


def _entry_of(row: Award) -> Entry:
    return entry.entry_of(Held(row.issued_on, row.expires_on), row.number)


def _by_whom(session: Session, row: Award, name: str) -> str:
    """What the other one made of a field that both changed, and who it was."""
    names = {"expires_on", "always_valid"} if name == "expires_on" else {name}
    newest = _entries(session, known(row.id))
    last = next((one for one in newest if names & set(one.after or {})), None)
    return (
        f"{_name(session, last.actor_id if last else None)} changed “{entry.LABELS[name]}” meanwhile. "
        f"It is now: {entry.said(_entry_of(row), name)}. Update again to keep yours."
    )


def _why_gone(session: Session, award_id: int, row: Award | None) -> str:
    if row is not None:
        revoked = session.get(Revocation, award_id)
        return f"{_name(session, revoked.by_id if revoked else None)} unassigned it meanwhile. It is not changed."
    last = next((one for one in _entries(session, award_id) if one.act == deleting.DELETED), None)
    return f"{_name(session, last.actor_id if last else None)} deleted it meanwhile. It is not changed."


def _entries(session: Session, award_id: int) -> list[AuditEntry]:
    about = select(AuditEntry).where(AuditEntry.subject == "award", AuditEntry.subject_id == award_id)
    return list(session.exec(about.order_by(col(AuditEntry.id).desc())))


def _name(session: Session, person_id: int | None) -> str:
    who = session.get(Person, person_id) if person_id else None
    return who.name() if who else "Somebody else"

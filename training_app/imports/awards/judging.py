"""What becomes of each row of a file of awards: awarded, left alone, or refused and why (C-17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from training_app.imports.awards.columns import Field
from training_app.imports.awards.entries import Entry
from training_app.imports.awards.known import Holder, Kind, Known, Same
from training_app.imports.cells import shown
from training_app.imports.columns import Columns
from training_app.imports.dates import spoken
from training_app.imports.drafts import Verdict
from training_app.imports.reading import Refusal
from training_app.people.rules import key_of


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with the person and the certification that it names, and what becomes of it."""

    entry: Entry
    person: Holder | None
    kind: Kind | None
    verdict: Verdict
    refusals: tuple[Refusal, ...] = ()
    lines: tuple[str, ...] = ()


def judge(entries: Iterable[Entry], known: Known, columns: Columns) -> list[Judged]:
    """Each row with its verdict. What stands in the file twice is awarded once."""
    rows: dict[Same, int] = {}
    return [_judged(entry, known, columns, rows) for entry in entries]


def _judged(entry: Entry, known: Known, columns: Columns, rows: dict[Same, int]) -> Judged:
    refusals = list(entry.refusals)
    person = _person(entry, known, columns, refusals)
    kind = _kind(entry, known, columns, refusals)
    if refusals or person is None or kind is None:
        return Judged(entry, person, kind, Verdict.REFUSE, tuple(refusals))
    same = (person.id, kind.id, entry.issued_on, entry.expires_on)
    earlier = rows.setdefault(same, entry.number)
    what = (_what(entry, kind), *[_DEACTIVATED] * (not person.is_active))
    if same in known.awards:
        why = "It was awarded and revoked, and stays so." if known.awards[same] else "It is there already."
        return Judged(entry, person, kind, Verdict.ALONE, lines=(*what, why))
    if earlier != entry.number:
        return Judged(entry, person, kind, Verdict.ALONE, lines=(*what, f"Row {earlier} says the same."))
    return Judged(entry, person, kind, Verdict.CREATE, lines=what)


_DEACTIVATED = "For somebody who is deactivated, as history."


def _person(entry: Entry, known: Known, columns: Columns, refusals: list[Refusal]) -> Holder | None:
    met: Sequence[Holder] = tuple(known.people.get(key_of(entry.user), ())) if entry.user else ()
    if len(met) == 1:
        return met[0]
    if entry.user:
        why = "is what two people are called by" if met else "is nobody whom you see in the roster"
        refusals.append(Refusal(columns.name(Field.USER), shown(entry.user), why))
    return None


def _kind(entry: Entry, known: Known, columns: Columns, refusals: list[Refusal]) -> Kind | None:
    kind = known.kinds.get(key_of(entry.certification)) if entry.certification else None
    column = columns.name(Field.CERTIFICATION)
    if entry.certification and kind is None:
        refusals.append(Refusal(column, shown(entry.certification), "is no certification's code or name"))
    if kind and kind.is_archived:
        refusals.append(Refusal(column, shown(entry.certification), "is archived and is not awarded any more"))
    if kind and entry.always_valid and not kind.always_valid_allowed:
        why = f"is not possible: {kind.name} has a day on which it expires"
        refusals.append(Refusal(columns.name(Field.EXPIRES), "always valid", why))
    return kind


def _what(entry: Entry, kind: Kind) -> str:
    issued = [f"issued {spoken(entry.issued_on)}"] if entry.issued_on else []
    until = f"valid to {spoken(entry.expires_on)}" if entry.expires_on else "always valid"
    number = [f"number {entry.award_number}"] if entry.award_number else []
    return ", ".join([kind.name, *issued, until, *number])

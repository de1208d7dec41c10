"""The rows of a file of attendance, read one by one: who is meant, with which result and score."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.attendance import attending
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.core.bulk import chunks
from training_app.core.errors import Invalid, Problem
from training_app.imports import columns
from training_app.imports.cells import clean, shown
from training_app.imports.columns import Field
from training_app.imports.parsing import Row, Table
from training_app.people.model import Person
from training_app.people.queries import visible
from training_app.people.rules import key_of

WHO = (Field.EMAIL, Field.USERNAME, Field.EMPLOYEE_NUMBER)
_RESULTS = "result, results, attendance, attended, outcome, status, mark, pass/fail, passed, present, completion"
_SCORES = "score, score %, score in %, points, percent, percentage, exam score, test score, grade"
_WORDS: dict[Mark, str] = {
    Mark.ATTENDED: "attended, present, passed, pass, p, yes, y, true, 1, x, ok, complete, completed, successful",
    Mark.FAILED: "failed, fail, f, not passed, did not pass, unsuccessful",
    Mark.ABSENT: "absent, a, no, n, false, 0, no show, not attended, did not attend, missing, missed, not present",
}
_MARKS = {columns.plain(word): mark for mark, words in _WORDS.items() for word in words.split(",")}


class RowReader:
    """Reads the rows of one file; what is wrong with one is in `refused` by its number."""

    def __init__(self, table: Table, people: Mapping[tuple[Field, str], int]) -> None:
        self.table, self.people = table, people
        self.who = who_columns(table.header)
        self.result, self.score = _only(table.header, _RESULTS, "result"), _only(table.header, _SCORES, "score")
        self.refused: dict[int, str] = {}

    def rows(self) -> Iterator[tuple[int, Entry]]:
        """Every row that says something sensible of somebody for the first time, with its number."""
        first: dict[int, int] = {}
        for row in self.table.rows:
            try:
                entry = self._entry(row)
            except ValueError as error:
                self.refused[row.number] = str(error)
                continue
            earlier = first.setdefault(entry.person_id, row.number)
            if earlier == row.number:
                yield row.number, entry
            else:
                self.refused[row.number] = f"names the person of row {earlier} again"

    def _entry(self, row: Row) -> Entry:
        wide = len(self.table.header)
        if len(row.cells) < wide or any(cell.strip() for cell in row.cells[wide:]):
            message = f"has {len(row.cells)} cells where the header has {wide}"
            raise ValueError(message)
        entry = Entry(self._person(row), self._mark(row), self._score(row))
        return replace(entry, score=None) if entry.mark is Mark.ABSENT else entry

    def _person(self, row: Row) -> int:
        said = {field: text for field, place in self.who.items() if (text := clean(row.cells[place]))}
        if not said:
            message = f"says nobody: {' and '.join(self.table.header[place] for place in self.who.values())} is empty"
            raise ValueError(message)
        found = {self.people.get((field, key_of(text))) for field, text in said.items()}
        for field, text in said.items():
            if (field, key_of(text)) not in self.people:
                message = f"{self.table.header[self.who[field]]} “{shown(text)}” is nobody whom you see in the roster"
                raise ValueError(message)
        if len(found) > 1:
            message = f"{' and '.join(self.table.header[self.who[field]] for field in said)} are of two people"
            raise ValueError(message)
        return next(one for one in found if one is not None)

    def _mark(self, row: Row) -> Mark:
        if self.result is None:
            return Mark.ATTENDED
        text = clean(row.cells[self.result])
        mark = _MARKS.get(columns.plain(text))
        if mark is None:
            name = self.table.header[self.result]
            message = f"{name} “{shown(text)}” is no result: attended, failed or absent" if text else f"{name} is empty"
            raise ValueError(message)
        return mark

    def _score(self, row: Row) -> Decimal | None:
        text = "" if self.score is None else clean(row.cells[self.score])
        try:
            return attending.read_score(text)
        except ValueError as error:
            name = self.table.header[self.score or 0]
            message = f"{name} “{shown(text)}” is no score from 0 to 100"
            raise ValueError(message) from error


def who_columns(header: tuple[str, ...]) -> dict[Field, int]:
    """The columns that say who somebody is."""
    matched = columns.match(header)
    doubtful = {field: names for field, names in (matched.doubtful or {}).items() if field in WHO}
    for field, claims in doubtful.items():
        raise Invalid(Problem("file", f"“{'” and “'.join(claims)}” could each be “{field}”. Rename one of them."))
    who = {field: matched.fields[field] for field in WHO if field in matched.fields}
    if not who:
        names = "“Email”, “Username” or “Employee number”"
        raise Invalid(Problem("file", f"No column says who attended. Call one of them {names}."))
    return who


def _only(header: tuple[str, ...], names: str, what: str) -> int | None:
    wanted = {columns.plain(name) for name in names.split(",")}
    places = [place for place, name in enumerate(header) if columns.plain(name) in wanted]
    if len(places) > 1:
        listed = "” and “".join(header[place] for place in places)
        raise Invalid(Problem("file", f"“{listed}” could each be the {what}. Rename one of them."))
    return places[0] if places else None


def people(session: Session, actor: Actor, table: Table) -> dict[tuple[Field, str], int]:
    """Whom the file names of those whom the actor sees, by the column that names them."""
    sources: dict[Field, Any] = {
        Field.EMAIL: col(Person.email_key),
        Field.USERNAME: col(Person.username_key),
        Field.EMPLOYEE_NUMBER: col(Person.employee_number),
    }
    found: dict[tuple[Field, str], int] = {}
    for field, place in who_columns(table.header).items():
        said = {clean(row.cells[place]) for row in table.rows if place < len(row.cells)} - {""}
        keys = sorted(said if field is Field.EMPLOYEE_NUMBER else map(key_of, said))
        for some in chunks(keys):
            wanted = sa.select(sources[field], col(Person.id)).where(sources[field].in_(some), visible(actor))
            found |= {(field, key_of(row[0])): row.id for row in session.connection().execute(wanted)}
    return found

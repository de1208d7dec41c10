"""What each row of a roster says of a person, read cell by cell, with everything that is wrong with the row alone.

A blank cell says nothing: what is known stays as it is. Teams, groups and tags are added, never taken away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from training_app.imports.cells import shown, words
from training_app.imports.columns import Columns, Field
from training_app.imports.dates import Order
from training_app.imports.parsing import Row, Table
from training_app.imports.reading import LONGEST, Refusal, RowReader
from training_app.people.rules import Level, is_address, key_of

NO_LEVEL = ""
_LEVELS = {
    "bls": Level.BLS, "basic": Level.BLS, "basic life support": Level.BLS, "bls provider": Level.BLS,
    "als": Level.ALS, "advanced": Level.ALS, "advanced life support": Level.ALS, "als provider": Level.ALS,
    "none": NO_LEVEL, "no": NO_LEVEL, "n/a": NO_LEVEL, "na": NO_LEVEL, "-": NO_LEVEL, "no level": NO_LEVEL,
}  # fmt: skip
_STATUSES = {
    **dict.fromkeys(("active", "yes", "y", "true", "1", "current", "employed", "enabled", "working"), True),
    **dict.fromkeys(("inactive", "no", "n", "false", "0", "not active", "former", "left", "terminated", "disabled",
                     "deactivated", "retired", "resigned", "separated", "archived"), False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of one row; it becomes an award."""

    kind: str
    number: str
    issued_on: date | None
    expires_on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the file, read. Texts may be blank, days and `active` None: then the row says nothing of it."""

    number: int
    cells: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    first_name: str
    last_name: str
    email: str
    username: str
    employee_number: str
    title: str
    level: str | None
    shift: str
    hired_on: date | None
    branch: str
    supervisor: str
    active: bool | None
    teams: tuple[str, ...]
    groups: tuple[str, ...]
    tags: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    licence: Licence | None

    def key(self) -> str:
        """What the person is known by: the email, without case."""
        return key_of(self.email)


def read(table: Table, columns: Columns, order: Order | None) -> Iterator[Entry]:
    """Every row of the table, read."""
    reader = _Reader(columns, order)
    return (reader.entry(row) for row in table.rows)


class _Reader(RowReader):
    """Reads rows of one roster; remembers the lists that it has seen as well."""

    def __init__(self, columns: Columns, order: Order | None) -> None:
        super().__init__(columns, order)
        self.lists: dict[str, tuple[str, ...]] = {}

    def entry(self, row: Row) -> Entry:
        self.turn_to(row)
        email = self._email()
        return Entry(
            number=row.number,
            cells=row.cells,
            first_name=self.required(Field.FIRST_NAME),
            last_name=self.required(Field.LAST_NAME),
            email=email,
            username=self.text(Field.USERNAME),
            employee_number=self.text(Field.EMPLOYEE_NUMBER),
            title=self.text(Field.TITLE),
            level=self._level(),
            shift=self.text(Field.SHIFT),
            hired_on=self.day(Field.HIRED_ON),
            branch=self.text(Field.BRANCH),
            supervisor=self.text(Field.SUPERVISOR),
            active=self._status(),
            teams=self._words(Field.TEAMS),
            groups=self._words(Field.GROUPS),
            tags=self._words(Field.TAGS),
            attributes=tuple(self._attributes()),
            licence=self._licence(),
            refusals=tuple(self.refusals),
        )

    def _email(self) -> str:
        text = self.said(Field.EMAIL)
        if not text:
            self.refuse(Field.EMAIL, "", "is missing")
        elif not is_address(text):
            self.refuse(Field.EMAIL, text, "is not an email address")
        return text

    def _level(self) -> str | None:
        text = self.said(Field.LEVEL)
        if not text:
            return None
        found = _LEVELS.get(text.casefold())
        if found is None:
            self.refuse(Field.LEVEL, text, "is no level: BLS, ALS or none")
        return found

    def _status(self) -> bool | None:
        text = self.said(Field.STATUS)
        if not text:
            return None
        found = _STATUSES.get(text.casefold())
        if found is None:
            self.refuse(Field.STATUS, text, "is no status: active or inactive")
        return found

    def _words(self, field: Field) -> tuple[str, ...]:
        text = self.said(field)
        if not text:
            return ()
        found = self.lists.get(text)
        if found is None:
            found = self.lists[text] = words(text)
        for word in found:
            if len(word) > LONGEST:
                self.refuse(field, word, f"is longer than {LONGEST} characters")
        return found

    def _attributes(self) -> Iterator[tuple[str, str]]:
        for name, place in self.columns.attributes.items():
            text = self.cells[place] if place < len(self.cells) else ""
            if len(text) > LONGEST:
                self.refusals.append(Refusal(name, shown(text), f"is longer than {LONGEST} characters"))
            if text:
                yield name, text

    def _licence(self) -> Licence | None:
        kind, number = self.text(Field.LICENCE_TYPE), self.text(Field.LICENCE_NUMBER)
        issued, expires = self.day(Field.LICENCE_ISSUED), self.day(Field.LICENCE_EXPIRES)
        written = self.said(Field.LICENCE_EXPIRES)
        if not kind:
            if number or issued or written:
                self.refuse(Field.LICENCE_TYPE, "", "is missing, though the row says more of a licence")
            return None
        if not written:
            self.refuse(Field.LICENCE_EXPIRES, "", "is missing: a licence has a day on which it expires")
        if issued and expires and expires < issued:
            self.refuse(Field.LICENCE_EXPIRES, written, f"lies before the day of issue, {issued.isoformat()}")
        return Licence(kind, number, issued, expires) if expires else None

"""Reading the rows of a table cell by cell, and noting what is wrong with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from training_app.imports.cells import clean, shown
from training_app.imports.columns import Columns
from training_app.imports.dates import NoDay, Order, Orders, Sighting, day_of, settle
from training_app.imports.parsing import Row, Table

LONGEST = 250


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is refused: the column, what stands there, and the reason as the rest of a sentence."""

    column: str
    value: str
    reason: str


class RowReader:
    """Reads rows of one file, one after the other; remembers the days that it has read, because files repeat them."""

    def __init__(self, columns: Columns, order: Order | None) -> None:
        self.columns = columns
        self.order = order
        self.days: dict[str, date | str] = {}
        self.refusals: list[Refusal] = []
        self.cells: tuple[str, ...] = ()

    def turn_to(self, row: Row) -> None:
        """Read this row from now on."""
        self.refusals = []
        self.cells = tuple([clean(cell) for cell in row.cells])
        wide, said = len(self.columns.header), len(self.cells)
        if said < wide or any(self.cells[wide:]):
            why = f"the row has {said} cells where the header has {wide}, so what stands where is unclear"
            self.refusals.append(Refusal("", "", why))

    def refuse(self, field: StrEnum, value: str, reason: str) -> None:
        """Note what is wrong with a cell."""
        self.refusals.append(Refusal(self.columns.name(field), shown(value), reason))

    def said(self, field: StrEnum) -> str:
        """What the row says of this; blank where it says nothing."""
        place = self.columns.fields.get(field)
        return "" if place is None or place >= len(self.cells) else self.cells[place]

    def text(self, field: StrEnum) -> str:
        """The same, which has to fit."""
        text = self.said(field)
        if len(text) > LONGEST:
            self.refuse(field, text, f"is longer than {LONGEST} characters")
        return text

    def required(self, field: StrEnum) -> str:
        """The same, which has to be there."""
        text = self.text(field)
        if not text:
            self.refuse(field, "", "is missing")
        return text

    def day(self, field: StrEnum) -> date | None:
        """The day that the row says; None where it says none, or none that can be read."""
        text = self.said(field)
        if not text:
            return None
        found = self.days.get(text)
        if found is None:
            found = self.days[text] = self._read_day(text)
        if isinstance(found, date):
            return found
        self.refuse(field, text, found)
        return None

    def _read_day(self, text: str) -> date | str:
        try:
            return day_of(text, self.order)
        except NoDay as no_day:
            return str(no_day)


def date_order(table: Table, columns: Columns, dates: Iterable[StrEnum]) -> Orders:
    """What the dates of the file, which stand in these fields, say about their order."""
    wanted = [(columns.name(field), columns.fields[field]) for field in dates if field in columns.fields]
    return settle(
        Sighting(row.number, name, row.cells[place].strip())
        for row in table.rows
        for name, place in wanted
        if place < len(row.cells)
    )

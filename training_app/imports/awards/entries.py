"""What each row of a file says of an award, read cell by cell, with everything that is wrong with the row alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from training_app.imports.awards.columns import Field
from training_app.imports.columns import Columns, plain
from training_app.imports.dates import Order
from training_app.imports.parsing import Row, Table
from training_app.imports.reading import Refusal, RowReader

ALWAYS = {
    plain(words)
    for words in (
        "always valid", "always", "never", "never expires", "does not expire", "no expiry", "no expiration",
        "non-expiring", "unlimited", "permanent", "lifetime",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the file, read. It is always valid or expires on a day, unless it is refused."""

    number: int
    cells: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    user: str
    certification: str
    issued_on: date | None
    expires_on: date | None
    always_valid: bool
    award_number: str


def read(table: Table, columns: Columns, order: Order | None) -> Iterator[Entry]:
    """Every row of the table, read."""
    reader = RowReader(columns, order)
    return (_entry(reader, row) for row in table.rows)


def _entry(reader: RowReader, row: Row) -> Entry:
    reader.turn_to(row)
    user, certification = reader.required(Field.USER), reader.required(Field.CERTIFICATION)
    issued_on = reader.day(Field.ISSUED)
    always_valid = plain(reader.said(Field.EXPIRES)) in ALWAYS
    return Entry(
        number=row.number,
        cells=row.cells,
        user=user,
        certification=certification,
        issued_on=issued_on,
        expires_on=None if always_valid else _expiry(reader, issued_on),
        always_valid=always_valid,
        award_number=reader.text(Field.NUMBER),
        refusals=tuple(reader.refusals),
    )


def _expiry(reader: RowReader, issued_on: date | None) -> date | None:
    text = reader.required(Field.EXPIRES)
    expires_on = reader.day(Field.EXPIRES)
    if issued_on and expires_on and expires_on < issued_on:
        reader.refuse(Field.EXPIRES, text, f"lies before the day of issue, {issued_on.isoformat()}")
    return expires_on

"""A report of everyone as XLSX: read, put into words and written, against the writing alone (A-23)."""

from pathlib import Path
from zipfile import ZipFile

import xlsxwriter  # type: ignore[import-untyped]  # it has no stubs

from training_app.access.actor import Actor
from training_app.assignments.filters import PlaceFilter
from training_app.bench.ground import NOW, Ground
from training_app.bench.measure import Bar, Work
from training_app.core import db, files
from training_app.reports import making, users_assigned
from training_app.reports.content import Row
from training_app.reports.rules import Format

SYSTEM = Actor.system()
A_MEGABYTE = 1024 * 1024


def works(ground: Ground) -> list[Work]:
    """Everybody in the assignment of everyone, in the order of their names."""
    rows: list[Row] = []
    asked = {"assignment_id": ground.everyone, "wanted": PlaceFilter(), "now": NOW}

    def ours(_run: int) -> ZipFile:
        with db.read() as session, files.workshop() as folder:
            content = users_assigned.content(session, SYSTEM, **asked)  # type: ignore[arg-type]  # as named above
            return ZipFile(making.make(content, Format.XLSX, folder))

    def before(_run: int) -> None:
        with db.read() as session:
            rows[:] = users_assigned.content(session, SYSTEM, **asked).rows  # type: ignore[arg-type]  # same

    def bare(_run: int) -> ZipFile:
        with files.workshop() as folder:
            return ZipFile(_written(rows, folder / "bare.xlsx"))

    return [Work("xlsx of everyone assigned", Bar(times=1.5), ours, bare, outcome=_rows_in, before=before)]


def _written(rows: list[Row], file: Path) -> Path:
    """The least: the same cells, which are all in memory, handed to the same library one row at a time."""
    said = {"constant_memory": True, "tmpdir": str(file.parent), "default_date_format": "d mmm yyyy"}
    with xlsxwriter.Workbook(str(file), said) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, (column.label for column in users_assigned.COLUMNS))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return file


def _rows_in(file: ZipFile) -> int:
    """How many rows its first sheet has; the file has no name any more, but is open."""
    number, rest = 0, b""
    with file, file.open("xl/worksheets/sheet1.xml") as sheet:
        while piece := sheet.read(A_MEGABYTE):
            number += (rest + piece).count(b"<row ")
            rest = piece[-4:]
    return number

"""Reading the files that reports become, by libraries that did not write them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from training_app.reports.content import Column, Content, Kind, Row

COLUMNS = (
    Column("Name", Kind.TEXT, 45),
    Column("Email", Kind.TEXT, 64),
    Column("Due Date", Kind.DAY, 21),
    Column("Attempts", Kind.NUMBER, 18),
)


def content(rows: Iterator[Row], **said) -> Content:
    """A report of these rows."""
    head = {
        "organization": "Riverside EMS",
        "title": "Report of User(s) Assigned",
        "of": "Lifting safely (C-1)",
        "filter": "Past Due, with “le” in the name, by name",
        "made": datetime(2027, 3, 1, 9, tzinfo=UTC),
        "zone": "Etc/UTC",
        "by": "Ada Admin",
        "columns": COLUMNS,
    }
    return Content(rows=rows, **(head | said))


def person(name: str, number: int = 1) -> Row:
    """One row."""
    return name, f"person{number}@muster.test", date(2027, 3, 31), number


def sheet(file: bytes, name: str = "People") -> list[list[object]]:
    """The cells of one sheet, as a spreadsheet program has them."""
    return CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_name(name).to_python()


def written(file: bytes, part: str = "xl/worksheets/sheet1.xml") -> str:
    """What stands in one part of an XLSX file."""
    return ZipFile(BytesIO(file)).read(part).decode()


def pages(file: bytes) -> list[str]:
    """The text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(BytesIO(file)).pages]

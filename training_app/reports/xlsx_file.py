"""A report as XLSX: the people on one sheet, what they are on another; no row is held in memory (A-23, M-05)."""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no stubs
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # same

from training_app.reports.content import Content, Row

# What stands in cells is text, whatever it begins with.
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_CELL = 32_767
LETTERS_A_MILLIMETRE = 0.55
_DAY_ZERO = date(1899, 12, 30)


def write(content: Content, file: Path) -> None:
    """Write a report into this file; what it needs in the making stands beside it."""
    said = {"constant_memory": True, "tmpdir": str(file.parent), **PLAIN}
    book = xlsxwriter.Workbook(str(file), said)
    try:
        book.set_properties({"title": content.title, "author": content.by, "created": _plain(content.made)})
        people = book.add_worksheet("People")
        _about(book, content)
        _people(book, people, content)
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error
    finally:
        _let_go(book)


def _about(book: Any, content: Content) -> None:
    sheet, bold = book.add_worksheet("About"), book.add_format({"bold": True})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 80)
    for number, (label, text) in enumerate([("Organization", content.organization), *content.head()]):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, _cut(text))


def _people(book: Any, sheet: Any, content: Content) -> None:
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "d mmm yyyy"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(content.columns):
        sheet.set_column(place, place, max(column.width * LETTERS_A_MILLIMETRE, len(column.label) + 4))
        sheet.write_string(0, place, column.label, bold)
    number = 0
    # In memory is one row only, so they are written from above.
    for number, row in enumerate(content.rows, start=1):
        _write(sheet, number, row, day)
    sheet.autofilter(0, 0, number, len(content.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, number: int, row: Row, day: Any) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, place, _cut(cell))
        elif isinstance(cell, date):
            sheet.write_number(number, place, (cell - _DAY_ZERO).days, day)
        elif cell is not None:
            sheet.write_number(number, place, float(cell))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _plain(instant: datetime) -> datetime:
    return instant.replace(tzinfo=None)


def _let_go(book: Any) -> None:
    """Close what the sheets have open, also of a book that was not finished."""
    for sheet in book.worksheets():
        with suppress(OSError):  # the disk is full, and what it had not written yet is lost anyway
            sheet.row_data_fh.close()

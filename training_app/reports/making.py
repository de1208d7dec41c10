"""A report becomes a file of the kind that was asked for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from training_app.reports import csv_file
from training_app.reports.content import Content, Row
from training_app.reports.rules import Format

Seen = Callable[[int], None]
"""Hears how many rows were read so far, now and then and at the end."""

NOW_AND_THEN = 1_000


def make(content: Content, kind: Format, folder: Path, *, seen: Seen | None = None) -> Path:
    """Write the report into a file of a workshop; answer where it is."""
    file = folder / f"report.{kind}"
    _writer(kind)(content if seen is None else replace(content, rows=_telling(content.rows, seen)), file)
    return file


def _telling(rows: Iterator[Row], seen: Seen) -> Iterator[Row]:
    number = 0
    for number, row in enumerate(rows, start=1):
        yield row
        if number % NOW_AND_THEN == 0:
            seen(number)
    seen(number)


def _writer(kind: Format) -> Callable[[Content, Path], None]:
    # Loaded when needed: who asks for neither does not wait for the fonts.
    match kind:
        case Format.CSV:
            return csv_file.write
        case Format.XLSX:
            from training_app.reports import xlsx_file  # noqa: PLC0415

            return xlsx_file.write
        case Format.PDF:
            from training_app.reports import pdf_file  # noqa: PLC0415

            return pdf_file.write

"""Lists as CSV, written while they are read: no list is ever whole in memory (A-13, A-23, M-05)."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO
from itertools import islice
from pathlib import Path

from training_app.core.formulas import harmless
from training_app.reports.content import Cell, Content, Line

BOM = "\ufeff"  # by which Excel knows UTF-8
AT_A_TIME = 500


def write(content: Content, file: Path) -> None:
    """Write a report into this file."""
    with file.open("w", encoding="utf-8", newline="") as written:
        written.writelines(parts_of(content))


def parts_of(content: Content) -> Iterator[str]:
    """A report as CSV, part by part."""
    rows = (tuple(map(said, row)) for row in content.rows)
    return parts([*content.head(), (), content.labels()], rows)


def parts(head: Iterable[Line], rows: Iterator[Line]) -> Iterator[str]:
    """What stands above the columns and the columns, then the rows as they come."""
    yield BOM + _written(head)
    while some := list(islice(rows, AT_A_TIME)):
        yield _written(some)


def said(cell: Cell) -> str:
    """A cell as text: days as ISO, numbers without zeros that say nothing."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Decimal):
        text = f"{cell:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if cell is None else str(cell)


def _written(lines: Iterable[Line]) -> str:
    text = StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in lines)
    return text.getvalue()

"""What every report is before it becomes a file: its head, its columns, and its rows as they are read (M-05)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto

Cell = str | int | Decimal | date | None
Row = tuple[Cell, ...]
Line = tuple[str, ...]


class Kind(Enum):
    """What the cells of a column are; any of them may be empty."""

    TEXT = auto()
    DAY = auto()
    NUMBER = auto()


@dataclass(frozen=True)
class Column:
    """One column. `width` is in millimetres of a printed page; a spreadsheet takes it in proportion."""

    label: str
    kind: Kind
    width: int


@dataclass(frozen=True)
class Content:
    """One report. `made` is an instant in the organization's `zone`; `rows` can be read once."""

    organization: str
    title: str
    of: str
    filter: str
    made: datetime
    zone: str
    by: str
    columns: tuple[Column, ...]
    rows: Iterator[Row]

    def head(self) -> tuple[Line, ...]:
        """What the report is of, what it is narrowed to, and when and by whom it was made (M-05)."""
        return (
            (self.title, self.of),
            ("Filter", self.filter),
            ("Made", f"{self.made:%Y-%m-%d %H:%M} ({self.zone}) by {self.by}"),
        )

    def labels(self) -> Line:
        """The names of its columns."""
        return tuple(column.label for column in self.columns)

"""Pages of a list that the database cuts, never Python."""

from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

SIZE = 50
Row = TypeVar("Row")
Statement = TypeVar("Statement", bound=sa.GenerativeSelect)


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted; pages count from 1."""

    number: int = 1
    size: int = SIZE

    def cut(self, statement: Statement) -> Statement:
        """The statement for this page alone."""
        return statement.limit(self.size).offset((self.number - 1) * self.size)


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """One page of rows and how many there are in all."""

    rows: list[Row]
    total: int
    page: Page

    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, ceil(self.total / self.page.size))


def count(session: Session, statement: sa.Select[Any]) -> int:
    """How many rows a statement would give."""
    return (
        session.connection()
        .execute(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery()))
        .scalar_one()
    )

"""The places of what a draft consists of, in order: they count from 1 without a gap, and no two are the same (T-01).

Whoever changes them holds the draft (`drafting.held`).
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.catalog.checking.course import MOST_MATERIALS
from training_app.catalog.checking.evaluation import MOST_ITEMS
from training_app.catalog.checking.exam import MOST_QUESTIONS
from training_app.catalog.model import EvaluationItem, Material, Question
from training_app.core.errors import Invalid, Problem


@dataclass(frozen=True)
class Places:
    """The places in one kind of list. `whole` is the column of what has the list; `most` is how long it can be."""

    table: type[Any]
    whole: Any
    most: int
    field: str
    said: str

    def next_of(self, session: Session, whole_id: int, *, adds: int = 1) -> int:
        """The place behind the last. `Invalid` when so many more are too many."""
        total = self.total_of(session, whole_id)
        if total + adds > self.most:
            raise Invalid(Problem(self.field, f"{self.said.format(most=f'{self.most:,}')} This one has {total:,}."))
        return total + 1

    def total_of(self, session: Session, whole_id: int) -> int:
        """How long the list is."""
        total = sa.select(sa.func.count()).select_from(self.table).where(col(self.whole) == whole_id)
        return session.connection().execute(total).scalar_one()

    def put(self, session: Session, row: Any, to: int) -> None:
        """Take a row to a place that there is; what is between moves by one."""
        before, whole_id, place = row.position, getattr(row, self.whole.key), col(self.table.position)
        # Beside all places for now, since none may be held twice even for a moment.
        row.position = 0
        session.flush()
        if to < before:
            self._renumber(session, whole_id, place.between(to, before - 1), 1)
        else:
            self._renumber(session, whole_id, place.between(before + 1, to), -1)
        row.position = to
        session.flush()

    def make_room(self, session: Session, whole_id: int, *, behind: int) -> int:
        """The place behind another, which is made free; what stood there and after it moves down."""
        self._renumber(session, whole_id, col(self.table.position) > behind, 1)
        return behind + 1

    def close_up(self, session: Session, whole_id: int) -> None:
        """Let rows move up to the places that came free, wherever they are."""
        place, of_it = sa.func.row_number().over(order_by=col(self.table.position)), col(self.whole) == whole_id
        counted = sa.select(col(self.table.id).label("id"), place.label("place")).where(of_it).subquery()
        moved = (col(self.table.id) == counted.c.id) & (col(self.table.position) != counted.c.place)
        session.connection().execute(sa.update(self.table).where(moved).values(position=-counted.c.place))
        self._turn(session, whole_id, 0)

    def _renumber(self, session: Session, whole_id: int, which: Any, by: int) -> None:
        """Change these places by so many, on the other side of nought first, where nothing is in the way."""
        of_it = col(self.whole) == whole_id
        turned = sa.update(self.table).where(of_it, which).values(position=-col(self.table.position))
        session.connection().execute(turned)
        self._turn(session, whole_id, by)

    def _turn(self, session: Session, whole_id: int, by: int) -> None:
        place, of_it = col(self.table.position), col(self.whole) == whole_id
        session.connection().execute(sa.update(self.table).where(of_it, place < 0).values(position=by - place))
        session.expire_all()


MATERIALS = Places(Material, Material.version_id, MOST_MATERIALS, "materials", "A course has at most {most} materials.")
QUESTIONS = Places(Question, Question.exam_id, MOST_QUESTIONS, "questions", "An exam has at most {most} questions.")
ITEMS = Places(
    EvaluationItem, EvaluationItem.evaluation_id, MOST_ITEMS, "items", "An evaluation has at most {most} questions."
)

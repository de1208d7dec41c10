"""What people answered to the evaluation of a course, over all of its versions, and never who (T-01, T-02).

A question is the same in every version in which it has the same words, kind and choices. An answer counts once its
evaluation is submitted: until then it can be changed. Answers are counted by the database.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.model import Enrollment
from training_app.assignments.records import EvaluationAnswer
from training_app.assignments.rules import Status
from training_app.catalog.model import Evaluation, EvaluationItem, TrainingVersion
from training_app.catalog.rules import SCALE, ItemKind
from training_app.core import paging
from training_app.core.db import is_one_of
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.paging import Page, Paged

RIGHTS = frozenset({Permission.MANAGE_CATALOG, Permission.VIEW_REPORTS})


@dataclass(frozen=True)
class Counted:
    """How many chose one number of a scale, or one choice."""

    label: str
    number: int


@dataclass(frozen=True)
class ItemSummary:
    """One question of a version: how many answered it, and what. `mean` is of a scale, None before anybody did."""

    item_id: int
    kind: str
    answered: int
    counts: tuple[Counted, ...]
    mean: float | None


def summary(session: Session, actor: Actor, *, version_id: int) -> list[ItemSummary]:
    """What was answered to each question of a version, in order; of a draft too, where a question is an old one."""
    _require(actor)
    items = _items(session, version_id)
    same = _same(items)
    numbers = _numbers(session, list(same))
    return [_summed(row, [numbers[one] for one in same[row.id]]) for row in items if row.version_id == version_id]


def texts(session: Session, actor: Actor, *, item_id: int, page: Page | None = None) -> Paged[str]:
    """What people wrote to a question, newest first; nothing tells who. `NotFound` for a question of another kind."""
    _require(actor)
    wanted, page = _item(session, item_id), page or Page()
    ids = _same(_items(session, wanted.version_id))[wanted.id]
    said = _submitted(sa.select(col(EvaluationAnswer.value)), ids)
    newest = said.order_by(col(EvaluationAnswer.at).desc(), col(EvaluationAnswer.enrollment_id).desc())
    rows = list(session.connection().execute(page.cut(newest)).scalars())
    return Paged(rows, paging.count(session, said), page)


def _require(actor: Actor) -> None:
    if not any(actor.can(right) for right in RIGHTS):
        raise NotAllowed


def _item(session: Session, item_id: int) -> Any:
    found = _asked().where(col(EvaluationItem.id) == item_id, col(EvaluationItem.kind) == ItemKind.TEXT.value)
    row = session.connection().execute(found).first()
    if row is None:
        raise NotFound
    return row


def _items(session: Session, version_id: int) -> Any:
    """The questions of every version of the course, in order."""
    course = sa.select(col(TrainingVersion.training_id)).where(col(TrainingVersion.id) == version_id)
    of_it = _asked().where(col(TrainingVersion.training_id) == course.scalar_subquery())
    return session.connection().execute(of_it.order_by(col(EvaluationItem.position))).all()


def _asked() -> Any:
    item = EvaluationItem
    columns = (col(item.id), col(item.kind), col(item.text), col(item.choices), col(Evaluation.version_id))
    asked = sa.select(*columns).join(Evaluation, col(Evaluation.id) == col(item.evaluation_id))
    return asked.join(TrainingVersion, col(TrainingVersion.id) == col(Evaluation.version_id))


def _same(rows: Any) -> dict[int, list[int]]:
    """Of each question the ids of those in every version that are the same; asked twice in one they are two."""
    asked, of_key, keys = Counter[Any](), defaultdict[Any, list[int]](list), {}
    for row in rows:
        words = (row.kind, row.text, tuple(row.choices))
        asked[row.version_id, words] += 1
        keys[row.id] = (words, asked[row.version_id, words])
        of_key[keys[row.id]].append(row.id)
    return {item_id: of_key[key] for item_id, key in keys.items()}


def _submitted(asked: Any, ids: list[int]) -> Any:
    of_attempt = col(Enrollment.id) == col(EvaluationAnswer.enrollment_id)
    of_them = is_one_of(col(EvaluationAnswer.item_id), ids)
    return asked.join(Enrollment, of_attempt).where(of_them, col(Enrollment.status) == Status.EVALUATED.value)


def _numbers(session: Session, ids: list[int]) -> dict[int, dict[str, int]]:
    """How often each value was answered to each question; whatever was written is one value."""
    answer, is_text = EvaluationAnswer, col(EvaluationItem.kind) == ItemKind.TEXT.value
    number, of_item = sa.func.count().label("number"), col(EvaluationItem.id) == col(answer.item_id)
    chosen = sa.select(col(answer.item_id), col(answer.value), number).join(EvaluationItem, of_item)
    written = sa.select(col(answer.item_id), sa.literal("").label("value"), number).join(EvaluationItem, of_item)
    found = defaultdict[int, dict[str, int]](dict)
    for asked in (
        _submitted(chosen, ids).where(~is_text).group_by(col(answer.item_id), col(answer.value)),
        _submitted(written, ids).where(is_text).group_by(col(answer.item_id)),
    ):
        for row in session.connection().execute(asked):
            found[row.item_id][row.value] = row.number
    return found


def _summed(row: Any, numbers: list[dict[str, int]]) -> ItemSummary:
    def of(value: object) -> int:
        return sum(one.get(str(value), 0) for one in numbers)

    answered = sum(sum(one.values()) for one in numbers)
    labels = {number: str(number) for number in SCALE} if row.kind == ItemKind.SCALE else {}
    if row.kind == ItemKind.CHOICE:
        labels = dict(enumerate(row.choices, start=1))
    counts = tuple(Counted(label, of(value)) for value, label in labels.items())
    mean = None
    if row.kind == ItemKind.SCALE and answered:
        mean = round(sum(number * of(number) for number in SCALE) / answered, 1)
    return ItemSummary(row.id, row.kind, answered, counts, mean)

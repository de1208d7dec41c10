"""What all finished tries say of the questions of a course's exam, over all of its versions (T-01).

A question is the same in every version in which it has the same words (`Question.origin_id`). Everything is counted by
the database; of a try only its score comes here, of a person nothing.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.exams import judging
from training_app.assignments.exams.judging import Bands, Chosen, Flag, Group, Share
from training_app.assignments.exams.rules import number_of
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.catalog import queries
from training_app.catalog.model import Choice, Exam, Question, TrainingVersion
from training_app.catalog.rules import QuestionKind, TrainingKind
from training_app.core import db
from training_app.core.errors import NotFound

MOST_NUMBERS = 5
"""So many wrong numbers of a numeric question are told."""
ROOT = sa.func.coalesce(col(Question.origin_id), col(Question.id))


@dataclass(frozen=True)
class QuestionStatistics:
    """One question: how often it was drawn in a finished try and how often right, and what was chosen.

    `position` is its place in the newest version, 0 when that has it no more. Of a numeric question `chosen` are the
    wrong numbers that were given most often.
    """

    id: int
    position: int
    kind: str
    text: str
    right: Share
    well: Share
    badly: Share
    difference: int | None
    chosen: tuple[Chosen, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class ExamStatistics:
    """The statistics of an exam. The marks are the scores in per cent of the two groups, None without them."""

    tries: int
    passed: int
    well_from: int | None
    badly_to: int | None
    questions: tuple[QuestionStatistics, ...]


def statistics(session: Session, actor: Actor, *, training_id: int) -> ExamStatistics:
    """Of every question of a course that is in its newest version, or was in a finished try; `NotFound` for a path."""
    # What is right stands in it: it is for whoever makes the exam, not for who reads reports and may take it.
    actor.require(Permission.MANAGE_CATALOG)
    if queries.training(session, actor, training_id=training_id).kind != TrainingKind.COURSE:
        raise NotFound
    tries = _tries(session, training_id)
    scores = {row.id: Fraction(row.right or 0, row.total) for row in tries}
    bands = judging.bands(list(scores.values()))
    group = _group(scores, bands)
    counts = _Counts(session, training_id, group)
    found = [_question(one, counts) for one in _questions(session, training_id)]
    found = [one for one in found if one.position or one.right.of]
    return ExamStatistics(
        tries=len(tries),
        passed=sum(bool(row.is_passed) for row in tries),
        well_from=None if bands.well is None else round(100 * bands.well),
        badly_to=None if bands.badly is None else round(100 * bands.badly),
        questions=tuple(found),
    )


def _exams(training_id: int) -> Any:
    of_it = sa.select(col(Exam.id)).join(TrainingVersion, col(TrainingVersion.id) == col(Exam.version_id))
    return of_it.where(col(TrainingVersion.training_id) == training_id)


def _ended(training_id: int) -> list[Any]:
    return [col(ExamTry.exam_id).in_(_exams(training_id)), col(ExamTry.ended_at).is_not(None)]


def _tries(session: Session, training_id: int) -> list[Any]:
    """The finished tries with at least one question: their scores."""
    total = sa.func.count().label("total")
    each = sa.select(col(ExamTry.id), col(ExamTry.right), col(ExamTry.is_passed), total)
    drawn = each.join(ExamAnswer, col(ExamAnswer.try_id) == col(ExamTry.id)).where(*_ended(training_id))
    return list(session.connection().execute(drawn.group_by(col(ExamTry.id))))


def _group(scores: dict[int, Fraction], bands: Bands) -> Any:
    """The group of a try as the database tells it."""
    if bands.well is None or bands.badly is None:
        return sa.literal(Group.BETWEEN)
    well = [number for number, score in scores.items() if score >= bands.well]
    badly = [number for number, score in scores.items() if score <= bands.badly]
    return sa.case(
        (db.is_one_of(col(ExamTry.id), well), Group.WELL.value),
        (db.is_one_of(col(ExamTry.id), badly), Group.BADLY.value),
        else_=Group.BETWEEN.value,
    )


class _Counts:
    """How often each question was drawn and right, and each of its choices or numbers given, by group."""

    def __init__(self, session: Session, training_id: int, group: Any) -> None:
        self._session, self._training_id = session, training_id
        tries = sa.select(col(ExamTry.id).label("id"), group.label("group")).where(*_ended(training_id))
        self._tries = tries.cte("tries").prefix_with("MATERIALIZED", dialect="postgresql")
        self.drawn: Counter[tuple[int, str]] = Counter()
        self.right: Counter[tuple[int, str]] = Counter()
        self.chosen: Counter[tuple[int, str, str]] = Counter()
        self.given = defaultdict[int, Counter[str]](Counter)
        self._count_answers()
        self._count_choices()
        self._count_numbers()

    def _count_answers(self) -> None:
        right = sa.func.sum(sa.case((col(ExamAnswer.is_right).is_(True), 1), else_=0))
        for root, group, drawn, were_right in self._answers(sa.func.count(), right):
            self.drawn[root, group] += drawn
            self.right[root, group] += were_right or 0

    def _count_choices(self) -> None:
        """By their words: a choice has another row in every version. What is brought into an order is not chosen."""
        given: Any
        place: Any
        if db.is_sqlite():
            given = sa.func.json_each(col(ExamAnswer.given)).table_valued("value")
            place = sa.func.json_extract(col(ExamAnswer.choices), sa.literal("$[").concat(given.c.value).concat("]"))
        else:
            given = sa.func.json_array_elements_text(col(ExamAnswer.given)).table_valued("value").render_derived()
            place = sa.cast(col(ExamAnswer.choices).op("->>")(sa.cast(given.c.value, sa.Integer)), sa.Integer)
        marked = col(Question.kind).in_([QuestionKind.SINGLE, QuestionKind.MULTIPLE])
        each = self._select(place.label("choice"), sa.func.count()).join(given, sa.true())
        where = marked & col(ExamAnswer.given).is_not(None)
        rows = self._session.connection().execute(each.where(where).group_by(ROOT, self._tries.c.group, place))
        counted = list(rows)
        words = self._words({row.choice for row in counted})
        for root, group, choice, number in counted:
            self.chosen[root, group, words[choice]] += number

    def _count_numbers(self) -> None:
        each = self._select(col(ExamAnswer.number), sa.func.count())
        wrong = (col(Question.kind) == QuestionKind.NUMERIC) & (col(ExamAnswer.number) != "")
        not_right = sa.or_(col(ExamAnswer.is_right).is_(None), col(ExamAnswer.is_right).is_(False))
        grouped = each.where(wrong, not_right).group_by(ROOT, self._tries.c.group, col(ExamAnswer.number))
        for root, group, number, times in self._session.connection().execute(grouped):
            self.chosen[root, group, _plain(number)] += times
            self.given[root][_plain(number)] += times

    def _answers(self, *columns: Any) -> Any:
        return self._session.connection().execute(self._select(*columns).group_by(ROOT, self._tries.c.group))

    def _select(self, *columns: Any) -> Any:
        each = sa.select(ROOT.label("root"), self._tries.c.group, *columns).select_from(self._tries)
        drawn = each.join(ExamAnswer, col(ExamAnswer.try_id) == self._tries.c.id)
        return drawn.join(Question, col(Question.id) == col(ExamAnswer.question_id))

    def _words(self, ids: set[int]) -> dict[int, str]:
        rows = self._session.connection().execute(
            sa.select(col(Choice.id), col(Choice.text)).where(db.is_one_of(col(Choice.id), ids))
        )
        return {row.id: row.text for row in rows}


def _questions(session: Session, training_id: int) -> list[Any]:
    """Of each question its row in the newest version that has it; those of the newest version first, in order."""
    newest = sa.select(sa.func.max(col(TrainingVersion.number))).where(
        col(TrainingVersion.training_id) == training_id
    ).scalar_subquery()  # fmt: skip
    latest = sa.select(sa.func.max(col(Question.id))).where(col(Question.exam_id).in_(_exams(training_id)))
    place = sa.case((col(TrainingVersion.number) == newest, col(Question.position)), else_=0).label("place")
    rows = (
        sa.select(col(Question.id), ROOT.label("root"), col(Question.kind), col(Question.text), place)
        .join(Exam, col(Exam.id) == col(Question.exam_id))
        .join(TrainingVersion, col(TrainingVersion.id) == col(Exam.version_id))
        .where(col(Question.id).in_(latest.group_by(ROOT)))
        .order_by(place == 0, place, col(Question.id))
    )
    found = list(session.connection().execute(rows))
    choices = defaultdict[int, list[Any]](list)
    wanted = sa.select(col(Choice.question_id), col(Choice.text), col(Choice.is_right)).where(
        db.is_one_of(col(Choice.question_id), [row.id for row in found])
    )
    for row in session.connection().execute(wanted.order_by(col(Choice.question_id), col(Choice.position))):
        choices[row.question_id].append(row)
    return [(row, choices[row.id]) for row in found]


def _question(found: tuple[Any, list[Any]], counts: _Counts) -> QuestionStatistics:
    row, choices = found
    shares = [Share(counts.right[row.root, one], counts.drawn[row.root, one]) for one in Group]
    well, badly, between = shares
    right = Share(well.part + badly.part + between.part, well.of + badly.of + between.of)
    chosen = _chosen(row, choices, counts, (right.of, well.of, badly.of))
    judged = judging.judge(row.kind, right, well, badly, chosen)
    marked = tuple(replace(one, misleads=place in judged.misleading) for place, one in enumerate(chosen))
    return QuestionStatistics(row.root, row.place, row.kind, row.text, right, well, badly, judged.difference, marked,
                              judged.flags)  # fmt: skip


def _chosen(row: Any, choices: list[Any], counts: _Counts, drawn: tuple[int, int, int]) -> list[Chosen]:
    if row.kind == QuestionKind.ORDERED:
        return []
    if row.kind == QuestionKind.NUMERIC:
        said = [(number, False) for number, _times in counts.given[row.root].most_common(MOST_NUMBERS)]
    else:
        said = [(one.text, bool(one.is_right)) for one in choices]
    return [
        Chosen(
            text, is_right,
            Share(sum(counts.chosen[row.root, group, text] for group in Group), drawn[0]),
            Share(counts.chosen[row.root, Group.WELL, text], drawn[1]),
            Share(counts.chosen[row.root, Group.BADLY, text], drawn[2]),
        )
        for text, is_right in said
    ]  # fmt: skip


def _plain(entered: str) -> str:
    number = number_of(entered)
    return entered if number is None else f"{number.normalize():f}"

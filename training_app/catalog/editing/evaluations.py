"""The evaluation of a draft: begun empty or from a template, what stands above its questions, and removed (T-01).

Its questions are edited one by one, by `evaluation_items`.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import drafting
from training_app.catalog.checking import evaluation as checking
from training_app.catalog.content import NewEvaluation, NewItem
from training_app.catalog.editing.places import ITEMS
from training_app.catalog.merging import ChangedMeanwhile, told_by
from training_app.catalog.model import Evaluation, EvaluationItem, TrainingVersion
from training_app.core import audit
from training_app.core.errors import Conflict, Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people.rules import clean

SUBJECT = "evaluation"
EMPTY = NewEvaluation(items=())


class EvaluationGone(NotFound):
    """This evaluation is not there any more: somebody removed it meanwhile."""


class AlreadyThere(Conflict):
    """This course has an evaluation already: somebody else began it meanwhile."""


def add(session: Session, actor: Actor, *, version_id: int, new: NewEvaluation = EMPTY, now: datetime) -> Evaluation:
    """Give a draft an evaluation, without questions or with those of a template.

    One that has an evaluation keeps it; `AlreadyThere` where other questions would have been added.
    """
    version = drafting.held(session, actor, version_id=version_id)
    there = of_version(session, version_id)
    if there is not None and new.items:
        raise AlreadyThere
    if there is not None:
        return there
    row = Evaluation(version_id=version_id, intro=clean(new.intro))
    session.add(row)
    session.flush()
    session.add_all(row_of(known(row.id), place, one) for place, one in enumerate(new.items, start=1))
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation added", subject=SUBJECT, subject_id=row.id,
                after={"intro": row.intro, "questions": [one.text for one in new.items]})  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def edit(session: Session, actor: Actor, *, evaluation_id: int, base: str, new: str, now: datetime) -> Evaluation:
    """Change what stands above the questions from `base`, as the form was opened with it, to `new`.

    `ChangedMeanwhile` when somebody else changed it too, and otherwise (A-24).
    """
    row, version = held(session, actor, evaluation_id)
    wanted, before = clean(new), row.intro
    if wanted in {before, clean(base)}:
        return row
    if before != clean(base):
        by = told_by(session, SUBJECT, evaluation_id, "intro")
        said = f"{by} changed the introduction meanwhile. It is now: {f'“{before}”' if before else 'empty'}."
        raise ChangedMeanwhile(Problem("intro", said))
    if wrong := checking.problems_of_intro(wanted):
        raise Invalid(*wrong)
    row.intro = wanted
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation edited", subject=SUBJECT,
                subject_id=row.id, before={"intro": before}, after={"intro": wanted})  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def remove(session: Session, actor: Actor, *, evaluation_id: int, now: datetime) -> int:
    """Take the evaluation out of a draft with its questions; answer how many. Other versions keep theirs (X-04)."""
    row, version = held(session, actor, evaluation_id)
    questions = ITEMS.total_of(session, evaluation_id)
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation removed", subject=SUBJECT,
                subject_id=evaluation_id, before={"intro": row.intro, "questions": questions})  # fmt: skip
    session.connection().execute(sa.delete(EvaluationItem).where(col(EvaluationItem.evaluation_id) == evaluation_id))
    session.delete(row)
    session.flush()
    session.expire_all()
    drafting.noted(session, actor, version=version, now=now)
    return questions


def of_version(session: Session, version_id: int) -> Evaluation | None:
    """The evaluation of a version; None when it has none."""
    return session.exec(select(Evaluation).where(Evaluation.version_id == version_id)).first()


def held(session: Session, actor: Actor, evaluation_id: int) -> tuple[Evaluation, TrainingVersion]:
    """The evaluation of a draft, with the draft, held to the end of the transaction; `EvaluationGone` if it is."""
    actor.require(Permission.MANAGE_CATALOG)
    wanted: Any = select(Evaluation).where(Evaluation.id == evaluation_id)
    wanted = wanted.execution_options(populate_existing=True)
    row = session.exec(wanted).first()
    if row is None:
        raise EvaluationGone
    version = drafting.held(session, actor, version_id=row.version_id)
    # Whoever waited for the draft sees what was done to it meanwhile.
    again = session.exec(wanted).first()
    if again is None:
        raise EvaluationGone
    return again, version


def row_of(evaluation_id: int, position: int, new: NewItem) -> EvaluationItem:
    """One question as a row."""
    return EvaluationItem(evaluation_id=evaluation_id, position=position, kind=new.kind.value, text=new.text,
                          choices=list(new.choices), is_required=new.is_required)  # fmt: skip

"""Evaluations that courses can begin theirs from: three of ours, and those that somebody saved (T-01).

A course that began from one keeps what it has: changing or deleting a template changes no course.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import queries
from training_app.catalog.checking.texts import LINE, text
from training_app.catalog.content import NewEvaluation, NewItem
from training_app.catalog.editing import evaluation_items
from training_app.catalog.model import TrainingVersion
from training_app.catalog.records import EvaluationTemplate
from training_app.catalog.rules import ItemKind
from training_app.core import audit
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people.rules import clean, key_of

SUBJECT = "evaluation template"
MOST = 40
"""So many can be saved: they are all offered on one page."""
DEGREES = ("Yes, fully", "Mostly", "Only in part", "No")
LENGTHS = ("Too short", "About right", "Too long")


@dataclass(frozen=True)
class Template:
    """One to begin from. The `key` of one of ours is a word, of one that was saved its id; only that has a `row_id`."""

    key: str
    name: str
    evaluation: NewEvaluation
    row_id: int = 0


class TemplateGone(NotFound):
    """This template is not there any more: somebody deleted it meanwhile."""


def _scale(said: str) -> NewItem:
    return NewItem(ItemKind.SCALE, said)


def _choice(said: str, choices: tuple[str, ...]) -> NewItem:
    return NewItem(ItemKind.CHOICE, said, choices)


def _text(said: str) -> NewItem:
    return NewItem(ItemKind.TEXT, said, is_required=False)


OURS = (
    Template(
        "course-reaction",
        "Course reaction",
        NewEvaluation(
            intro="Your answers are shown without your name. They help to make this course better.",
            items=(
                _scale("How useful is this course for your work?"),
                _scale("How clear were the materials?"),
                _choice("How long was the course?", LENGTHS),
                _choice("Did the course cover what you needed?", DEGREES),
                _scale("How likely are you to recommend this course to a colleague?"),
                _text("What was most useful to you?"),
                _text("What should be changed?"),
            ),
        ),
    ),
    Template(
        "instructor-led-session",
        "Instructor-led session",
        NewEvaluation(
            intro="Think of the session that you attended. Your answers are shown without your name.",
            items=(
                _scale("How well did the instructor know the subject?"),
                _scale("How clearly did the instructor explain it?"),
                _choice("Was there enough time to practice?", ("More than enough", "Enough", "Too little", "None")),
                _scale("How well were the room and the equipment suited?"),
                _choice("How was the pace?", ("Too slow", "About right", "Too fast")),
                _choice("Could you ask what you wanted to ask?", DEGREES),
                _text("What should the instructor keep doing, or do differently?"),
            ),
        ),
    ),
    Template(
        "confidence-before-and-after",
        "Confidence before and after",
        NewEvaluation(
            intro="Compare how sure you were before this course with how sure you are now.",
            items=(
                _scale("Before this course: how confident were you in doing this?"),
                _scale("Now: how confident are you in doing this?"),
                _choice("When will you use what you learned?", ("This week", "This month", "Later", "Not at all")),
                _choice("Do you need more practice?", ("No", "A little", "A lot")),
                _text("What are you still unsure about?"),
            ),
        ),
    ),
)


def templates(session: Session, actor: Actor) -> list[Template]:
    """Ours, then those that were saved, by name."""
    actor.require(Permission.MANAGE_CATALOG)
    rows = session.exec(select(EvaluationTemplate).order_by(col(EvaluationTemplate.name_key)))
    return [*OURS, *map(_read, rows)]


def template(session: Session, actor: Actor, *, key: str) -> Template:
    """The one with this key; `TemplateGone` when there is none."""
    found = next((one for one in templates(session, actor) if one.key == key), None)
    if found is None:
        raise TemplateGone
    return found


def save_as(session: Session, actor: Actor, *, version_id: int, name: str, now: datetime) -> int:
    """Save the evaluation of a version, a draft or not, under a name that is free; answer its id.

    `Invalid` for a name that is missing, too long or taken, and where there is no question to save.
    """
    actor.require(Permission.MANAGE_CATALOG)
    evaluation, name = _evaluation(session, actor, version_id), clean(name)
    _require_free(session, name)
    if session.connection().execute(sa.select(sa.func.count()).select_from(EvaluationTemplate)).scalar_one() >= MOST:
        raise Invalid(Problem("name", f"There are {MOST} templates already. Delete one that nobody needs."))
    row = EvaluationTemplate(
        name=name, name_key=key_of(name), intro=evaluation.intro, items=[_kept(one) for one in evaluation.items],
        made_by_id=actor.person_id, made_at=now,
    )  # fmt: skip
    _store(session, row)
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation template saved", subject=SUBJECT,
                subject_id=row.id, after={"name": name, "questions": len(evaluation.items)})  # fmt: skip
    return known(row.id)


def rename(session: Session, actor: Actor, *, template_id: int, name: str, now: datetime) -> None:
    """Give a template that was saved another name, which is free."""
    row, name = _held(session, actor, template_id), clean(name)
    before = row.name
    if name == before:
        return
    _require_free(session, name, but=template_id)
    row.name, row.name_key = name, key_of(name)
    _store(session, row)
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation template renamed", subject=SUBJECT,
                subject_id=template_id, before={"name": before}, after={"name": name})  # fmt: skip


def delete(session: Session, actor: Actor, *, template_id: int, now: datetime) -> str:
    """Do without a template that was saved; answer its name. Courses that began from it keep what they have."""
    row = _held(session, actor, template_id)
    name = row.name
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation template deleted", subject=SUBJECT,
                subject_id=template_id, before={"name": name})  # fmt: skip
    session.delete(row)
    session.flush()
    return name


def _evaluation(session: Session, actor: Actor, version_id: int) -> NewEvaluation:
    version = session.get(TrainingVersion, version_id)
    if version is None:
        raise NotFound
    queries.training(session, actor, training_id=version.training_id)
    found = evaluation_items.evaluation(session, actor, version_id=version_id)
    if found is None or not found.items:
        raise Invalid(Problem("name", "There is nothing to save yet. Add a question first."))
    return NewEvaluation(tuple(one.entered for one in found.items), found.intro)


def _held(session: Session, actor: Actor, template_id: int) -> EvaluationTemplate:
    actor.require(Permission.MANAGE_CATALOG)
    wanted = select(EvaluationTemplate).where(EvaluationTemplate.id == template_id).with_for_update()
    row = session.exec(wanted.execution_options(populate_existing=True)).first()
    if row is None:
        raise TemplateGone
    return row


def _require_free(session: Session, name: str, *, but: int = 0) -> None:
    if wrong := text("name", "Name", name, most=LINE, is_needed=True):
        raise Invalid(*wrong)
    rows = session.exec(select(EvaluationTemplate.name).where(
        EvaluationTemplate.name_key == key_of(name), EvaluationTemplate.id != but
    ))  # fmt: skip
    there = rows.first() or next((one.name for one in OURS if key_of(one.name) == key_of(name)), None)
    if there is not None:
        raise Invalid(_taken(there))


def _store(session: Session, row: EvaluationTemplate) -> None:
    """Of two that take a name at the same moment one is `Invalid`."""
    name = row.name
    session.add(row)
    try:
        session.flush()
    except IntegrityError as meanwhile:
        raise Invalid(_taken(name)) from meanwhile


def _taken(name: str) -> Problem:
    return Problem("name", f"There is a template “{name}” already. Choose another name.")


def _read(row: EvaluationTemplate) -> Template:
    items = tuple(NewItem(ItemKind(one["kind"]), one["text"], tuple(one["choices"]), one["is_required"])
                  for one in row.items)  # fmt: skip
    return Template(str(row.id), row.name, NewEvaluation(items, row.intro), known(row.id))


def _kept(one: NewItem) -> dict[str, Any]:
    return {"kind": one.kind.value, "text": one.text, "choices": list(one.choices), "is_required": one.is_required}

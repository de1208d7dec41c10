"""Editing an assignment within a story, as the wizard does, by somebody who may override the lock."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.story import Story

from training_app.access.actor import Actor
from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.assignments.making import drafting, editing
from training_app.assignments.making.editing import Saved
from training_app.assignments.model import Assignment
from training_app.core import db
from training_app.core.tables import known
from training_app.people.model import Person


def edit(
    story: Story,
    made: int,
    *,
    add: Iterable[Person] = (),
    remove: Iterable[Person] = (),
    start: str | None = None,
    due: str | None = None,
    **options: bool,
) -> Saved:
    """Save these changes of an assignment."""
    with db.write() as session:
        actor = editor(story, session)
        assignment = session.get_one(Assignment, made)
        said = {"draft_id": editing.begin(session, actor, assignment_id=made, now=story.now), "now": story.now}
        starts_on = date.fromisoformat(start) if start else assignment.starts_on
        due_on = date.fromisoformat(due) if due else assignment.due_on
        drafting.set_dates(session, actor, starts_on=starts_on, due_on=due_on, **said)
        drafting.set_options(session, actor, **options, **said)
        drafting.set_reason(session, actor, reason="The calendar changed", **said)
        for person in add:
            drafting.add_person(session, actor, person_id=known(person.id), **said)
        for person in remove:
            drafting.remove_person(session, actor, person_id=known(person.id), **said)
        return editing.save(session, actor, **said)


def editor(story: Story, session: Session) -> Actor:
    """Whoever makes the edits of a story."""
    return Builder(session, story.now).actor(_editor(story, session))


def _editor(story: Story, session: Session) -> Person:
    there = session.exec(select(Person).where(Person.username == "editor")).first()
    if there is not None:
        return there
    editor = Builder(session, story.now).person("Eddie", "Editor", username="editor", email="editor@muster.test")
    accounts.give_role(session, SYSTEM, person_id=known(editor.id), role=Role.SUPERADMIN, now=story.now)
    return editor

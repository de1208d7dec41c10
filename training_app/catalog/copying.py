"""Copying a training under another title and code."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import actions, drafting, paths, queries, version_rows
from training_app.catalog.editing import facts
from training_app.catalog.model import Training
from training_app.catalog.rules import TrainingKind
from training_app.core import audit
from training_app.core.tables import known


def copy(session: Session, actor: Actor, *, training_id: int, title: str, code: str, now: datetime) -> Training:
    """Make a course of the same facts and content, not published yet; a path is copied as it stands.

    The content is that of the draft if there is one. Sessions are of the course that holds them. `Invalid` says what
    is wrong with the title or the code.
    """
    actor.require(Permission.MANAGE_CATALOG)
    source = queries.training(session, actor, training_id=training_id)
    if source.kind == TrainingKind.PATH:
        return paths.add(session, actor, new=replace(paths.entered(session, source), title=title, code=code), now=now)
    row = actions.add_draft(session, actor, new=replace(facts.entered(source), title=title, code=code), now=now)
    draft = drafting.draft_of(session, training_id=known(row.id))
    of = drafting.draft_of(session, training_id=training_id) or queries.newest_version(session, training_id=training_id)
    if draft is not None and of is not None:
        version_rows.copy(session, version_id=known(of.id), into=known(draft.id), is_same_training=False)
        drafting.noted(session, actor, version=draft, now=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="course copied", subject="training", subject_id=row.id,
                after={"copy_of": source.code})  # fmt: skip
    return row

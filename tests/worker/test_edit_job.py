"""Adding more people to an assignment than at once: a job gives attempts that nobody sees, and saves the edit last."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, func, select
from support.build import SYSTEM, Builder
from support.database import Database
from support.editing.steps import Edits
from support.waiting import until

from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.accounts import queries as account_queries
from training_app.assignments.making import editing
from training_app.assignments.model import Assignee, AssignmentDraft, Chosen, Enrollment, PathStep
from training_app.core import db, jobs
from training_app.core.jobs import JobLine
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person
from training_app.worker import jobs as workflows

MANY = 120


@pytest.fixture
def edit(database: Database, now: datetime):
    """Ada has added 120 people to a learning path that was assigned to Kim."""
    with db.write() as session:
        build = Builder(session, now)
        ada, kim = build.person("Ada"), build.person("Kim")
        accounts.give_role(session, SYSTEM, person_id=known(ada.id), role=Role.ADMIN, now=now)
        path = build.path("New hires", build.course("Airway"))
        made = build.assign(path, f"q={kim.username}")
        build.people(MANY, level="ALS")
        return Edits(build, made.assignment_id, build.actor(ada)).begin().add_found("level=ALS")


def save(edit) -> str:
    with db.write() as session:
        saved = editing.save(session, edit.of.actor, draft_id=edit.id, now=edit.now)
    assert saved.job_key is not None
    return saved.job_key


def work_until_the_end(key: str):
    with workflows.working():
        until(lambda: progress(key).ended_at is not None)
    return progress(key)


def progress(key: str):
    with db.read() as session:
        return jobs.progress(session, key)


def rows(session: Session) -> dict[str, int]:
    tables = (Assignee, Enrollment, PathStep, Chosen)
    return {table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in tables}


@pytest.mark.rule("A-19", "above 100 new people an edit is saved by a job, as a whole")
def test_many_people_are_added_by_a_job(edit):
    ended = work_until_the_end(save(edit))
    assert (ended.outcome, ended.done, ended.total) == ("done", MANY, MANY)
    numbers = {"added": MANY, "removed": 0, "moved": 0, "skipped": 0}
    assert ended.result == {"assignment_id": edit.of.assignment_id, **numbers}
    with db.read() as session:
        assert rows(session) == {"Assignee": MANY + 1, "Enrollment": 2 * (MANY + 1), "PathStep": MANY + 1, "Chosen": 0}


@pytest.mark.rule("A-19", "a cancelled job leaves the assignment as it was, and the edit as it was entered")
def test_a_cancelled_edit_is_handed_back(edit, now):
    with db.read() as session:
        before = rows(session)
    key = save(edit)
    with db.write() as session:
        editing.give_attempts(session, draft_key=key, after_person_id=0, size=60, now=now)
        assert rows(session)["Enrollment"] > before["Enrollment"]
        jobs.request_cancel(session, key=key, now=now)
    assert work_until_the_end(key).outcome == "cancelled"
    with db.read() as session:
        assert rows(session) == before
        draft = session.get_one(AssignmentDraft, edit.id)
        assert (draft.assignment_id, draft.key == key) == (None, False)
    assert work_until_the_end(save(edit)).outcome == "done"


@pytest.mark.rule("A-24", "what somebody else changed while the job ran is not overwritten: it fails and says so")
def test_a_conflict_in_the_meantime_fails_the_job(edit, now):
    with db.write() as session:
        build = Builder(session, now)
        sam = build.person("Sam", "Super")
        accounts.give_role(session, SYSTEM, person_id=known(sam.id), role=Role.SUPERADMIN, now=now)
        edit.of.build = build
        edit.dates(due=date(2027, 4, 15))
        key = editing.save(session, edit.of.actor, draft_id=edit.id, now=now).job_key
        Edits(build, edit.of.assignment_id, build.actor(sam)).begin().dates(due=date(2027, 4, 20)).save()
    ended = work_until_the_end(key)
    assert ended.outcome == "failed"
    assert "Sam Super changed “Due date” to 20 Apr 2027" in ended.result["error"]


@pytest.mark.rule("P-09", "whoever is deactivated before the job ends saves nothing")
def test_somebody_deactivated_saves_nothing(edit, now):
    key = save(edit)
    with db.write() as session:
        people.deactivate(session, SYSTEM, person_id=known(edit.of.actor.person_id), now=now)
        assert account_queries.actor_of(session, person_id=known(edit.of.actor.person_id)) is None
    assert work_until_the_end(key).outcome == "failed"
    with db.read() as session:
        assert rows(session)["Assignee"] == 1


@pytest.mark.rule("J-01", "the result of a large edit names who was skipped and why")
def test_who_is_skipped_is_named(edit, now):
    with db.write() as session:
        gone = session.exec(select(Person).where(Person.level == "ALS").limit(1)).one()
        people.deactivate(session, SYSTEM, person_id=known(gone.id), now=now)
    key = save(edit)
    assert work_until_the_end(key).result["skipped"] == 1
    with db.read() as session:
        lines = session.exec(select(JobLine).where(JobLine.job_key == key)).all()
        assert [(line.subject_id, line.why) for line in lines] == [(gone.id, "Deactivated")]

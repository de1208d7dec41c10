"""An import written by a job: portion by portion, from the top of the organization down (P-08, J-01)."""

from datetime import datetime

import pytest
from sqlmodel import Session, col, func, select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.cast import make as make_cast
from support.database import Database
from support.importing import Office, numbered, progress, until
from support.imports import roster

from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.core import db, jobs
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.tables import known
from training_app.imports import running
from training_app.imports.filters import Part
from training_app.imports.portions import NothingPlanned, NothingToDo
from training_app.people import actions as people
from training_app.people.model import Branch, Person, Team, TeamMember
from training_app.worker import jobs as workflows

ANN = "Ann,Lee,ann@x.test,North"
BOB = "Bob,Ray,bob@x.test,North"


@pytest.fixture
def cast(database: Database, now: datetime) -> Cast:
    """The cast, committed."""
    with db.write() as session:
        return make_cast(Builder(session, now))


@pytest.fixture
def office(cast: Cast, now: datetime) -> Office:
    """Ada's."""
    return Office(actor_of(cast, cast.ada), now)


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Portions so small that a short file has many."""
    monkeypatch.setattr(workflows, "ROWS", 7)


def actor_of(cast: Cast, person: Person):
    with db.read() as session:
        return Builder(session, cast.build.now).actor(person)


def people_of(session: Session) -> dict[str, str]:
    """Everybody of the file, and who is above them."""
    rows = session.exec(select(Person).where(col(Person.email).contains("@x.test"))).all()
    emails = {row.id: row.email for row in rows}
    return {row.email: emails.get(row.manager_id, "") for row in rows}


@pytest.mark.rule("P-08", "it runs as a job that says how far it is and what came of it")
def test_a_job_writes_everybody_and_says_what_came_of_it(office: Office, few_at_a_time: None):
    made = office.bring(numbered(60))
    ended = office.run(made)
    assert (ended.outcome, ended.done, ended.total) == ("done", 60, 60)
    assert ended.result == {"created": 60, "changed": 0, "awards": 0, "refused": 0, "left": 0}
    with db.read() as session:
        above = people_of(session)
        assert session.exec(select(func.count()).select_from(TeamMember)).one() == 60
        assert sorted(session.exec(select(Team.name))) == ["Team 0", "Team 1", "Team 2"]
        names = session.exec(select(Branch.name).where(col(Branch.name).startswith("Station "))).all()
    assert len(names) == len(set(names)) == 7
    assert len(above) == 60
    assert above["p50@x.test"] == ""
    assert {above[f"p{one}@x.test"] for one in range(51, 60)} == {"p50@x.test"}
    assert all(above[f"p{one}@x.test"] == f"p{50 + one % 10}@x.test" for one in range(50))
    assert office.counts(made).create == 60


@pytest.mark.rule("P-08", "the same file a second time changes nothing and says so")
def test_the_same_file_again_changes_nothing(office: Office, few_at_a_time: None):
    office.run(office.bring(numbered(30)))
    again = office.bring(numbered(30))
    counts = office.counts(again)
    assert (counts.create, counts.change, counts.alone, counts.refuse) == (0, 0, 30, 0)
    with pytest.raises(NothingToDo):
        office.start(again)


@pytest.mark.rule("P-10", "an import by a job is one audit entry, that names the rows it made and what changed")
def test_a_job_writes_one_audit_entry(office: Office, cast: Cast, few_at_a_time: None):
    office.run(office.bring(numbered(30) + "\nLea,Changed,lea@muster.test,Station 1,,Team 1"))
    with db.read() as session:
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == "people imported")).all()
        ids = session.exec(select(Person.id).where(col(Person.email).contains("@x.test"))).all()
    assert entry.actor_id == cast.ada.id
    assert entry.rows is not None
    assert {one for first, last in entry.rows for one in range(first, last + 1)} == {*ids, cast.lea.id}
    assert entry.before == {str(cast.lea.id): {"Last name": ["Learner"], "Teams": [""]}}
    assert entry.after is not None
    assert (entry.after["created"], entry.after["changed"]) == (30, 1)
    assert entry.after[str(cast.lea.id)]["Last name"] == ["Changed"]


@pytest.mark.rule("J-01", "a job cancelled between chunks: what was done stays and is listed")
def test_cancelled_what_was_done_stays_and_is_listed(office: Office, cast: Cast, now: datetime):
    made = office.bring(numbered(30))
    key = office.start(made)
    with db.write() as session:
        running.write_portion(session, office.actor, job_key=key, after=0, size=12, now=now)
        jobs.request_cancel(session, key=key, now=now)
    ended = office.run(made)
    assert ended.outcome == "cancelled"
    assert ended.result == {"created": 12, "changed": 0, "awards": 0, "refused": 0, "left": 18}
    counts = office.counts(made)
    assert (counts.create, counts.left) == (12, 18)
    done, left = office.rows(made, Part.CREATE), office.rows(made, Part.LEFT)
    with db.read() as session:
        assert people_of(session).keys() == {row.email for row in done}
    assert len({row.email for row in (*done, *left)}) == 30
    with db.read() as session:
        assert session.exec(select(func.count()).where(AuditEntry.act == "people imported")).one() == 1


@pytest.mark.rule("J-01", "started twice it is one job")
def test_started_twice_it_is_once(office: Office):
    made = office.bring(roster(ANN, BOB))
    assert office.start(made) == office.start(made)
    assert office.run(made).result["created"] == 2
    assert office.start(made) == f"people-import:{made}"
    with db.read() as session:
        assert len(people_of(session)) == 2


@pytest.mark.rule("P-08", "what no longer holds when the job comes to it is refused and named")
def test_what_changed_since_the_preview_is_refused_and_named(office: Office, cast: Cast, now: datetime):
    lines = (ANN, f"{BOB},ann@x.test", "Cyd,Fox,cyd@x.test,North,bob@x.test", "Dee,Elk,dee@x.test,North,")
    made = office.bring(roster(lines[0] + ",", *lines[1:], more=",Supervisor"))
    with db.write() as session:
        Builder(session, now).person("Bob", "Other", branch="South", email="other@x.test", username="BOB@x.test")
    ended = office.run(made)
    assert (ended.result["created"], ended.result["refused"]) == (2, 2)
    assert office.refused(made) == {
        3: ["Email “bob@x.test” belongs to Bob Other (other@x.test)."],
        4: ["The supervisor “bob@x.test” is somebody else now than in the preview."],
    }
    assert [row.email for row in office.rows(made, Part.CREATE)] == ["ann@x.test", "dee@x.test"]


@pytest.mark.rule("P-08", "whose supervisor was refused since the preview is refused and says so")
def test_below_somebody_refused_meanwhile_nobody_is_made(
    office: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workflows, "ROWS", 1)
    lines = (f"{ANN},,bob@x.test", "Bob,Ray,bob@x.test,North,E7,", "Cyd,Fox,cyd@x.test,North,,")
    made = office.bring(roster(*lines, more=",Employee number,Supervisor"))
    with db.write() as session:
        Builder(session, now).person("Eve", "Other", email="eve@muster.test", employee_number="E7")
    assert office.run(made).result["created"] == 1
    assert office.refused(made) == {
        2: ["Supervisor “bob@x.test” is the person of row 3, which is refused."],
        3: ["Employee number “E7” belongs to Eve Other (eve@muster.test)."],
    }


@pytest.mark.rule("P-08", "a supervisor may stand in a later portion of the file, also where two change places")
def test_supervisors_change_places_across_portions(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workflows, "ROWS", 1)
    office.run(office.bring(roster(f"{ANN},", f"{BOB},ann@x.test", more=",Supervisor")))
    lines = (f"{ANN},bob@x.test", f"{BOB},cyd@x.test", "Cyd,Fox,cyd@x.test,North,")
    ended = office.run(office.bring(roster(*lines, more=",Supervisor")))
    assert (ended.result["created"], ended.result["changed"], ended.result["refused"]) == (1, 2, 0)
    with db.read() as session:
        assert people_of(session) == {"ann@x.test": "bob@x.test", "bob@x.test": "cyd@x.test", "cyd@x.test": ""}


def test_a_name_made_by_an_earlier_portion_in_other_capitals_is_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    office.run(office.bring(roster(ANN, BOB)))
    monkeypatch.setattr(workflows, "ROWS", 1)
    ended = office.run(office.bring(roster("Ann,Lee,ann@x.test,New place", "Bob,Ray,bob@x.test,NEW PLACE")))
    assert (ended.result["changed"], ended.result["refused"]) == (2, 0)


@pytest.mark.rule("P-06", "who lost the right to manage people after starting an import: nothing is written")
def test_who_lost_the_right_writes_nothing(office: Office, cast: Cast, now: datetime):
    made = office.bring(roster(ANN))
    office.start(made)
    with db.write() as session:
        accounts.take_role(session, SYSTEM, person_id=known(cast.ada.id), role=Role.ADMIN, now=now)
    ended = office.run(made)
    assert ended.outcome == "failed"
    assert "Manage people" in ended.result["error"]
    with db.read() as session:
        assert people_of(session) == {}


def test_who_was_deactivated_writes_nothing(office: Office, cast: Cast, now: datetime):
    key = office.start(made := office.bring(roster(ANN)))
    with db.write() as session:
        people.deactivate(session, SYSTEM, person_id=known(cast.ada.id), now=now)
    with workflows.working():
        until(lambda: progress(key).ended_at is not None)
    assert progress(key).result["error"] == "Whoever started this import was deactivated."
    assert made


@pytest.mark.rule("P-04", "an import is seen and started by the one alone who brought it")
def test_a_stranger_finds_nothing_and_a_learner_may_not(office: Office, cast: Cast, now: datetime):
    made = office.bring(roster(ANN))
    for actor, refused in ((actor_of(cast, cast.sam), NotFound), (actor_of(cast, cast.lea), NotAllowed)):
        with pytest.raises(refused):
            Office(actor, now).start(made)
    assert progress(office.start(made)).total == 1


def test_what_is_not_planned_is_not_started(office: Office):
    made = office.bring("First Name,Last Name,Email,Place\nAnn,Lee,ann@x.test,North\n")
    with pytest.raises(NothingPlanned):
        office.start(made)

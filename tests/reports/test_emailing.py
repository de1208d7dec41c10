"""A report is sent by “Email Report”: who may send what to whom, and that it is there once, with its file (A-23)."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.made_files import pages, sheet

from training_app.access.rules import Permission, Role
from training_app.accounts import actions as accounts
from training_app.assignments.acts import cancelling
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.rules import StatusTab
from training_app.core import clock, files, stored
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.events import Event
from training_app.core.files import NoRoom
from training_app.core.jobs import Job
from training_app.core.settings import settings
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person
from training_app.reports import actions, queries, readers
from training_app.reports.actions import Asked
from training_app.reports.model import ReportReader, SavedReport
from training_app.reports.rules import Format

pytestmark = pytest.mark.usefixtures("with_passwords")


def email(cast: Cast, assignment_id: int, by: Person, *to: Person, **said) -> Asked:
    asked = {"key": "dialog", "wanted": PlaceFilter(), "kind": Format.XLSX} | said
    return actions.email(
        cast.build.session, cast.actor(by), assignment_id=assignment_id, person_ids=[known(one.id) for one in to],
        now=cast.build.now, **asked,
    )  # fmt: skip


def facts(session: Session) -> list[Event]:
    return list(session.exec(select(Event).where(Event.act == "ReportMade")))


def nothing_is_left(session: Session) -> bool:
    kept = [file for file in settings().data.rglob("*") if file.is_file() and len(file.name) == 64]
    rows = (SavedReport, ReportReader, Job)
    return not kept and not facts(session) and not any(session.exec(select(row)).first() for row in rows)


@pytest.mark.rule("A-23", "“Email Report” records for the admin and those chosen one report with its file")
def test_the_report_is_there_for_its_maker_and_those_chosen(cast: Cast, session, assignment):
    asked = email(cast, assignment, cast.ada, cast.sam)
    assert (asked.people, asked.readers, asked.job_key) == (6, 2, None)
    (fact,) = facts(session)
    assert fact.actor_id == cast.ada.id
    file = fact.payload.pop("file")
    assert fact.payload == {
        "report_id": asked.report_id,
        "person_ids": sorted([cast.ada.id, cast.sam.id]),
        "title": "Lifting safely (LIFT)",
        "filter": "All, by name",
        "name": f"users-assigned-{assignment}.xlsx",
        "media_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "made": "2027-03-01T09:00:00+00:00",
        "link": f"/files/reports/{asked.report_id}",
    }
    assert len(sheet(files.read(file))) == 7
    for reader in (cast.ada, cast.sam):
        (row,) = queries.saved(session, cast.actor(reader)).rows
        assert (row.title, row.kind, row.people, row.made_by) == ("Lifting safely (LIFT)", "XLSX", 6, "Ada Admin")
        assert queries.file_of(session, cast.actor(reader), report_id=row.id).key == file


@pytest.mark.rule("A-23", "the e-mailed report has the people of the page's tab, search and sort, in the kind chosen")
@pytest.mark.parametrize("kind", Format)
def test_it_is_narrowed_as_the_page(cast: Cast, session, assignment, kind):
    email(cast, assignment, cast.ada, wanted=PlaceFilter(tab=StatusTab.EVALUATED), kind=kind)
    content = files.read(facts(session)[0].payload["file"])
    match kind:
        case Format.XLSX:
            found = [row[0] for row in sheet(content)[1:]]
        case Format.PDF:
            found = [name for name in ("Lea Learner", "Noa Nearby") if name in pages(content)[0]]
        case Format.CSV:
            found = [line.split(",")[0] for line in content.decode().splitlines()[5:]]
    assert found == ["Lea Learner"]


@pytest.mark.rule("A-23", "asked for twice by one dialog, the report is sent once")
def test_a_double_click_sends_one(cast: Cast, session, assignment):
    first, second = email(cast, assignment, cast.ada), email(cast, assignment, cast.ada)
    assert first == second
    assert len(facts(session)) == len(list(session.exec(select(SavedReport)))) == 1


def test_the_dialog_of_somebody_else_is_another(cast: Cast, session, assignment):
    assert email(cast, assignment, cast.ada) != email(cast, assignment, cast.sam)


def test_it_stands_in_the_audit(cast: Cast, session, assignment):
    asked = email(cast, assignment, cast.ada, cast.sam)
    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == "report e-mailed"))
    assert (entry.actor_id, entry.subject_id) == (cast.ada.id, asked.report_id)
    assert entry.after == {
        "assignment": assignment, "format": "xlsx", "filter": "All, by name", "people": 6,
        "to": [cast.ada.id, cast.sam.id],
    }  # fmt: skip


@pytest.mark.rule("A-23", "further admins are people who may manage assignments and sign in, found by name or email")
def test_only_who_may_manage_assignments_and_sign_in_can_be_chosen(cast: Cast, session):
    def found(q: str) -> list[str]:
        return [reader.name for reader in readers.find(session, cast.actor(cast.ada), q=q)]

    assert found("muster.test") == ["Sam Super"]
    assert found("sam") == ["Sam Super"]
    said = {"permission": Permission.MANAGE_ASSIGNMENTS, "now": cast.build.now}
    accounts.set_permission(session, SYSTEM, person_id=known(cast.tess.id), given=True, **said)
    accounts.set_permission(session, SYSTEM, person_id=known(cast.sam.id), given=False, **said)
    assert found("muster.test") == ["Tess Trainer"]
    accounts.give_role(session, SYSTEM, person_id=known(cast.noa.id), role=Role.ADMIN, now=cast.build.now)
    assert found("noa") == [], "Noa has no password"
    people.deactivate(session, SYSTEM, person_id=known(cast.tess.id), now=cast.build.now)
    assert found("muster.test") == []


def test_nobody_else_can_be_sent_a_report(cast: Cast, session, assignment):
    for other in (cast.tess, cast.lea, cast.ivo, cast.noa):
        with pytest.raises(Invalid, match="may not get this report"):
            email(cast, assignment, cast.ada, other)
    assert nothing_is_left(session)


def test_only_who_manages_assignments_sends_finds_and_reads(cast: Cast, session, assignment):
    report_id = email(cast, assignment, cast.ada).report_id
    for who in (cast.tess, cast.max, cast.lea):
        actor = cast.actor(who)
        with pytest.raises(NotAllowed):
            email(cast, assignment, who)
        with pytest.raises(NotAllowed):
            readers.find(session, actor, q="")
        with pytest.raises(NotAllowed):
            readers.chosen(session, actor, person_ids=[1])
        with pytest.raises(NotAllowed):
            queries.saved(session, actor)
        with pytest.raises(NotAllowed):
            queries.file_of(session, actor, report_id=report_id)


def test_a_report_that_was_not_sent_to_one_is_not_found(cast: Cast, session, assignment):
    report_id = email(cast, assignment, cast.ada).report_id
    sam = cast.actor(cast.sam)
    assert queries.saved(session, sam).rows == []
    with pytest.raises(NotFound):
        queries.file_of(session, sam, report_id=report_id)


def test_a_made_up_assignment_is_not_found(cast: Cast, session):
    with pytest.raises(NotFound):
        email(cast, 987_654, cast.ada)
    assert nothing_is_left(session)


@pytest.mark.rule("J-01", "above 100 people a report is a job, and nobody sees it before it is made")
def test_a_report_of_many_is_left_to_a_job(cast: Cast, session, build: Builder):
    build.people(101)
    asked = email(cast, build.assign(build.course()).assignment_id, cast.ada)
    assert (asked.job_key, asked.people) == (f"{cast.ada.id}:dialog", 107)
    job = session.get_one(Job, asked.job_key)
    assert (job.kind, job.total, job.started_by_id) == ("email_report", 107, cast.ada.id)
    assert queries.saved(session, cast.actor(cast.ada)).rows == []
    with pytest.raises(NotFound):
        queries.file_of(session, cast.actor(cast.ada), report_id=asked.report_id)
    assert email(cast, session.get_one(SavedReport, asked.report_id).assignment_id, cast.ada) == asked
    assert facts(session) == []


def test_of_nobody_there_is_a_report_with_its_headings(cast: Cast, session, assignment):
    email(cast, assignment, cast.ada, wanted=PlaceFilter(q="nobody of that name"))
    assert len(sheet(files.read(facts(session)[0].payload["file"]))) == 1


@pytest.mark.rule("A-23", "of an assignment that is over or was cancelled there is a report as of any other")
def test_an_assignment_that_is_over_or_cancelled_has_its_report(cast: Cast, session, assignment):
    cast.build.now += timedelta(days=20)
    late = PlaceFilter(tab=StatusTab.PAST_DUE)
    assert email(cast, assignment, cast.ada, key="over", wanted=late).people == 5
    cancelling.cancel(session, cast.actor(cast.ada), assignment_id=assignment, now=cast.build.now)
    assert email(cast, assignment, cast.ada, key="cancelled").people == 1
    names = [row[0] for row in sheet(files.read(facts(session)[-1].payload["file"]))]
    assert names == ["Name", "Lea Learner"]


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond a kilobyte."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("kind", [Format.XLSX, Format.PDF])
def test_with_a_full_disk_there_is_neither_a_row_nor_a_file(cast: Cast, session, assignment, kind):
    session.flush()
    with pytest.raises(NoRoom), full_disk(), session.begin_nested():
        email(cast, assignment, cast.ada, kind=kind)
    assert nothing_is_left(session)
    assert not list((settings().data / "making").iterdir())


def test_the_file_of_a_transaction_that_came_to_nothing_goes_within_a_day(cast: Cast, session, assignment):
    email(cast, assignment, cast.ada)
    key = facts(session)[0].payload["file"]
    assert files.is_there(key)
    session.rollback()
    assert stored.find_forgotten(session, now=clock.now()) == 0, "it may be that it is just being stored"
    assert stored.find_forgotten(session, now=clock.now() + timedelta(days=1, minutes=1)) == 1
    session.commit()
    assert stored.drop_unneeded(clock.now())
    assert not files.is_there(key)

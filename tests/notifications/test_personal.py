"""What one person is told: how their job ended (J-02), and a report that was made for them (A-23)."""

from pathlib import Path

import pytest
from sqlmodel import Session
from support import numbering
from support.build import SYSTEM
from support.smtp import Sink
from support.story import Story
from support.waiting import until

from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.core import db, engine, events, files, jobs
from training_app.core.jobs import Job
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.reports.keeping import ReportMade
from training_app.web.shared import routes

CONTENT = b"name,email\nLea,lea@county.test\n"


@pytest.fixture
def admins(story: Story) -> tuple[Person, Person]:
    return admin(story, "Ada"), admin(story, "Al")


def admin(story: Story, first: str) -> Person:
    person = story.person(first)
    with db.write() as session:
        accounts.give_role(session, SYSTEM, person_id=known(person.id), role=Role.ADMIN, now=story.now)
    return person


def report(story: Story, tmp_path: Path, *persons: Person, title: str = "Lifting safely", report_id: int = 7) -> str:
    """Record that a report was made for these people; answer the key of its file."""
    made = tmp_path / "report.csv"
    made.write_bytes(CONTENT)
    sealed = files.seal(made)
    files.place(sealed)
    key = sealed.key
    fact = ReportMade(report_id, [known(one.id) for one in persons], title, "Past Due, name contains “kim”", key,
                      "Größe & Zahl.csv", "text/csv", "2027-03-01T08:00:00+00:00", "/dashboard?report=7")  # fmt: skip
    with db.write() as session:
        events.record(session, fact, actor_id=persons[0].id, at=story.now)
    return key


@pytest.mark.rule("J-02", "the one who started a job is told when it ends: done, failed or cancelled, and nobody else")
def test_whoever_started_a_job_is_told_how_it_ended(story: Story, sink: Sink):
    ada, gus = story.person("Ada"), story.person("Gus")
    started = {"done": ("number", ada.id), "failed": ("stumble", ada.id), "1:cancelled": ("number", ada.id),
               "system": ("number", None), "gone": ("number", gus.id)}  # fmt: skip
    with db.write() as session:
        for key, (kind, by) in started.items():
            jobs.start(session, kind=kind, key=key, title="Numbers", total=33, started_by_id=by, now=story.now)
        jobs.request_cancel(session, key="1:cancelled", now=story.now)
    story.deactivate(gus)
    with engine.working("single"):
        until(lambda: all(_has_ended(key) for key in started))
    story.loop()
    assert {message.link: message.subject for message in story.messages()} == {
        routes.job("done"): "Done: finished “Numbers”",
        routes.job("failed"): "Failed: working on “Numbers”",
        routes.job("1:cancelled"): "Cancelled: working on “Numbers”",
    }
    assert {(message.person_id, message.channel) for message in story.messages()} == {(ada.id, "dashboard")}
    assert sink.mails == []
    assert len(numbering.written("done")) == 33


def _has_ended(key: str) -> bool:
    with db.read() as session:
        return session.get_one(Job, key).ended_at is not None


@pytest.mark.rule("A-23", "a report stands in the notifications, to open from there, of each who is to have it")
def test_a_report_stands_under_the_bell_of_each(story: Story, tmp_path: Path, admins):
    report(story, tmp_path, *admins)
    story.loop()
    for person in admins:
        (bell,) = story.messages(person, channel="dashboard")
        assert bell.subject == "Report of User(s) Assigned: Lifting safely"
        assert bell.text == "Past Due, name contains “kim”. Made Monday, 1 March 2027, 09:00 (Europe/Berlin)."
        assert bell.link == "/dashboard?report=7"


@pytest.mark.rule("A-23", "mailed, file attached, from the registered sender address to the admin and those chosen")
def test_a_report_is_mailed_with_its_file(story: Story, sink: Sink, tmp_path: Path, admins):
    report(story, tmp_path, *admins, title="A & B")
    story.loop()
    assert sorted(sink.recipients()) == sorted(one.email for one in admins)
    for mail in sink.mails:
        assert mail.sender == "training@county.test"
        assert mail.subject == "Report of User(s) Assigned: A & B"
        (attached,) = mail.message.iter_attachments()
        assert (attached.get_filename(), attached.get_content_type()) == ("Größe & Zahl.csv", "text/csv")
        assert attached.get_payload(decode=True) == CONTENT
        assert "http://localhost:3000/dashboard?report=7" in mail.text
        assert "A &amp; B" in mail.message.get_body(("html",)).get_content()


@pytest.mark.rule("M-05", "a report that is mailed names its filter and the time it was made")
def test_the_mail_of_a_report_names_its_filter_and_its_time(story: Story, sink: Sink, tmp_path: Path, admins):
    report(story, tmp_path, admins[0])
    story.loop()
    (mail,) = sink.mails
    assert "Filter: Past Due, name contains “kim”" in mail.text
    assert "Made: Monday, 1 March 2027, 09:00 (Europe/Berlin)" in mail.text


@pytest.mark.rule("A-23", "a report whose file has gone is not mailed without it: it fails, and says why")
def test_a_report_whose_file_is_gone_fails_visibly_and_alone(story: Story, sink: Sink, tmp_path: Path, admins):
    files.drop(report(story, tmp_path, admins[0]))
    story.assign(story.person("Lea"), due="2027-03-20")
    story.loop()
    assert [mail.subject for mail in sink.mails] == ["New training: Lifting safely"]
    failed = story.email(admins[0])
    assert failed.status == "failed"
    assert failed.answer == "“Größe & Zahl.csv” could not be attached: The file is no longer on the server's disk."


@pytest.mark.rule("N-04", "a report is not mailed to whoever may no longer see it")
def test_a_report_does_not_go_to_whoever_lost_the_right_or_left(story: Story, sink: Sink, tmp_path: Path, admins):
    ada, al = admins
    lea = story.person("Lea")
    report(story, tmp_path, ada, al, lea)
    story.decide()
    story.deactivate(ada)
    with db.write() as session:
        _take_role(session, story, al)
    story.loop()
    assert sink.mails == []
    assert story.email(ada).why == "The person was deactivated."
    assert story.email(al).why == story.email(lea).why == "The person has no right “Manage Assignments” any more."
    assert story.messages(lea, channel="dashboard") == []


def _take_role(session: Session, story: Story, person: Person) -> None:
    accounts.take_role(session, SYSTEM, person_id=known(person.id), role=Role.ADMIN, now=story.now)


@pytest.mark.rule("N-03", "a report is mailed once, with the same Message-ID at every try")
def test_a_report_is_mailed_once_whatever_happens(story: Story, sink: Sink, tmp_path: Path, admins):
    for _ in range(2):
        report(story, tmp_path, admins[0])
    sink.refusals[admins[0].email] = "451 Try later"
    story.loop()
    sink.refusals.clear()
    story.wait(minutes=2)
    story.loop()
    assert len(sink.mails) == 1
    assert story.email(admins[0]).attempts == 2
    assert len(story.messages(admins[0], channel="dashboard")) == 1

"""Whether a training can be assigned and until when, of one row and of all at once (A-05, T-05, X-04)."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder

from training_app.catalog import actions, publishing, queries
from training_app.catalog.content import Content
from training_app.catalog.model import Training
from training_app.catalog.queries import Standing

TODAY = date(2027, 3, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def can_all(session: Session) -> dict[str, bool]:
    """What the two twins say of every training; they must agree."""
    session.flush()
    found = set(session.exec(select(Training.id).where(Training.can_be_assigned_sql(TODAY))))
    rows = session.exec(select(Training)).all()
    said = {one.title: queries.standing(session, one, TODAY).can_be_assigned for one in rows}
    assert said == {one.title: one.id in found for one in rows}
    return said


@pytest.mark.rule("A-05", "a path with an archived or expired course cannot be assigned")
def test_a_path_falls_with_its_courses(session: Session, build: Builder, now):
    today = build.course("Through today", accredited_through=TODAY)
    expired = build.course("Through yesterday", accredited_through=YESTERDAY)
    archived = build.course("Archived")
    endless = build.course("Endless")
    build.path("Good", today, endless)
    build.path("With expired", endless, expired)
    build.path("With archived", archived, today)
    build.path("Expired itself", endless, accredited_through=YESTERDAY)
    actions.archive(session, SYSTEM, training_id=archived.id, now=now)
    assert {title for title, can in can_all(session).items() if can} == {"Through today", "Endless", "Good"}


@pytest.mark.rule("X-04", "a course archived takes the paths with it out of what can be assigned, and back again")
def test_a_course_put_back_puts_its_path_back(session: Session, build: Builder, now):
    course = build.course("Radio")
    build.path("New hire", course, build.course("Driving"))
    actions.archive(session, SYSTEM, training_id=course.id, now=now)
    assert can_all(session) == {"Radio": False, "Driving": True, "New hire": False}
    actions.unarchive(session, SYSTEM, training_id=course.id, now=now)
    assert can_all(session) == {"Radio": True, "Driving": True, "New hire": True}


@pytest.mark.rule("T-05", "an empty path cannot be assigned")
def test_an_empty_path_cannot_be_assigned(session: Session, build: Builder, now):
    path = build.path("Emptied")
    publishing.publish(session, training_id=path.id, content=Content(), now=now)
    assert can_all(session)["Emptied"] is False
    assert queries.standing(session, path, TODAY).why == "it has no courses"


@pytest.mark.rule("A-05", "a path can be assigned until the first accreditation of its courses ends")
def test_the_last_day_of_a_path_is_the_first_end_among_its_courses(session: Session, build: Builder):
    soon = build.course("Soon", accredited_through=TOMORROW)
    later = build.course("Later", accredited_through=TOMORROW + timedelta(days=9))
    path = build.path("New hire", later, soon, build.course("Never"))
    assert queries.standing(session, path, TODAY) == Standing(
        can_be_assigned=True, why="", last_day=TOMORROW, of="Soon"
    )
    assert queries.standing(session, later, TODAY).last_day == TOMORROW + timedelta(days=9)
    assert queries.standing(session, build.course("Endless"), TODAY) == Standing(
        can_be_assigned=True, why="", last_day=None, of=""
    )


def test_why_a_training_cannot_be_assigned_names_the_course(session: Session, build: Builder, now):
    expired = build.course("Old rules", accredited_through=YESTERDAY)
    path = build.path("New hire", build.course("Radio"), expired)
    archived = build.course("Gone")
    actions.archive(session, SYSTEM, training_id=archived.id, now=now)
    said = {one.title: queries.standing(session, one, TODAY).why for one in (path, expired, archived)}
    assert said == {
        "New hire": "its course “Old rules” expired, its accreditation ended 28 Feb 2027",
        "Old rules": "it expired, its accreditation ended 28 Feb 2027",
        "Gone": "it is archived",
    }
    soon = build.course("Soon gone", accredited_through=TOMORROW)
    second = build.path("Second", soon)
    actions.archive(session, SYSTEM, training_id=soon.id, now=now)
    assert queries.standing(session, second, TODAY).why == "its course “Soon gone” is archived"


@pytest.mark.rule("X-04", "only the courses that a path has now decide whether it can be assigned")
def test_a_course_taken_out_of_the_path_no_longer_counts(session: Session, build: Builder, now):
    expired = build.course("Old rules", accredited_through=YESTERDAY)
    radio = build.course("Radio")
    path = build.path("New hire", radio, expired)
    publishing.publish(session, training_id=path.id, content=Content(courses=(radio.id,)), now=now)
    assert can_all(session)["New hire"] is True

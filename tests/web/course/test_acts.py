"""What is done with a course as a whole, as a tab that is not a browser's does it (X-04)."""

import pytest
from sqlmodel import col, select

from training_app import wiring
from training_app.assignments.model import AssignmentDraft
from training_app.catalog.model import Training, TrainingVersion
from training_app.core import db
from training_app.web.admin.catalog.course.acts import CourseActs
from training_app.web.admin.catalog.course.asking import CourseQuestions
from training_app.web.admin.catalog.course.copying import CourseCopy
from training_app.web.admin.catalog.course.facts import CourseFacts
from training_app.web.admin.catalog.course.publishing import CoursePublishing
from training_app.web.admin.catalog.course.state import CoursePage
from training_app.web.admin.catalog.course.typed import EMPTY, texts
from training_app.web.shared import course_routes, routes

NEW = texts(EMPTY) | {"title": "Empty", "code": "E-1"}


def versions(course: int) -> list[bool]:
    """Of each version of a course in order, whether it is published."""
    with db.read() as session:
        of_it = select(TrainingVersion).where(TrainingVersion.training_id == course)
        return [one.published_at is not None for one in session.exec(of_it.order_by(col(TrainingVersion.number)))]


def codes() -> set[str]:
    with db.read() as session:
        return set(session.exec(select(Training.code)).all())


@pytest.fixture
async def opened(house, tab):
    """The course of the house, which people are enrolled in."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(course_routes.course(house.course))
    return tab


async def a_new_course(tab) -> int:
    """One without anything in it, and the tab on its page."""
    await tab.open(course_routes.NEW_COURSE)
    await tab.send(CourseFacts.save, {"form": NEW})
    number = course_routes.course_in(tab.led_to())
    await tab.open(course_routes.course(number))
    return number


@pytest.mark.rule("X-04", "on the page of a course a draft is begun and discarded; pressed twice it is one")
async def test_a_draft_is_begun_once_and_discarded(opened, house):
    assert not (await opened.state(CoursePage)).may_edit
    await opened.send(CourseActs.begin)
    await opened.send(CourseActs.begin)
    assert versions(house.course) == [True, False]
    page = await opened.state(CoursePage)
    assert (page.may_edit, page.version, page.status) == (True, 1, "Draft")
    await opened.send(CourseQuestions.ask, {"what": "discard"})
    await opened.send(CourseQuestions.discard, {"_form": {}})
    await opened.send(CourseQuestions.discard, {"_form": {}})
    assert versions(house.course) == [True]
    assert not (await opened.state(CoursePage)).may_edit


@pytest.mark.rule("X-04", "before a course is published the dialog says what changes and whom it concerns")
async def test_whom_publishing_concerns_is_said_before(opened, house):
    await opened.send(CourseActs.begin)
    await opened.send(CoursePublishing.ask)
    said = await opened.state(CoursePublishing)
    assert said.concern.endswith("people are in version 1 and keep it. Whoever begins from now on gets version 2.")
    assert said.used == "1 assignment uses it."
    assert [(one.before, one.after) for one in said.parts] == [(2, 2), (0, 0), (0, 0)]
    # ── nothing was changed
    await opened.send(CoursePublishing.publish, {"_form": {}})
    assert "Nothing has changed" in await opened.notice()
    assert versions(house.course) == [True, False]


@pytest.mark.rule("T-01", "what keeps a draft from being published is named, with the page on which it is mended")
async def test_what_keeps_a_draft_from_being_published_is_named(opened):
    number = await a_new_course(opened)
    await opened.send(CoursePublishing.ask)
    await opened.send(CoursePublishing.publish, {"_form": {}})
    said = await opened.state(CoursePublishing)
    assert [(one.place, one.href) for one in said.faults] == [("Materials", f"/courses/{number}/materials")]
    assert (await opened.state(CoursePage)).asked == "publish"
    assert versions(number) == [False]


async def test_a_course_is_copied_and_gone_to(opened, house):
    await opened.send(CourseCopy.ask)
    assert (await opened.state(CourseCopy)).said["title"] == "Lifting safely (copy)"
    await opened.send(CourseCopy.copy_it, {"form": {"copy_title": "Lifting anew", "copy_code": ""}})
    assert list((await opened.state(CourseCopy)).wrong) == ["code"]
    await opened.send(CourseCopy.copy_it, {"form": {"copy_title": "Lifting anew", "copy_code": "LIFT-2"}})
    copy = course_routes.course_in(opened.led_to())
    assert copy not in (0, house.course)
    assert versions(copy) == [False]
    assert "LIFT-2" in codes()


@pytest.mark.rule("X-04", "a course in use is not deleted: what hangs on it is named, and archiving it is offered")
async def test_a_course_in_use_is_archived_instead_and_put_back(opened, house):
    wiring.bind()
    for call, payload in ((CourseQuestions.ask, {"what": "delete"}), (CourseQuestions.delete, {"_form": {}})):
        await opened.send(call, payload)
        said = await opened.state(CourseQuestions)
        assert (await opened.state(CoursePage)).asked == "delete"
        assert "1 assignment" in said.in_use
    # ── a question that was left with its page is not open on the next
    await opened.go(course_routes.course(house.course))
    assert (await opened.state(CoursePage)).asked == ""
    await opened.send(CourseQuestions.archive, {"_form": {}})
    assert (await opened.state(CoursePage)).is_archived
    await opened.send(CourseActs.unarchive)
    assert not (await opened.state(CoursePage)).is_archived


async def test_what_nothing_hangs_on_is_deleted(opened):
    await a_new_course(opened)
    await opened.send(CourseQuestions.ask, {"what": "delete"})
    await opened.send(CourseQuestions.delete, {"_form": {}})
    assert "E-1" not in codes()
    assert opened.led_to() == routes.CATALOG
    await opened.send(CourseQuestions.delete, {"_form": {}})
    assert "on our side" not in await opened.notice()


async def test_a_course_is_assigned_from_its_page(opened, house):
    await opened.send(CourseActs.assign)
    assert opened.led_to().endswith("/dates")
    with db.read() as session:
        assert session.exec(select(AssignmentDraft.training_id)).one() == house.course


@pytest.mark.parametrize(
    ("call", "payload"),
    [
        (CourseQuestions.ask, {"what": {}}),
        (CourseQuestions.ask, {"what": "explode"}),
        (CourseCopy.copy_it, {"form": None}),
        (CourseCopy.copy_it, {"form": {"copy_title": 5}}),
    ],
)
async def test_a_call_that_makes_no_sense_changes_nothing(opened, kept, call, payload):
    before = kept()
    await opened.send(call, payload)
    assert "on our side" not in await opened.notice()
    assert (await opened.state(CoursePage)).asked == ""
    assert kept() == before


@pytest.mark.rule("P-06", "who may not manage the catalogue does nothing with a course")
@pytest.mark.parametrize("who", ["tess", "max", "lea"])
async def test_others_are_refused(house, tab, kept, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    await tab.open(course_routes.course(house.course))
    before = kept()
    for call in (CourseActs.begin, CoursePublishing.ask, CourseCopy.ask, CourseActs.unarchive):
        await tab.send(call)
    for call in (CourseQuestions.archive, CourseQuestions.delete, CourseQuestions.discard, CoursePublishing.publish):
        await tab.send(call, {"_form": {}})
    assert kept() == before

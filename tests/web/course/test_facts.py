"""The form of a course's facts, as a tab that is not a browser's uses it (T-01, A-24)."""

import pytest
from sqlmodel import select
from support.build import Builder

from training_app.catalog.editing import facts
from training_app.catalog.model import Training
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.admin.catalog.course.facts import LOST, SAVED, UNSAVED, CourseFacts
from training_app.web.admin.catalog.course.state import CoursePage
from training_app.web.admin.catalog.course.typed import EMPTY, entered, texts
from training_app.web.shared import course_routes
from training_app.web.shared.course_routes import Part

FORM = texts(EMPTY) | {"title": "Airway basics", "code": "AIR-1", "hours": "1,5", "category": "Airway", "minutes": "45"}


def made(house) -> list[Training]:
    """The courses that were made here."""
    with db.read() as session:
        return list(session.exec(select(Training).where(Training.id != house.course)).all())


def titles(house) -> list[str]:
    return [one.title for one in made(house)]


@pytest.fixture
async def editor(house, tab):
    """A new course."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(course_routes.NEW_COURSE)
    return tab


@pytest.fixture
async def opened(house, tab):
    """The course of the house."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(course_routes.course(house.course))
    return tab


@pytest.mark.rule("T-01", "a course is made with its facts, and one goes on to what it is completed by")
@pytest.mark.parametrize(
    ("kind", "part"), [("online", Part.MATERIALS), ("instructor-led", Part.SESSIONS), ("external", Part.FACTS)]
)
async def test_a_course_is_made_and_gone_on_with(editor, house, kind, part):
    await editor.send(CourseFacts.save, {"form": FORM | {"course_kind": kind}})
    [course] = made(house)
    assert (course.title, course.course_kind, course.hours, course.category) == ("Airway basics", kind, 1.5, "Airway")
    assert (course.library, course.minutes, course.published_at) == ("in-house", 45, None)
    assert editor.led_to() == course_routes.course(known(course.id), part)


@pytest.mark.rule("T-01", "pressed twice, “Create course” makes one course")
async def test_made_twice_it_is_one_course(editor, house):
    await editor.send(CourseFacts.save, {"form": FORM})
    await editor.send(CourseFacts.save, {"form": FORM})
    assert titles(house) == ["Airway basics"]
    assert editor.led_to().endswith("/materials")


@pytest.mark.rule("T-01", "what is refused of a course is said at each field, and nothing is saved")
async def test_what_is_refused_is_said_at_each_field(editor, house):
    odd = {"title": " ", "hours": "many", "minutes": "-1", "reassign_after_days": "1e3", "accredited_through": "soon"}
    await editor.send(CourseFacts.save, {"form": FORM | odd | {"course_kind": "odd"}})
    # What only the catalogue finds wrong is said with what is no number at all.
    assert (await editor.state(CourseFacts)).wrong.keys() == odd.keys() | {"course_kind"}
    await editor.send(CourseFacts.save, {"form": FORM | {"code": "x" * 51, "hours": "1e9"}})
    assert (await editor.state(CourseFacts)).wrong.keys() == {"code", "hours"}
    assert titles(house) == []


async def test_a_tab_that_the_server_forgot_is_told_so_and_saves_nothing(editor, house):
    editor.expire()
    await editor.send(CourseFacts.save, {"form": FORM})
    assert await editor.notice() == LOST
    assert titles(house) == []


async def test_whoever_types_is_told_whether_it_is_saved(opened):
    await opened.send(CourseFacts.touched)
    assert (await opened.state(CourseFacts)).status == UNSAVED
    said = (await opened.state(CourseFacts)).said
    await opened.send(CourseFacts.save, {"form": said | {"title": "Lifting well"}})
    assert (await opened.state(CourseFacts)).status == SAVED
    assert (await opened.state(CoursePage)).title == "Lifting well"


@pytest.mark.rule("A-24", "a fact of a course changed by two is refused, named, and theirs can be taken over")
async def test_a_change_by_another_editor_is_said_and_taken_over(opened, house):
    said = dict((await opened.state(CourseFacts)).said)
    base = entered(said)
    with db.write() as session:
        sam = Builder(session, clock.now()).actor(house.cast.sam)
        new = entered(said | {"title": "Theirs", "minutes": "20"})
        facts.edit(session, sam, training_id=house.course, base=base, new=new, now=clock.now())
    await opened.send(CourseFacts.save, {"form": said | {"title": "Mine", "category": "Lifting"}})
    shown = await opened.state(CourseFacts)
    assert list(shown.wrong) == ["title"]
    assert "Sam Super" in shown.wrong["title"]
    await opened.send(CourseFacts.take_theirs, {"field": "title"})
    await opened.send(CourseFacts.save, {"form": said | {"title": "Theirs", "category": "Lifting"}})
    with db.read() as session:
        course = session.get_one(Training, house.course)
    assert (course.title, course.minutes, course.category) == ("Theirs", 20, "Lifting")


@pytest.mark.parametrize(
    ("call", "payload"),
    [
        (CourseFacts.save, {"form": None}),
        (CourseFacts.save, {"form": {"title": 5}}),
        (CourseFacts.save, {"form": FORM | {"title": "\ud800"}}),
        (CourseFacts.take_theirs, {"field": {}}),
        (CourseFacts.take_theirs, {"field": "nothing"}),
    ],
)
async def test_a_call_that_makes_no_sense_changes_nothing(editor, house, call, payload):
    await editor.send(call, payload)
    assert "on our side" not in await editor.notice()
    assert titles(house) == []


@pytest.mark.parametrize("path", ["/courses/999", "/courses/nonsense", "/courses/99999999999"])
async def test_a_course_that_there_is_not_is_said_to_be_missing(house, tab, path):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(path)
    assert (await tab.state(CoursePage)).is_missing
    assert not (await tab.state(CourseFacts)).is_loaded


@pytest.mark.rule("P-06", "who may not manage the catalogue calls nothing of a course's editor")
@pytest.mark.parametrize("who", ["tess", "max", "lea"])
async def test_others_are_refused(house, tab, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    await tab.open(course_routes.course(house.course))
    await tab.send(CourseFacts.save, {"form": FORM})
    assert (await tab.state(CoursePage)).title == "Course"
    assert (await tab.state(CourseFacts)).said["title"] == ""
    assert titles(house) == []

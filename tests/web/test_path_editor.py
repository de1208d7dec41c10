"""The editor of a learning path, as a tab that is not a browser's uses it (T-05)."""

import pytest
from sqlmodel import select
from support.build import Builder

from training_app.catalog import queries
from training_app.catalog.model import Training
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.admin.catalog.path.acts import PathActs
from training_app.web.admin.catalog.path.copying import PathCopy
from training_app.web.admin.catalog.path.courses import MOST, UNSAVED, PathCourses
from training_app.web.admin.catalog.path.finding import CourseFinder
from training_app.web.admin.catalog.path.state import LOST, PathPage
from training_app.web.shared import routes

FORM = {"title": "New hire", "code": "P-1", "level": "", "description": "", "accredited_through": ""}


def made() -> dict[str, list[str]]:
    """The paths that are saved, with their courses."""
    with db.read() as session:
        paths = session.exec(select(Training).where(Training.kind == "path")).all()
        versions = {one.title: queries.current_version(session, training_id=known(one.id)) for one in paths}
        return {
            title: [one.title for one in queries.courses_of(session, version_id=known(version.id))]
            for title, version in versions.items()
        }


@pytest.fixture
async def editor(house, tab):
    """A new path with one course in it."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(routes.NEW_PATH)
    await tab.send(PathCourses.add, {"course_id": house.course})
    return tab


async def test_a_path_is_created_and_gone_to(editor):
    await editor.send(PathPage.save, {"form": FORM})
    assert made() == {"New hire": ["Lifting safely"]}
    assert editor.led_to() == routes.path((await editor.state(PathPage)).path_id)


@pytest.mark.rule("T-05", "pressed twice, “Create learning path” makes one path")
async def test_created_twice_it_is_one_path(editor):
    await editor.send(PathPage.save, {"form": FORM})
    await editor.send(PathPage.save, {"form": FORM})
    assert made() == {"New hire": ["Lifting safely"]}


async def test_what_is_refused_is_said_at_each_field_and_saves_nothing(editor):
    await editor.send(PathPage.save, {"form": FORM | {"title": " ", "code": ""}})
    assert (await editor.state(PathPage)).wrong == {"title": "Title is missing.", "code": "Code is missing."}
    await editor.send(PathPage.save, {"form": FORM | {"accredited_through": "soon"}})
    assert list((await editor.state(PathPage)).wrong) == ["accredited_through"]
    assert [row.title for row in (await editor.state(PathCourses)).rows] == ["Lifting safely"]
    assert made() == {}


async def test_a_tab_that_the_server_forgot_is_told_so_and_saves_nothing(editor):
    editor.expire()
    await editor.send(PathPage.save, {"form": FORM})
    assert await editor.notice() == LOST
    assert made() == {}


async def test_whoever_types_is_told_that_it_is_not_saved(editor):
    await editor.send(PathPage.touched)
    assert (await editor.state(PathCourses)).status == UNSAVED


@pytest.mark.parametrize(
    ("call", "payload"),
    [
        (PathCourses.add, {"course_id": "x"}),
        (PathCourses.add, {"course_id": 0}),
        (PathCourses.move, {"place": 0, "to": -1}),
        (PathCourses.move, {"place": 0, "to": 7}),
        (PathCourses.move, {"place": "9", "to": "0"}),
        (PathCourses.remove, {"course_id": 999_999}),
        (PathCourses.require, {"course_id": []}),
        (PathPage.save, {"form": None}),
        (PathPage.save, {"form": {"title": 5}}),
        (PathPage.take_theirs, {"field": {}}),
        (CourseFinder.find, {"text": 5}),
    ],
)
async def test_a_call_that_makes_no_sense_changes_nothing(editor, call, payload):
    await editor.send(call, payload)
    assert [row.title for row in (await editor.state(PathCourses)).rows] == ["Lifting safely"]
    assert "on our side" not in await editor.notice()
    assert made() == {}


async def test_a_path_has_no_more_courses_than_can_be_shown(editor, house):
    with db.write() as session:
        build = Builder(session, clock.now())
        more = [known(build.course(f"Drill {number}", materials=1).id) for number in range(MOST)]
    for course_id in more:
        await editor.send(PathCourses.add, {"course_id": course_id})
    assert len((await editor.state(PathCourses)).rows) == MOST
    assert await editor.notice() == f"A learning path has at most {MOST} courses."


@pytest.mark.rule("P-06", "who may not manage the catalogue calls nothing of the editor")
@pytest.mark.parametrize("who", ["tess", "max", "lea"])
async def test_others_are_refused(house, tab, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    await tab.open(routes.NEW_PATH)
    await tab.send(PathCourses.add, {"course_id": house.course})
    await tab.send(PathPage.save, {"form": FORM})
    assert made() == {}
    assert (await tab.state(PathCourses)).rows == []


@pytest.mark.rule("X-04", "the editor of a path says whom other courses concern before they are saved")
@pytest.mark.rule("T-05", "a path is copied with its courses, and deleted only when nothing hangs on it")
async def test_whom_it_concerns_is_said_and_it_is_copied_and_deleted(editor, house):
    await editor.send(PathPage.save, {"form": FORM})
    path_id = (await editor.state(PathPage)).path_id
    with db.write() as session:
        Builder(session, clock.now()).assign(session.get_one(Training, path_id), "q=lea")
    await editor.open(routes.path(path_id))
    said = "1 person is in it and keeps the courses they began with."
    assert ((await editor.state(PathPage)).concern, (await editor.state(PathCourses)).is_changed) == (said, False)
    await editor.send(PathCourses.remove, {"course_id": house.course})
    assert (await editor.state(PathCourses)).is_changed
    # ── it is in use
    await editor.send(PathActs.ask, {"what": "delete"})
    assert "1 person has an enrollment in it." in (await editor.state(PathActs)).in_use
    await editor.send(PathActs.delete, {"_form": {}})
    assert list(made()) == ["New hire"]
    # ── the copy has the courses as they are saved, and nothing hangs on it
    await editor.send(PathCopy.copy_it, {"form": {"copy_title": "Next hire", "copy_code": "p-1"}})
    assert list((await editor.state(PathCopy)).wrong) == ["code"]
    await editor.send(PathCopy.copy_it, {"form": {"copy_title": "Next hire", "copy_code": "P-2"}})
    assert made() == {"New hire": ["Lifting safely"], "Next hire": ["Lifting safely"]}
    await editor.open(editor.led_to())
    await editor.send(PathActs.ask, {"what": "delete"})
    assert (await editor.state(PathActs)).in_use == ""
    await editor.send(PathActs.delete, {"_form": {}})
    assert list(made()) == ["New hire"]

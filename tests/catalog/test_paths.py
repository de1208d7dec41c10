"""Learning paths in the catalogue: made, edited, and by two at a time (T-05, X-04, A-24)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.catalog import actions, paths, queries
from training_app.catalog.entry import NewPath
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound, Problem
from training_app.core.tables import known


def titles(session: Session, path: Training) -> list[str]:
    version = queries.current_version(session, training_id=known(path.id))
    return [one.title for one in queries.courses_of(session, version_id=known(version.id))]


def problems(act) -> list[Problem]:
    with pytest.raises(Invalid) as refused:
        act()
    return list(refused.value.problems)


@pytest.fixture
def edit(session: Session, now):
    """Change a path that exists: what differs from how it is, or from an older base."""

    def change(path: Training, by=SYSTEM, base: NewPath | None = None, **said) -> Training:
        base = base or paths.entered(session, path)
        new = replace(base, **said)
        return paths.edit(session, by, training_id=known(path.id), base=base, new=new, now=now)

    return change


@pytest.mark.rule("T-05", "a path is an ordered set of courses")
def test_a_path_keeps_its_courses_in_their_order(session: Session, build: Builder):
    radio, driving, lifting = build.course("Radio"), build.course("Driving"), build.course("Lifting")
    assert titles(session, build.path("New hire", driving, lifting, radio)) == ["Driving", "Lifting", "Radio"]


@pytest.mark.rule("T-05", "hours and minutes of a path are the sums of its courses")
def test_a_path_takes_as_long_as_its_courses(build: Builder, edit):
    radio = build.course("Radio", hours=Decimal("1.5"), minutes=30)
    driving = build.course("Driving", hours=Decimal("2.25"))
    path = build.path("New hire", radio, driving)
    assert (path.hours, path.minutes) == (Decimal("3.75"), 30)
    edit(path, courses=(radio.id,))
    assert (path.hours, path.minutes) == (Decimal("1.5"), 30)


@pytest.mark.parametrize(
    ("wrong", "field", "text"),
    [
        ({"title": " "}, "title", "Title is missing."),
        ({"code": ""}, "code", "Code is missing."),
        ({"code": " r-1 "}, "code", "“r-1” is the code of “Radio” already. Choose another."),
        ({"courses": ()}, "courses", "Add at least one course."),
        ({"courses": ("radio", "drill", "radio")}, "courses", "“Radio” is in the path twice."),
        ({"courses": ("archived",)}, "courses", "“Archived” is archived. Take it out of the path."),
        ({"courses": ("path",)}, "courses", "“Other path” is a learning path. A path consists of courses."),
        ({"courses": (0,)}, "courses", "One of the courses is no longer in the catalog."),
        ({"requires_id": "radio"}, "requires_id", "Only an instructor-led course can be attended."),
        ({"requires_id": 0}, "requires_id", "Only an instructor-led course can be attended."),
    ],
)
@pytest.mark.rule("T-05", "a path with a fault in it is refused, and the field is named")
def test_a_faulty_path_is_refused(session: Session, build: Builder, now, edit, wrong, field, text):
    there = {"radio": build.course("Radio", code="R-1"), "archived": build.course("Archived"),
             "drill": build.course("Drill", course_kind=CourseKind.INSTRUCTOR_LED)}  # fmt: skip
    there["path"] = build.path("Other path", there["radio"])
    actions.archive(session, SYSTEM, training_id=known(there["archived"].id), now=now)

    def ids(value):
        if isinstance(value, tuple):
            return tuple(map(ids, value))
        return there[value].id if value in there else value

    said = {"title": "New hire", "code": "P-1", "courses": ("drill",), "requires_id": "drill"} | wrong
    new = NewPath(**{name: ids(value) if name in {"courses", "requires_id"} else value for name, value in said.items()})
    assert problems(lambda: paths.add(session, SYSTEM, new=new, now=now)) == [Problem(field, text)]
    path = build.path("Before", there["drill"], requires_id=there["drill"].id)
    assert problems(lambda: edit(path, **{field: getattr(new, field)})) == [Problem(field, text)]


def test_everything_that_is_wrong_is_said_at_once(session: Session, now):
    wrong = problems(lambda: paths.add(session, SYSTEM, new=NewPath(" ", " "), now=now))
    assert [one.field for one in wrong] == ["title", "code", "courses"]


@pytest.mark.rule("X-04", "a path with other courses, or in another order, is a new version; the one before stays")
def test_new_courses_are_a_new_version(session: Session, build: Builder, edit):
    radio, driving = build.course("Radio"), build.course("Driving")
    path = build.path("New hire", radio, driving)
    first = queries.current_version(session, training_id=known(path.id))
    edit(path, courses=(driving.id, radio.id))
    second = queries.current_version(session, training_id=known(path.id))
    assert second.number == first.number + 1
    assert titles(session, path) == ["Driving", "Radio"]
    assert [one.title for one in queries.courses_of(session, version_id=known(first.id))] == ["Radio", "Driving"]


@pytest.mark.rule("X-04", "another title of a path leaves its version as it is")
def test_a_new_title_is_no_new_version(session: Session, build: Builder, edit):
    path = build.path("New hire")
    edit(path, title="  Fast start ", level="ALS", description="For everybody.", accredited_through=date(2028, 1, 1))
    assert queries.current_version(session, training_id=known(path.id)).number == 1
    assert (path.title, path.level, path.version) == ("Fast start", "ALS", 2)


@pytest.mark.rule("X-04", "a path with a course archived since can still be given another title")
def test_what_stood_in_a_path_before_may_stay(session: Session, build: Builder, edit, now):
    radio = build.course("Radio")
    path = build.path("New hire", radio)
    actions.archive(session, SYSTEM, training_id=known(radio.id), now=now)
    assert edit(path, title="Fast start").title == "Fast start"


@pytest.mark.rule("A-24", "two who edit one path do not overwrite each other: fields of their own stand side by side")
def test_two_editors_of_different_fields_both_keep_theirs(session: Session, build: Builder, edit):
    path = build.path("New hire")
    base = paths.entered(session, path)
    edit(path, base=base, title="Fast start")
    edit(path, base=base, description="Begin here.")
    assert (path.title, path.description) == ("Fast start", "Begin here.")


@pytest.mark.rule("A-24", "a field of a path changed by both is refused with what the other one did")
def test_a_field_changed_by_both_is_refused_with_what_the_other_did(session: Session, build: Builder, cast: Cast, edit):
    radio, driving = build.course("Radio"), build.course("Driving")
    path = build.path("New hire", radio, driving)
    base = paths.entered(session, path)
    edit(path, cast.actor(cast.ada), base=base, title="Fast start", courses=(driving.id, radio.id))
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(path, base=base, title="Slow start", courses=(radio.id,), description="Begin here.")
    assert [(one.field, one.text) for one in refused.value.problems] == [
        ("title", "Ada Admin changed “Title” meanwhile. It is now: “Fast start”."),
        ("courses", "Ada Admin changed “Courses” meanwhile. It is now: Driving, Radio."),
    ]
    assert (path.title, path.description) == ("Fast start", "")


@pytest.mark.rule("A-24", "two who make the same change to a path are not in each other's way")
def test_the_same_change_by_both_is_once(session: Session, build: Builder, edit):
    path = build.path("New hire")
    base = paths.entered(session, path)
    edit(path, base=base, title="Fast start")
    edit(path, base=base, title="Fast start")
    acts = session.exec(select(AuditEntry.act).where(AuditEntry.subject_id == path.id, AuditEntry.act == "path edited"))
    assert len(acts.all()) == 1


@pytest.mark.rule("P-10", "making and editing a path is in the audit, with titles before and after")
def test_the_audit_tells_what_was_changed(session: Session, build: Builder, edit):
    radio = build.course("Radio")
    path = build.path("New hire", radio, requires_id=build.course("Drill", course_kind="instructor-led").id)
    edit(path, title="Fast start", requires_id=None)
    session.flush()
    about = select(AuditEntry).where(AuditEntry.subject == "training", AuditEntry.subject_id == path.id)
    added, edited = session.exec(about.order_by(AuditEntry.id)).all()
    assert (added.after["courses"], added.after["requires_id"]) == (["Radio"], "Drill")
    assert edited.before == {"title": "New hire", "requires_id": "Drill"}
    assert edited.after == {"title": "Fast start", "requires_id": ""}


@pytest.mark.rule("P-03", "paths are made, edited and archived with the right “Manage catalog” alone")
@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_others_change_no_path(session: Session, build: Builder, cast: Cast, edit, now, who):
    path = build.path("New hire", radio := build.course("Radio"))
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotAllowed):
        paths.add(session, actor, new=NewPath("Mine", "M-1", (known(radio.id),)), now=now)
    with pytest.raises(NotAllowed):
        edit(path, actor, title="Mine")
    with pytest.raises(NotAllowed):
        actions.archive(session, actor, training_id=known(path.id), now=now)
    with pytest.raises(NotAllowed):
        actions.unarchive(session, actor, training_id=known(path.id), now=now)


def test_an_admin_makes_edits_and_archives_a_path(session: Session, build: Builder, cast: Cast, edit, now):
    ada = cast.actor(cast.ada)
    path = paths.add(session, ada, new=NewPath(" New hire ", " P-1 ", (known(build.course().id),)), now=now)
    assert (path.title, path.code) == ("New hire", "P-1")
    edit(path, ada, title="Fast start")
    actions.archive(session, ada, training_id=known(path.id), now=now)
    actions.archive(session, ada, training_id=known(path.id), now=now)
    actions.unarchive(session, ada, training_id=known(path.id), now=now)
    acts = session.exec(
        select(AuditEntry.act).where(AuditEntry.subject_id == path.id, AuditEntry.subject == "training")
    )
    assert acts.all() == ["path added", "path edited", "training archived", "training unarchived"]


def test_what_is_no_path_is_not_edited_as_one(session: Session, build: Builder, now):
    course = build.course("Radio")
    one = NewPath("A", "B", (known(course.id),))
    for training_id in (known(course.id), 0):
        with pytest.raises(NotFound):
            paths.edit(session, SYSTEM, training_id=training_id, base=one, new=one, now=now)

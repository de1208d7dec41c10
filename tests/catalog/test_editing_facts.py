"""What a course is, is changed at once for everybody; two who edit it do not overwrite each other (T-01, A-24)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.catalog import actions, paths
from training_app.catalog.content import Facts
from training_app.catalog.editing import facts
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.rules import CourseKind
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known


@pytest.fixture
def edit(session: Session, now):
    """Change a course: what differs from how it is, or from an older base."""

    def change(course, by=SYSTEM, base: Facts | None = None, **said):
        base = base or facts.read(session, SYSTEM, training_id=known(course.id))
        return facts.edit(session, by, training_id=known(course.id), base=base, new=replace(base, **said), now=now)

    return change


@pytest.mark.rule("A-24", "two edit what a course is: what only one changed stands, what both changed is refused")
def test_a_field_that_both_changed_is_refused_with_what_the_other_did(session: Session, cast: Cast, build, edit):
    course, ada = build.course("Radio", code="R-1"), cast.actor(cast.ada)
    base = facts.read(session, ada, training_id=known(course.id))
    edit(course, by=ada, title="Radio today", hours=Decimal("1.50"), accredited_through=date(2028, 6, 30))
    edit(course, base=base, category=" Safety ", code="R-2")
    assert (course.title, course.code, course.category) == ("Radio today", "R-2", "Safety")
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(course, base=base, title="My radio", hours=Decimal(2), accredited_through=date(2029, 1, 1))
    assert [(one.field, one.text) for one in refused.value.problems] == [
        ("title", "Ada Admin changed “Title” meanwhile. It is now: “Radio today”."),
        ("hours", "Ada Admin changed “Hours” meanwhile. It is now: 1.5."),
        ("accredited_through", "Ada Admin changed “Accredited through” meanwhile. It is now: 30 Jun 2028."),
    ]
    about = select(AuditEntry).where(AuditEntry.act == "course edited").order_by(col(AuditEntry.id))
    told = session.exec(about).first()
    assert told.before == {"title": "Radio", "hours": "0", "accredited_through": None}
    assert told.after == {"title": "Radio today", "hours": "1.5", "accredited_through": "2028-06-30"}


def test_what_is_wrong_is_refused_at_its_field_and_the_same_again_is_nothing(session: Session, build, edit):
    build.course("Taken", code="T-1")
    course = build.course("Radio", code="R-1")
    with pytest.raises(Invalid) as refused:
        edit(course, title=" ", code="t-1", hours=Decimal(-1))
    assert [one.field for one in refused.value.problems] == ["title", "hours", "code"]
    version = course.version
    edit(course, title=" Radio ")
    edit(course, code="r-1")
    assert (course.version, course.code) == (version + 1, "r-1")


@pytest.mark.rule("T-05", "hours of a course changed: those of the paths that have it change with it")
def test_paths_follow_the_hours_of_their_courses(build: Builder, edit):
    radio, driving = build.course("Radio", hours=Decimal(1)), build.course("Driving", hours=Decimal(2))
    path, other = build.path("New hire", radio, driving), build.path("Drivers", driving)
    edit(radio, hours=Decimal("1.5"), minutes=30)
    assert (path.hours, path.minutes, other.hours) == (Decimal("3.5"), 30, Decimal(2))


@pytest.mark.rule("T-01", "a course is not made online as long as nobody could complete it online")
def test_the_catalogue_itself_keeps_a_course_of_its_kind(session: Session, build: Builder, edit, now):
    bare = build.course("Rescue", materials=0, course_kind=CourseKind.INSTRUCTOR_LED)
    with pytest.raises(Invalid, match="Nobody could complete it online"):
        edit(bare, course_kind=CourseKind.ONLINE)
    path = build.path("New hire")
    base = paths.entered(session, path)
    new = replace(base, requires_id=known(bare.id))
    paths.edit(session, SYSTEM, training_id=known(path.id), base=base, new=new, now=now)
    with pytest.raises(Invalid, match="The learning path “New hire” requires its attendance"):
        edit(bare, course_kind=CourseKind.EXTERNAL)
    draft = actions.add_draft(session, SYSTEM, new=Facts(title="Lifting", code="L-1"), now=now)
    assert edit(draft, course_kind=CourseKind.EXTERNAL).course_kind == "external"


@pytest.mark.rule("P-03", "what a course is, is changed with the right “Manage catalog” alone")
def test_others_change_nothing(session: Session, cast: Cast, build: Builder, edit, now):
    course = build.course("Radio")
    for who in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            edit(course, by=cast.actor(who), title="Mine")
        with pytest.raises(NotAllowed):
            facts.read(session, cast.actor(who), training_id=known(course.id))
    with pytest.raises(NotFound):
        facts.read(session, SYSTEM, training_id=known(build.path().id))

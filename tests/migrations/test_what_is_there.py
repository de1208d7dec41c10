"""What a database has keeps its meaning when its shape changes."""

from datetime import datetime

from sqlmodel import select
from support.build import SYSTEM, Builder
from support.database import Database

from training_app.catalog import drafting, queries
from training_app.catalog.content import NewMaterial
from training_app.catalog.editing import materials
from training_app.catalog.model import Material, Training
from training_app.core import db
from training_app.core.stored import StoredFile
from training_app.core.tables import known
from training_app.migrations import run
from training_app.reports.model import SavedReport


def test_the_files_of_reports_that_were_sent_stay_needed(database: Database, now: datetime):
    with db.write() as session:
        maker = known(Builder(session, now).person().id)
        for number, key in enumerate(("a" * 64, "a" * 64, "b" * 64, None)):
            said = dict.fromkeys(("query", "title", "filter", "name"), "") | {"kind": "csv", "people": 1}
            session.add(
                SavedReport(key=str(number), assignment_id=1, made_at=now, made_by_id=maker, file_key=key, **said)
            )
    run.downgrade(to="0005")
    run.upgrade()
    with db.read() as session:
        stored = {row.key: row.needed_by for row in session.exec(select(StoredFile))}
    assert stored == {"a" * 64: 2, "b" * 64: 1}


def test_courses_that_could_be_begun_are_published(database: Database, now: datetime):
    with db.write() as session:
        build = Builder(session, now)
        course = known(build.course("Lifting safely").id)
        build.path("New hire")
        draft = drafting.begin(session, SYSTEM, training_id=course, now=now)
        materials.add(session, SYSTEM, version_id=draft, new=NewMaterial("Not yet", "Text."), now=now)
        first = queries.current_version(session, training_id=course).id
    run.downgrade(to="0007")
    run.upgrade()
    with db.write() as session:
        assert {one.published_at for one in session.exec(select(Training))} == {now}
        assert queries.current_version(session, training_id=course).id == first
        assert drafting.draft_of(session, training_id=course) is None
        assert [one.captions for one in session.exec(select(Material))] == [""] * 6

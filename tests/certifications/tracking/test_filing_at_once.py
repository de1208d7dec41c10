"""Two people submit their files for one person at the same moment (C-05)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlmodel import select
from support import cast as the_cast
from support import scans
from support.build import Builder
from support.database import Database

from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.certifications.tracking import filing
from training_app.certifications.tracking.entry import Entry
from training_app.core import db
from training_app.core.tables import known


@pytest.mark.rule("C-05", "two at the same moment about one card make one award with both files, and submit each once")
def test_two_forms_at_the_same_moment_make_one_award(peopled: None, database: Database, now: datetime):
    with db.write() as session:
        cast = the_cast.find(Builder(session, now))
        kind, lea = scans.kind(session, now=now), known(cast.lea.id)
        both = [
            (cast.actor(who), scans.sent(session, who, filing.place_of(lea), now=now, name=f"{who.first_name}.jpg"))
            for who in (cast.tess, cast.ada)
        ]
    begin = Barrier(4)

    def submit(which: int) -> None:
        actor, file_id = both[which % 2]
        entry = filing.FileEntry(file_id, kind, Entry(expires_on="2029-01-31"))
        begin.wait(30)
        with db.write() as session:
            filing.file_all(session, actor, person_id=lea, entries=[entry], now=now)

    with ThreadPoolExecutor(4) as at_once:
        for done in [at_once.submit(submit, which) for which in range(4)]:
            done.result()
    with db.read() as session:
        (award,) = session.exec(select(Award)).all()
        files = session.exec(select(AwardFile)).all()
        assert sorted(row.name for row in files) == ["Ada.jpg", "Tess.jpg"]
        assert {row.award_id for row in files} == {award.id}
        assert set(scans.needed(session).values()) == {2}  # the same scan, of two rows

"""Several who want the last seat at the same moment (T-03)."""

import threading

import pytest
from sqlmodel import select
from support.build import Builder
from support.cast import Cast, make
from support.database import Database
from support.sessions import room

from training_app.assignments.records import SignUp
from training_app.assignments.sessions import signing_up
from training_app.core import db


@pytest.mark.rule("T-03", "of two who want the last seat at the same moment one gets it, and the other waits")
def test_the_last_seat_goes_to_one(database: Database, now):
    with db.write() as session:
        build = Builder(session, now)
        cast: Cast = make(build)
        one = room(session, build, cast).held(seats=1)
        wanting = [cast.actor(who) for who in (cast.lea, cast.noa, cast.lea, cast.max)]
    ready, failed = threading.Barrier(len(wanting)), []

    def sign_up(actor) -> None:
        ready.wait()
        try:
            with db.write() as session:
                signing_up.sign_up(session, actor, session_id=one, now=now)
        except Exception as error:  # noqa: BLE001  # shown below, in the thread of the test
            failed.append(error)

    going = [threading.Thread(target=sign_up, args=(actor,)) for actor in wanting]
    for thread in going:
        thread.start()
    for thread in going:
        thread.join(60)
    assert failed == []
    with db.read() as session:
        assert sorted(row.is_waiting for row in session.exec(select(SignUp))) == [False, True, True]

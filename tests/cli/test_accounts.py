"""`muster create-admin`: the first way into an empty installation."""

import pytest
from sqlmodel import select
from support.server import Server

from training_app.access.rules import Permission
from training_app.accounts import queries as accounts
from training_app.core import clock, db
from training_app.people.model import Person

EMAIL = "first@muster.test"
NAMED = ("create-admin", EMAIL, "--first-name", "Fay", "--last-name", "First")


@pytest.fixture
def server(database):
    return Server(database.data, {"MUSTER_DATABASE_URL": database.url})


@pytest.mark.rule("P-07", "the first password of the first superadmin comes by an invitation link")
def test_the_first_superadmin_gets_a_link_to_choose_a_password(server):
    link = server.muster(*NAMED).splitlines()[-1]
    assert link.startswith(f"{server.address}/invitation/")
    with db.read() as session:
        opened = accounts.open_link(session, token=link.rsplit("/", 1)[1], now=clock.now())
        somebody = session.exec(select(Person)).one()
        actor = accounts.actor_of(session, person_id=somebody.id)
    assert opened is not None
    assert actor.permissions == frozenset(Permission)


def test_asked_again_there_is_a_new_link_and_nobody_new(server):
    first, again = server.muster(*NAMED), server.muster("create-admin", EMAIL.upper())
    assert first.splitlines()[-1] != again.splitlines()[-1]
    with db.read() as session:
        assert len(session.exec(select(Person)).all()) == 1


def test_an_address_that_is_none_is_refused(server):
    assert "is not an email address" in server.refused("create-admin", "nobody", "--first-name=N", "--last-name=N")

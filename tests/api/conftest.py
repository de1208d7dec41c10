"""Fixtures of the HTTP side."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient
from support import cast as the_cast
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.database import Database
from support.over_http import PASSWORD, client_from

from training_app.accounts import actions as accounts
from training_app.accounts import passwords
from training_app.core import clock, db
from training_app.core.tables import known


@pytest.fixture
async def client(database: Database) -> AsyncIterator[AsyncClient]:
    async with client_from() as client:
        yield client


@pytest.fixture
def stored(database: Database) -> Cast:
    """The cast, committed; Lea and Sam have a password."""
    hashed = passwords.hashed(PASSWORD)
    with db.write() as session:
        cast = the_cast.make(Builder(session, clock.now()))
        for person in (cast.lea, cast.sam):
            token = accounts.invite(session, SYSTEM, person_id=known(person.id), now=clock.now())
            accounts.set_password(session, token=token, password=hashed, now=clock.now())
    return cast

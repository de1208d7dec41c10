"""The people of the organization over real websockets, tried by every role; any of several rights is enough."""

import pytest
from sqlmodel import select
from support.socket import connected, sign_in

from training_app.access.actor import Actor
from training_app.accounts import actions as accounts
from training_app.accounts.model import Refusal
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.admin.people import SEES, PeopleList
from training_app.web.shared.gate import policy_of
from training_app.web.shared.people_filter import PeopleFilterBar

LIST, BAR = PeopleList.get_full_name(), PeopleFilterBar.get_full_name()
EVERYBODY = {"Ada Admin", "Lea Learner", "Max Manager", "Noa Nearby", "Sam Super", "Tess Trainer"}
SEEN = {"sam": EVERYBODY, "ada": EVERYBODY, "tess": EVERYBODY, "max": {"Lea Learner"}, "lea": set(), "noa": set()}


def names(socket) -> set[str]:
    return {row["person"]["name"] for row in socket.var(LIST, "rows") or []}


def refused_of(person) -> set[str]:
    with db.read() as session:
        found = session.exec(select(Refusal.handler).where(Refusal.person_id == person.id)).all()
    return {handler.rpartition("____")[2] for handler in found}


@pytest.mark.rule("P-06", "over a real websocket any of several permissions lets a role pass, and none does not")
@pytest.mark.parametrize("who", SEEN)
async def test_each_role_gets_the_people_whom_it_may_see(real, who):
    person = getattr(real.house.cast, who)
    async with connected(real.address, real.keys[who]) as socket:
        await socket.open("/people")
        assert names(socket) == SEEN[who]
        denied = {"people_list.load", "people_filter_bar.load"} if not SEEN[who] else set()
        assert refused_of(person) == denied
        assert not (EVERYBODY - SEEN[who] - {person.name()}) & {name for name in EVERYBODY if name in str(socket.heard)}


async def test_nobody_gets_no_people(real):
    async with connected(real.address) as socket:
        await socket.open("/people")
        assert names(socket) == set()
        assert all(path.startswith("/sign-in") for path in socket.led_to)


@pytest.mark.rule("P-06", "each of the several permissions is enough by itself, and counts from the next click on")
@pytest.mark.parametrize("permission", sorted(SEES))
async def test_each_single_right_opens_the_list(real, permission):
    assert policy_of(f"{LIST}.load") == SEES
    noa_id = known(real.house.cast.noa.id)

    def change(*, given: bool) -> None:
        with db.write() as session:
            said = {"person_id": noa_id, "permission": permission, "given": given}
            accounts.set_permission(session, Actor.system(), **said, now=clock.now())

    async with connected(real.address, sign_in(real.address, "noa", "lifting-with-legs")) as socket:
        await socket.open("/people")
        assert not socket.var(LIST, "is_loaded")
        change(given=True)
        await socket.open("/people")
        assert socket.var(LIST, "is_loaded")
    change(given=False)

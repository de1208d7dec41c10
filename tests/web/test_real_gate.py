"""The gate over real websockets, tried by every role: what is allowed passes, nothing else does."""

import inspect
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlmodel import select
from support.addresses import MADE_UP, address_of, cookie_of
from support.socket import HYDRATE, LOAD, ROOT, SHELL, RefusedError, Socket, connected, sign_in
from support.tab import ours, registered

from training_app import training_app as root
from training_app.access.rules import DEFAULTS, Permission, Role
from training_app.accounts import actions as accounts
from training_app.accounts.model import Refusal
from training_app.assignments.model import AssignmentDraft
from training_app.catalog.model import Material
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.notifications.model import Message
from training_app.web.admin.new_assignment.training import TrainingStep
from training_app.web.learner.home.state import HomePage
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared.gate import ANYONE, SIGNED_IN, policy_of

ROLES = {"sam": Role.SUPERADMIN, "ada": Role.ADMIN, "tess": Role.COORDINATOR, "max": Role.MANAGER, "lea": Role.LEARNER}
# What the forms of all pages send, in one.
FORM = {
    "name": "ALS", "field": "hired", "first": "2020-01-01", "value": "1", "days": "60", "find_person": "lea",
    "addresses_to_remove": "lea@muster.test", "attendee_addresses": "lea@muster.test", "mark": "attended",
    "find_attendee": "lea", "try_id": "1", "material": "1", "to": "1",
}  # fmt: skip
SETTERS = tuple(name for name in registered() if name.endswith(".setvar"))
FAULT = "Something went wrong on our side"


@dataclass
class Visitor:
    """Somebody with an open page: one of the cast, or nobody."""

    socket: Socket
    person_id: int
    may: frozenset[Permission]
    is_signed_in: bool

    def passes(self, name: str) -> bool:
        policy = policy_of(name)
        several = policy if isinstance(policy, frozenset) else {policy}
        return policy == ANYONE or (self.is_signed_in and (policy == SIGNED_IN or bool(self.may & several)))

    def refused(self) -> Counter[str]:
        """What this person was refused so far, and how often."""
        with db.read() as session:
            rows = session.exec(select(Refusal).where(Refusal.person_id == self.person_id)).all()
        return Counter(
            {name: sum(row.count for row in rows if row.handler == name) for name in {r.handler for r in rows}}
        )


@pytest.fixture
def house(real):
    return real.house


@pytest.fixture(params=[*ROLES, "nobody"])
async def visitor(real, house, request):
    """Each role in turn."""
    role = ROLES.get(request.param)
    async with connected(real.address, real.keys.get(request.param, "")) as socket:
        person_id = getattr(house.cast, request.param).id if role else 0
        yield Visitor(socket, person_id, DEFAULTS[role] if role else frozenset(), role is not None)


@pytest.fixture
def likely(house) -> Callable[[str], dict[str, Any]]:
    """Arguments for a handler that look right: the ids exist, the words are words."""
    with db.read() as session:
        material = session.exec(select(Material.id)).first()
        message = session.exec(select(Message.id)).first() or 1
    known_values = {
        "training_id": house.course, "material_id": material, "message_id": message, "assignment_id": house.assignment,
        "text": "lifting", "day": "2030-01-01", "days": 7, "on": True, "field": "level", "value": "ALS", "place": 0,
        "sort": "-name", "saved_id": 999, "order": "dmy", "what": "start", "said": "", "form": FORM,
        "kind": "xlsx", "for_good": True, "name": "ALS", "mark": "attended", "score": "90",
        "part": "subject", "reminders": "digest", "association": "Manually awarded",
        "row": "new-1", "button": "close", "key": "course-reaction",
    }  # fmt: skip

    def of(name: str) -> dict[str, Any]:
        wanted = list(inspect.signature(ours()[name].handler.fn).parameters)[1:]
        return {one: known_values.get(one, 1) for one in wanted}

    return of


@pytest.mark.rule("P-06", "over a real websocket each role is refused every handler without the right, and recorded")
async def test_no_role_passes_a_handler_that_it_may_not_call(visitor, likely, kept):
    before, earlier = kept(), visitor.refused()
    calls = [name for name in ours() if not visitor.passes(name)]
    for name in calls:
        await visitor.socket.send(name, likely(name))
    await visitor.socket.settle()
    assert kept() == before
    assert visitor.refused() - earlier == (Counter(calls) if visitor.is_signed_in else Counter())
    assert "Lifting safely" not in " ".join(visitor.socket.heard)
    assert len(visitor.socket.led_to) == (0 if visitor.is_signed_in else len(calls))


@pytest.mark.rule("P-06", "over a real websocket each role passes every handler that it may call")
async def test_each_role_passes_every_handler_that_it_may_call(visitor, likely):
    earlier = visitor.refused()
    for name in (name for name in ours() if visitor.passes(name)):
        await visitor.socket.send(name, likely(name))
    await visitor.socket.settle()
    assert visitor.refused() == earlier
    assert FAULT not in " ".join(visitor.socket.heard)


@pytest.mark.rule("P-06", "over a real websocket no setter of the framework sets anything, for nobody")
async def test_no_setter_of_any_state_sets_anything(visitor, kept):
    before, earlier = kept(), visitor.refused()
    for name in SETTERS:
        await visitor.socket.send(name, {"var_name": "name", "value": "made up"})
    await visitor.socket.settle()
    assert kept() == before
    assert "made up" not in " ".join(visitor.socket.heard)
    assert visitor.refused() - earlier == (Counter(SETTERS) if visitor.is_signed_in else Counter())


@pytest.mark.rule("P-06", "each role on every page: it loads what it may see, and nothing else")
async def test_every_page_loads_for_each_role_what_it_may_see(visitor, house, kept):
    def kept_but_drafts() -> dict[str, object]:
        return {name: rows for name, rows in kept().items() if name != AssignmentDraft.__tablename__}

    before = kept_but_drafts()  # "New Assignment" begins a draft when it is opened
    for page in root.PAGES:
        earlier = visitor.refused()
        loads = Counter(f"{one.state.get_full_name()}.{one.fn.__name__}" for one in page.on_load)
        await visitor.socket.open(address_of(page.route, house.assignment))
        denied = Counter({name: number for name, number in loads.items() if not visitor.passes(name)})
        assert visitor.refused() - earlier == (denied if visitor.is_signed_in else Counter()), page.route
        assert FAULT not in " ".join(visitor.socket.heard), page.route
    assert kept_but_drafts() == before
    assert ("Lifting safely" in " ".join(visitor.socket.heard)) == visitor.is_signed_in
    assert any(path.startswith("/sign-in") for path in visitor.socket.led_to) != visitor.is_signed_in


@pytest.mark.rule("P-06", "a made-up id in an address, or a stranger's, is not found by any role, and changes nothing")
async def test_a_made_up_id_is_not_found_anywhere(visitor, request, real, house, kept):
    turn = [*ROLES, "nobody"].index(request.node.callspec.params["visitor"])
    # Whoever has every right asks for all of them; of the others each for some, in turn, and for all in `make prove`.
    made_up_ids = MADE_UP if turn == 0 or os.environ.get("MUSTER_PROVE") else MADE_UP[turn % 3 :: 3]
    stranger = house.attempt_of(house.cast.noa)
    before = kept()
    for route in (page.route for page in root.PAGES if "[" in page.route and not page.is_public):
        strangers = [str(stranger)] if "learn" in route else []
        for made_up in [*made_up_ids, *strangers]:
            visitor.socket.heard.clear()
            await visitor.socket.open(address_of(route, made_up))
            heard = " ".join(visitor.socket.heard)
            assert FAULT not in heard, made_up
            assert "Lifting safely" not in heard, made_up
    assert kept() == before


@pytest.mark.rule("P-06", "a page of another site opens no websocket")
@pytest.mark.parametrize("origin", ["https://evil.test", "http://127.0.0.1.evil.test", "null", "http://127.0.0.1:1"])
async def test_another_site_s_page_cannot_connect(real, origin):
    with pytest.raises(RefusedError):
        async with connected(real.address, real.keys["sam"], origin=origin):
            pass


@pytest.mark.rule("P-06", "who somebody is comes from the connection's own cookie, never from what an event says")
async def test_an_event_cannot_say_who_sends_it(real, kept):
    before = kept()
    forged = {"headers": {"cookie": f"muster={real.keys['sam']}"}, "token": "t", "sid": "s", "ip": "127.0.0.1"}
    async with connected(real.address) as socket:
        await socket.send(HYDRATE, **forged)
        await socket.send(f"{TrainingStep.get_full_name()}.load", **forged)
        await socket.send(f"{SHELL}.open", **forged)
        await socket.settle()
        assert socket.var(SHELL, "name") in (None, "")
        assert len(socket.led_to) == 2
    assert kept() == before


@pytest.mark.rule("P-07", "the state of one person never meets the next one in the same tab, over a real websocket")
async def test_the_next_person_with_the_same_tab_hears_nothing_of_the_one_before(real):
    async with connected(real.address, real.keys["ada"], token="a-shared-tab") as socket:
        await socket.open("/assignments")
        assert "Lifting safely" in " ".join(socket.heard)
    async with connected(real.address, real.keys["lea"], token="a-shared-tab") as socket:
        await socket.send(HYDRATE)
        await socket.send(LOAD)
        await socket.settle()
        assert socket.var(SHELL, "name") == "Lea Learner"
        assert "Ada Admin" not in " ".join(socket.heard)
        assert not any(socket.var(SHELL, "may").values())


@pytest.mark.rule("P-07", "sign-out ends the session on the server: an open page leads to the sign-in page")
async def test_after_sign_out_the_next_click_in_an_open_page_leads_to_the_sign_in_page(real):
    key = sign_in(real.address, "noa", "lifting-with-legs")
    async with connected(real.address, key) as socket:
        await socket.open("/home")
        assert socket.led_to == []
        async with httpx.AsyncClient(base_url=real.address, headers=cookie_of(key)) as browser:
            assert (await browser.post("/auth/sign-out")).status_code == 303
        await socket.send(f"{HomePage.get_full_name()}.load")
        await socket.settle()
        assert socket.led_to == ["/sign-in"]


@pytest.mark.rule("P-03", "a role given and taken away counts at the next click over a real websocket")
async def test_a_role_counts_from_the_next_click_on(real, house):
    cast, load = house.cast, f"{TrainingStep.get_full_name()}.load"
    boss_id, noa_id = known(cast.sam.id), known(cast.noa.id)

    def change(act: Callable[..., None]) -> None:
        with db.write() as session:
            boss = accounts.queries.actor_of(session, person_id=boss_id)
            act(session, boss, person_id=noa_id, role=Role.ADMIN, now=clock.now())

    async with connected(real.address, sign_in(real.address, "noa", "lifting-with-legs")) as socket:
        noa = Visitor(socket, noa_id, frozenset(), is_signed_in=True)
        for act, refused in ((None, 1), (accounts.give_role, 1), (accounts.take_role, 2)):
            if act:
                change(act)
            await socket.send(load)
            await socket.settle()
            assert noa.refused()[load] == refused


@pytest.mark.rule("P-05", "a learner finishes nothing of somebody else's over a real websocket")
async def test_a_learner_cannot_work_in_another_s_attempt(real, house, kept):
    before = kept()
    async with connected(real.address, real.keys["lea"]) as socket:
        await socket.open(f"/learn/{house.attempt_of(house.cast.noa)}")
        for material in range(1, 20):
            await socket.send(f"{LearnPage.get_full_name()}.finish", {"material_id": material})
        await socket.settle()
        assert "This does not exist, or you may not see it." in " ".join(socket.heard)
    assert kept() == before


async def test_what_is_no_event_at_all_ends_nobody_s_connection(real, kept):
    before = kept()
    async with connected(real.address, real.keys["lea"]) as socket:
        for event in (
            None, 5, "nonsense", [], {}, {"name": 5}, {"name": "made.up"}, {"name": f"{SHELL}._arrive", "payload": {}},
            {"name": f"{ROOT}reset", "payload": {}}, {"name": "_redirect", "payload": {"path": "/"}},
            {"name": f"{SHELL}.open", "payload": 5}, {"name": f"{SHELL}.open", "router_data": 5},
            {"name": f"{SHELL}.open", "router_data": {"asPath": 5}},
            {"name": f"{SHELL}.open", "router_data": {"query": 5}},
        ):  # fmt: skip
            await socket.emit(event)
        await socket.open("/home")
        assert socket.var(SHELL, "name") == "Lea Learner"
    assert kept() == before


async def test_an_address_that_can_be_written_nowhere_ends_its_sender_s_connection_alone(real):
    async with connected(real.address, real.keys["lea"]) as other, connected(real.address, real.keys["lea"]) as socket:
        await other.open("/home")
        await socket.emit(
            {"name": f"{SHELL}.open", "payload": {}, "router_data": {"pathname": "/", "asPath": "/\ud800"}}
        )
        await other.open("/notifications")
        assert other.var(SHELL, "path") == "/notifications"

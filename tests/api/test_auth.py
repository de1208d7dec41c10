"""Signing in, out and choosing a password over HTTP (P-07)."""

from asyncio import gather
from datetime import UTC, datetime

import pytest
import time_machine
from argon2 import PasswordHasher
from httpx import AsyncClient, Response
from sqlmodel import select
from support.cast import Cast
from support.over_http import PASSWORD, client_from, mailed

from training_app.accounts import keys, queries
from training_app.accounts.model import SignIn
from training_app.api.auth import local
from training_app.core import clock, db
from training_app.core.settings import settings

CROSS_SITE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.test"},
    {"origin": "null"},
]
SAME_SITE = [{}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://localhost:3000"}]


async def sign_in(client: AsyncClient, name: str = "lea", password: str = PASSWORD, **more: str) -> Response:
    return await client.post("/auth/sign-in", data={"name": name, "password": password} | more)


async def who(client: AsyncClient) -> str | None:
    """Whose session the browser's cookie is."""
    key = client.cookies.get(keys.COOKIE)
    actor = await db.in_read(queries.actor, key_hash=keys.hash_of(key or ""), now=clock.now())
    return actor and actor.name


@pytest.mark.rule("P-07", "sign-in sets an HttpOnly cookie with SameSite, Secure behind TLS, and leads on")
async def test_signing_in_sets_the_cookie_and_leads_on(client: AsyncClient, stored: Cast):
    answer = await sign_in(client, next="/assignments?tab=expired")
    assert (answer.status_code, answer.headers["location"]) == (303, "/assignments?tab=expired")
    flags = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert flags == {"httponly", "samesite=lax", "path=/", "max-age=2592000"}
    assert await who(client) == "Lea Learner"


async def test_behind_tls_the_cookie_is_secure(client: AsyncClient, stored: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MUSTER_PUBLIC_URL", "https://muster.test/")
    settings.cache_clear()
    answer = await sign_in(client)
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.rule("P-07", "the same answer for unknown accounts and wrong passwords")
async def test_every_refusal_reads_the_same(stored: Cast):
    answers = []
    for number, name in enumerate(("lea", "nobody", "ivo", "noa", "", "lea@muster.test")):
        async with client_from(f"192.0.2.{number}") as client:
            answer = await sign_in(client, name, "wrong", next="/home")
            answers.append((answer.status_code, dict(answer.headers), answer.content))
    assert answers == [answers[0]] * 6
    assert answers[0][1]["location"] == "/sign-in?refused=1&next=%2Fhome"
    assert "set-cookie" not in answers[0][1]


@pytest.mark.rule("P-07", "the same work for unknown accounts: one comparison each")
async def test_every_try_costs_one_comparison(client: AsyncClient, stored: Cast, monkeypatch: pytest.MonkeyPatch):
    compared = []
    original = PasswordHasher.verify

    def counted(self: PasswordHasher, password_hash: str, password: str) -> bool:
        compared.append(password_hash.rsplit("$", 2)[0])
        return original(self, password_hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for name in ("lea", "nobody", "ivo", "noa"):
        await sign_in(client, name, "wrong")
    assert len(compared) == 4
    assert len(set(compared)) == 1


async def test_no_transaction_is_open_while_a_password_is_compared(
    client: AsyncClient, stored: Cast, monkeypatch: pytest.MonkeyPatch
):
    open_ones = []
    original = PasswordHasher.verify

    def looked_at(self: PasswordHasher, password_hash: str, password: str) -> bool:
        open_ones.append(db.write_engine().pool.checkedout())
        return original(self, password_hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", looked_at)
    await sign_in(client)
    assert open_ones == [0]


@pytest.mark.rule("P-07", "after 5 failures for an account each try waits, and is told how long")
async def test_the_sixth_try_is_told_how_long_to_wait(client: AsyncClient, stored: Cast):
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC), tick=False) as clock_hand:
        for _ in range(5):
            assert (await sign_in(client, password="wrong")).headers["location"] == "/sign-in?refused=1"
        assert (await sign_in(client)).headers["location"] == "/sign-in?wait=15"
        clock_hand.shift(15)
        assert (await sign_in(client)).headers["location"] == "/"


@pytest.mark.rule("P-07", "after 20 failures from an address each try from there waits")
async def test_after_twenty_failures_an_address_waits_and_another_does_not(client: AsyncClient, stored: Cast):
    for number in range(20):
        await sign_in(client, f"nobody{number}", "wrong")
    assert "wait=" in (await sign_in(client)).headers["location"]
    async with client_from("198.51.100.9") as other:
        assert (await sign_in(other)).headers["location"] == "/"


async def test_a_forwarded_address_counts_only_from_trusted_proxies(stored: Cast, monkeypatch: pytest.MonkeyPatch):
    async def seen(said: str) -> set[str]:
        async with client_from("10.0.0.1") as client:
            await client.post(
                "/auth/sign-in", data={"name": "lea", "password": PASSWORD}, headers={"x-forwarded-for": said}
            )
        with db.read() as session:
            return {row.address for row in session.exec(select(SignIn))}

    assert await seen("192.0.2.50") == {"10.0.0.1"}
    monkeypatch.setenv("MUSTER_TRUSTED_PROXIES", "2")
    settings.cache_clear()
    assert await seen("made.up, 192.0.2.50, 10.0.0.2") == {"10.0.0.1", "192.0.2.50"}
    assert await seen("192.0.2.99") == {"10.0.0.1", "192.0.2.50"}


@pytest.mark.rule("P-07", "sign-out ends the session on the server")
async def test_signing_out_ends_the_session_and_forgets_the_cookie(client: AsyncClient, stored: Cast):
    await sign_in(client)
    key = client.cookies[keys.COOKIE]
    answer = await client.post("/auth/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert keys.COOKIE not in client.cookies
    client.cookies.set(keys.COOKIE, key)
    assert await who(client) is None


async def test_signing_out_without_a_session_does_nothing(client: AsyncClient):
    assert (await client.post("/auth/sign-out")).headers["location"] == "/sign-in"


@pytest.mark.rule("P-07", "nothing of it can be sent by another site's page")
@pytest.mark.parametrize("headers", CROSS_SITE)
async def test_a_form_of_another_site_is_refused(client: AsyncClient, stored: Cast, headers: dict[str, str]):
    await sign_in(client)
    for route in ("sign-in", "sign-out", "forgot", "password"):
        answer = await client.post(f"/auth/{route}", data={"name": "lea", "password": PASSWORD}, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert await who(client) == "Lea Learner"
    assert mailed("ResetAsked") == []


async def test_our_own_form_is_accepted(client: AsyncClient, stored: Cast):
    for headers in SAME_SITE:
        answer = await client.post("/auth/sign-in", data={"name": "lea", "password": PASSWORD}, headers=headers)
        assert answer.status_code == 303


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/home", "/home"),
        ("/assignments?tab=past-due&q=a%20b", "/assignments?tab=past-due&q=a%20b"),
        ("", "/"),
        ("home", "/"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("\\/evil.test", "/"),
        ("https://evil.test", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.test", "/"),
        ("/home\r\nset-cookie: a=b", "/"),
        ("/\u2215evil", "/"),
    ],
)
def test_signing_in_leads_to_a_path_of_ours_only(address: str, leads_to: str):
    assert local(address) == leads_to


@pytest.mark.rule("P-07", "forgotten password: the same answer for unknown accounts")
async def test_asking_for_a_reset_reads_the_same_for_everybody(client: AsyncClient, stored: Cast):
    answers = []
    for name in ("lea@muster.test", "nobody@muster.test", "ivo", ""):
        answer = await client.post("/auth/forgot", data={"name": name})
        answers.append((answer.status_code, dict(answer.headers)))
    assert answers == [answers[0]] * 4
    assert answers[0][1]["location"] == "/forgot?sent=1"
    assert len(mailed("ResetAsked")) == 1


async def test_asking_for_resets_again_and_again_has_to_wait(client: AsyncClient, stored: Cast):
    for _ in range(20):
        assert (await client.post("/auth/forgot", data={"name": "x"})).headers["location"] == "/forgot?sent=1"
    assert (await client.post("/auth/forgot", data={"name": "x"})).headers["location"] == "/forgot?wait=15"
    assert (await sign_in(client)).headers["location"] == "/"


async def choose(client: AsyncClient, token: str, password: str, again: str | None = None) -> str:
    data = {"token": token, "password": password, "again": password if again is None else again}
    return (await client.post("/auth/password", data=data)).headers["location"]


@pytest.mark.rule("P-07", "a reset link sets a password once and signs in")
async def test_a_reset_link_sets_a_password_once_and_signs_in(client: AsyncClient, stored: Cast):
    await client.post("/auth/forgot", data={"name": "lea"})
    [token] = mailed("ResetAsked")
    assert await choose(client, token, "another-password") == "/"
    assert await who(client) == "Lea Learner"
    assert await choose(client, token, "yet-another-password") == f"/reset/{token}?problem=link"
    assert (await sign_in(client, password=PASSWORD)).headers["location"] == "/sign-in?refused=1"
    assert (await sign_in(client, password="another-password")).headers["location"] == "/"


@pytest.mark.rule("P-07", "an expired link sets no password")
async def test_an_expired_link_sets_no_password(client: AsyncClient, stored: Cast):
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC), tick=False) as clock_hand:
        await client.post("/auth/forgot", data={"name": "lea"})
        [token] = mailed("ResetAsked")
        clock_hand.shift(2 * 3600)
        assert await choose(client, token, "another-password") == f"/reset/{token}?problem=link"


async def test_a_password_is_refused_with_the_reason_and_the_link_stays(client: AsyncClient, stored: Cast):
    await client.post("/auth/forgot", data={"name": "lea"})
    [token] = mailed("ResetAsked")
    for password, again, problem in (
        ("short", "short", "short"),
        ("password1", "password1", "common"),
        ("LeaLearner", "LeaLearner", "personal"),
        ("boats and ropes", "boats and rope", "differs"),
    ):
        assert await choose(client, token, password, again) == f"/reset/{token}?problem={problem}"
    assert await choose(client, token, "boats and ropes") == "/"


async def test_a_made_up_token_leads_back_and_never_elsewhere(client: AsyncClient, stored: Cast):
    for token in ("", "made-up", "../../x", "a?b=c"):
        location = await choose(client, token, "boats and ropes")
        assert location.startswith("/reset/")
        assert location.count("/") == 2
        assert location.endswith("?problem=link")


async def test_a_form_without_fields_or_with_strange_ones_is_refused_politely(client: AsyncClient, stored: Cast):
    assert (await client.post("/auth/sign-in")).headers["location"] == "/sign-in?refused=1"
    assert (await sign_in(client, "lea\0", "wrong\0")).headers["location"] == "/sign-in?refused=1"
    assert (await client.post("/auth/forgot", data={"name": "\0"})).headers["location"] == "/forgot?sent=1"
    assert (await client.get("/auth/sign-in")).status_code == 405


async def test_simultaneous_tries_are_not_more_guesses(client: AsyncClient, stored: Cast):
    answers = await gather(*(sign_in(client, password="wrong") for _ in range(12)))
    refused = [answer for answer in answers if "refused" in answer.headers["location"]]
    assert len(refused) == 5

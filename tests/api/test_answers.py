"""What every answer carries, what is too large, and how errors read."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from httpx import ASGITransport, AsyncClient
from sqlmodel import select
from support.cast import Cast
from support.database import Database
from support.over_http import PASSWORD

from training_app.access.rules import Permission
from training_app.accounts.model import Refusal
from training_app.api import errors, headers
from training_app.api.app import api
from training_app.api.headers import Answers
from training_app.api.session import ActorDep
from training_app.core import db
from training_app.core.errors import Conflict, Invalid, NotFound, Problem


def sample() -> FastAPI:
    """An app with a route for each way in which a call can end."""
    app = FastAPI(openapi_url=None)
    errors.render_all(app)

    @app.get("/missing")
    def missing() -> None:
        raise NotFound

    @app.get("/conflict")
    def conflict() -> None:
        raise Conflict

    @app.get("/invalid")
    def invalid() -> None:
        raise Invalid(Problem("due_on", "Choose a day."))

    @app.get("/broken")
    def broken() -> None:
        message = "secret of the inside"
        raise RuntimeError(message)

    @app.get("/number/{number}")
    def number(number: int) -> int:
        return number

    @app.get("/people/{number}")
    def guarded(number: int, actor: ActorDep) -> str:
        actor.require(Permission.MANAGE_PEOPLE)
        return actor.name

    @app.post("/echo")
    async def echo(text: str = "") -> PlainTextResponse:
        return PlainTextResponse(text, headers={"Cache-Control": "private, no-store"})

    @app.get("/{name}.js")
    @app.get("/assets/{name}")
    def asset(name: str) -> str:
        if name == "none":
            raise NotFound
        return name

    return app


@pytest.fixture
async def client(database: Database) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(Answers(sample()), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://localhost:3000") as client:
        yield client


@pytest.mark.parametrize(("path", "status"), [("/missing", 404), ("/conflict", 409), ("/invalid", 422)])
async def test_a_refusal_is_json_with_its_status_and_message(client: AsyncClient, path: str, status: int):
    answer = await client.get(path)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert answer.headers["cache-control"] == "no-store"


async def test_each_problem_names_its_field(client: AsyncClient):
    assert (await client.get("/invalid")).json()["problems"] == [{"field": "due_on", "text": "Choose a day."}]


async def test_an_argument_of_the_wrong_kind_is_named_and_not_repeated(client: AsyncClient):
    answer = await client.get("/number/<script>")
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["problems"]] == ["number"]
    assert "script" not in answer.text


async def test_our_own_fault_has_a_number_under_which_the_log_has_the_trace(
    client: AsyncClient, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR, logger=errors.__name__):
        answer = await client.get("/broken")
    assert answer.status_code == 500
    reference = answer.json()["reference"]
    assert reference in answer.json()["error"]
    assert "secret" not in answer.text
    [record] = [record for record in caplog.records if record.name == errors.__name__]
    assert reference in record.message
    assert record.exc_info


@pytest.mark.rule("P-06", "a route called without the permission is refused and recorded, with a count")
async def test_a_call_without_the_right_is_refused_and_recorded(client: AsyncClient, stored: Cast):
    await sign_in(client, "lea")
    answers = [await client.get(f"/people/{number}") for number in (1, 2)]
    assert [answer.status_code for answer in answers] == [403, 403]
    with db.read() as session:
        rows = session.exec(select(Refusal)).all()
    assert {(row.person_id, row.handler) for row in rows} == {(stored.lea.id, "GET /people/{number}")}
    assert sum(row.count for row in rows) == 2


async def test_whoever_has_the_right_is_let_through_by_the_same_route(client: AsyncClient, stored: Cast):
    await sign_in(client, "sam")
    assert (await client.get("/people/1")).json() == "Sam Super"
    with db.read() as session:
        assert session.exec(select(Refusal)).all() == []


@pytest.mark.rule("P-06", "a call by nobody is refused")
async def test_a_program_that_is_not_signed_in_is_refused_and_a_browser_led_to_the_sign_in_page(client: AsyncClient):
    assert (await client.get("/people/1")).status_code == 401
    answer = await client.get("/people/1?a=b", headers={"accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fpeople%2F1%3Fa%3Db")


async def sign_in(client: AsyncClient, name: str) -> None:
    """Sign in by the real routes and take the cookie along to the sample's."""

    transport = ASGITransport(Answers(api))
    async with AsyncClient(transport=transport, base_url="http://localhost:3000") as real:
        await real.post("/auth/sign-in", data={"name": name, "password": PASSWORD})
        client.cookies = real.cookies


async def test_every_answer_carries_the_headers_that_bind_the_browser(client: AsyncClient):
    for answer in (await client.get("/number/1"), await client.get("/broken"), await client.get("/nowhere")):
        assert answer.headers["content-security-policy"] == headers.CSP
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "strict-transport-security" not in answer.headers
    assert "unsafe-eval" not in headers.CSP


async def test_assets_are_kept_for_ever_errors_and_pages_are_asked_for_again(client: AsyncClient):
    async def kept(path: str) -> str:
        return (await client.get(path)).headers["cache-control"]

    assert await kept("/assets/app-1234.js") == "public, max-age=31536000, immutable"
    assert await kept("/learn.js?v=12345678") == "public, max-age=31536000, immutable"
    assert await kept("/learn.js") == "no-cache"
    assert await kept("/number/1?v=12345678") == "no-cache"
    assert await kept("/assets/none") == "no-store"
    assert await kept("/number/1") == "no-cache"
    assert (await client.post("/echo")).headers["cache-control"] == "private, no-store"


async def test_a_body_that_says_it_is_too_large_is_not_read(client: AsyncClient):
    async def endless() -> AsyncIterator[bytes]:
        message = "the body was asked for"
        raise AssertionError(message)
        yield b""

    answer = await client.post("/echo", content=endless(), headers={"content-length": "2000000"})
    assert answer.status_code == 413
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_body_that_grows_too_large_is_cut_off():
    async def much() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"name=" + b"x" * 1024 + b"&"

    transport = ASGITransport(Answers(api), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://localhost:3000") as client:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        assert (await client.post("/auth/sign-in", content=much(), headers=kind)).status_code == 413


@pytest.mark.parametrize(
    ("path", "answered"), [("/people", "/people/"), ("/people/", "/people/"), ("/elsewhere", "/elsewhere")]
)
async def test_a_prerendered_page_is_found_without_a_redirect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, answered: str
):
    page = tmp_path / "build" / "client" / "people" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("People")
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path))
    headers.pages.cache_clear()

    async def app(scope, receive, send) -> None:
        await PlainTextResponse(scope["path"])(scope, receive, send)

    try:
        async with AsyncClient(transport=ASGITransport(Answers(app)), base_url="http://localhost:3000") as client:
            assert (await client.get(path)).text == answered
    finally:
        headers.pages.cache_clear()

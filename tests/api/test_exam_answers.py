"""Answers of an exam over HTTP, one by one: each is there as soon as it is confirmed (L-02, T-02)."""

import json

import pytest
import sqlalchemy as sa
from httpx import AsyncClient, Response
from sqlmodel import select
from support import exams
from support.build import Builder
from support.cast import Cast
from support.exams import Seat
from support.over_http import PASSWORD

from training_app.assignments.exams.rules import GRACE
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.core import clock, db
from training_app.core.tables import known


@pytest.fixture
def try_id(stored: Cast) -> int:
    """Lea's running try."""
    with db.write() as session:
        build = Builder(session, clock.now())
        course = build.course(materials=0, exam=exams.exam(shuffles_questions=False, minutes=30, tries=1))
        build.assign(course, "q=lea")
        attempt = build.attempt(stored.lea, course)
        return Seat(session, build.actor(stored.lea), known(attempt.id), build.now).begin()


@pytest.fixture
async def lea(client: AsyncClient, stored: Cast) -> AsyncClient:
    """Lea's phone."""
    await client.post("/auth/sign-in", data={"name": "lea", "password": PASSWORD})
    return client


async def put(client: AsyncClient, address: str, content: object, **headers: str) -> Response:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    said = {"content-type": "application/json"} | {name.replace("_", "-"): one for name, one in headers.items()}
    return await client.put(address, content=body, headers=said)


def answers() -> list[tuple[list[int] | None, str]]:
    with db.read() as session:
        rows = session.exec(select(ExamAnswer).order_by(ExamAnswer.position)).all()
    return [(row.given, row.number) for row in rows]


@pytest.mark.rule("L-02", "an answer is saved as it is given, and confirmed once it is stored")
async def test_an_answer_is_confirmed_once_it_is_stored(lea: AsyncClient, try_id: int):
    address = f"/learning/tries/{try_id}/answers"
    said = await put(lea, f"{address}/1", {"given": [2]}, origin="http://localhost:3000")
    assert (said.status_code, said.json()) == (200, {"saved": True, "position": 1})
    assert (await put(lea, f"{address}/4", {"number": "104,5"})).status_code == 200
    assert (await put(lea, f"{address}/2", {"given": [0, 1]})).status_code == 200
    assert (await put(lea, f"{address}/2", {"given": None})).status_code == 200
    assert answers() == [([2], ""), (None, ""), (None, ""), (None, "104,5")]


BAD = {
    "nothing": (b"", 422, ""),
    "no JSON": (b"{given", 422, ""),
    "a list": (b"[1]", 422, ""),
    "too deep": (b"[" * 9_000, 400, ""),
    "no number": (b'{"given": [NaN]}', 422, "Choose among the choices"),
    "endless": (b'{"given": [1e999]}', 422, "Choose among the choices"),
    "a long number": (b'{"given": [' + b"9" * 9_000 + b"]}", 400, ""),
    "another question's": (b'{"number": "5"}', 422, "Choose among the choices"),
    "both": (b'{"number": "5", "given": [1]}', 422, "Send the places"),
    "a nought": (b'{"given": "\\u0000"}', 422, "Choose among the choices"),
    "a half sign": (b'{"given": ["\\ud800"]}', 422, "Choose among the choices"),
    "no text": (b"\xff\xfe\x00", 400, ""),
    "too large": (b'{"given": "' + b"x" * 100_000 + b'"}', 413, ""),
}


@pytest.mark.rule("L-02", "nonsense and 100 kB sent as an answer are refused, and change nothing")
async def test_nonsense_is_refused_and_changes_nothing(lea: AsyncClient, try_id: int):
    address = f"/learning/tries/{try_id}/answers"
    await put(lea, f"{address}/1", {"given": [1]})
    for name, (content, status, expected) in BAD.items():
        said = await put(lea, f"{address}/1", content)
        assert (name, said.status_code) == (name, status)
        assert expected in said.text
    for nowhere in (f"{address}/9", f"{address}/x", f"{address}/{'9' * 30}", "/learning/tries/-1/answers/1",
                    f"/learning/tries/{try_id + 1}/answers/1"):  # fmt: skip
        assert (await put(lea, nowhere, {"given": [0]})).status_code == 404
    assert answers()[0] == ([1], "")


@pytest.mark.rule("P-05", "an answer to somebody else's exam is refused over HTTP as if there were none")
async def test_others_and_other_sites_answer_nothing(lea: AsyncClient, try_id: int):
    address = f"/learning/tries/{try_id}/answers/1"
    assert (await put(lea, address, {"given": [0]}, sec_fetch_site="cross-site")).status_code == 403
    assert (await put(lea, address, {"given": [0]}, origin="https://elsewhere.test")).status_code == 403
    await lea.post("/auth/sign-out")
    lea.cookies.clear()
    assert (await put(lea, address, {"given": [0]})).status_code == 401
    await lea.post("/auth/sign-in", data={"name": "sam", "password": PASSWORD})
    assert (await put(lea, address, {"given": [0]})).status_code == 404
    assert answers()[0] == (None, "")


@pytest.mark.rule("T-02", "an answer that comes after the time is refused, and ends the exam as it stands")
async def test_after_the_time_an_answer_is_refused_and_the_exam_ends(lea: AsyncClient, try_id: int):
    with db.write() as session:
        session.connection().execute(sa.update(ExamTry).values(ends_at=clock.now() - GRACE * 2))
    said = await put(lea, f"/learning/tries/{try_id}/answers/1", {"given": [0]})
    assert (said.status_code, said.json()["error"]) == (409, "This try is over. What was answered until then counts.")
    with db.read() as session:
        ended = session.get_one(ExamTry, try_id)
    assert (ended.right, ended.is_passed) == (0, False)
    assert answers()[0] == (None, "")

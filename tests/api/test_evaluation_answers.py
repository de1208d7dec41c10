"""What a learner's page puts while they work: answers to an evaluation, and where they are in a material (L-02)."""

import pytest
from httpx import AsyncClient
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.evaluating import QUESTIONS
from support.over_http import PASSWORD

from training_app.assignments.acts import withdrawing
from training_app.assignments.attempts import learning
from training_app.assignments.model import Assignee
from training_app.assignments.records import EvaluationAnswer, MaterialPlace
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.shared import routes

SAVED = {"saved": True, "position": 1}


@pytest.fixture
def attempt(stored: Cast) -> tuple[int, int]:
    """Lea's attempt, passed with its evaluation owed, and a material of it."""
    with db.write() as session:
        build = Builder(session, clock.now())
        course = build.course(evaluation=QUESTIONS)
        build.assign(course, "q=lea")
        build.complete(stored.lea, course)
        number, today = known(build.attempt(stored.lea, course).id), clock.now().date()
        read = learning.learning(session, build.actor(stored.lea), enrollment_id=number, today=today)
        return number, read.steps[0].id


@pytest.fixture
async def lea(client: AsyncClient, stored: Cast) -> AsyncClient:
    """Lea's phone."""
    await client.post("/auth/sign-in", data={"name": "lea", "password": PASSWORD})
    return client


def kept() -> tuple[list[str], list[int]]:
    """What is kept: answers, and points in materials."""
    with db.read() as session:
        answers = session.exec(select(EvaluationAnswer.value).order_by(EvaluationAnswer.item_id)).all()
        return list(answers), list(session.exec(select(MaterialPlace.point)).all())


@pytest.mark.rule("L-02", "each answer of an evaluation, and each place in a material, is kept at once")
async def test_what_is_put_is_kept(lea: AsyncClient, attempt):
    number, material = attempt
    for position, value in ((1, "4"), (2, 3), (3, "Kürzer 🙂"), (1, "5")):
        answer = await lea.put(routes.evaluation_answer(number, position), json={"value": value})
        assert (answer.status_code, answer.json()) == (200, SAVED | {"position": position})
        assert answer.headers["cache-control"] == "no-store"
    answer = await lea.put(routes.material_place(number, material), json={"point": 73})
    assert (answer.status_code, answer.content) == (204, b"")
    assert kept() == (["5", "3", "Kürzer 🙂"], [73])
    await lea.put(routes.evaluation_answer(number, 3), json={"value": ""})
    assert kept() == (["5", "3"], [73])


@pytest.mark.rule("P-05", "nobody puts anything into the work of somebody else")
async def test_strangers_signed_out_and_foreign_pages_put_nothing(client: AsyncClient, stored, attempt):
    addresses = routes.evaluation_answer(attempt[0], 1), routes.material_place(*attempt)
    bodies = {"value": "4"}, {"point": 7}
    for address, body in zip(addresses, bodies, strict=True):
        assert (await client.put(address, json=body)).status_code == 401
    for name in ("sam", "lea"):
        await client.post("/auth/sign-in", data={"name": name, "password": PASSWORD})
        origin = {"origin": "https://elsewhere.test"} if name == "lea" else {}
        for address, body in zip(addresses, bodies, strict=True):
            answer = await client.put(address, json=body, headers=origin)
            assert answer.status_code == (403 if name == "lea" else 404)
    assert kept() == ([], [])


@pytest.mark.rule("L-02", "an answer that cannot be kept is refused in words, and never with a fault of ours")
async def test_nonsense_is_refused_in_words(lea: AsyncClient, attempt):
    number, material = attempt
    address = routes.evaluation_answer(number, 3)
    answer = await lea.put(address, json={"value": "x" * 4001})
    assert (answer.status_code, answer.json()["problems"]) == (
        422, [{"field": "item_3", "text": "This answer has 4,001 signs. It can have 4,000."}],
    )  # fmt: skip
    answer = await lea.put(routes.evaluation_answer(number, 1), json={"value": 9})
    assert (answer.status_code, answer.json()["error"]) == (422, "Choose a number from 1 to 5.")
    bodies = (
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"value": null}',
        b'{"value": true}',
        b'{"value": ["4"]}',
        b'{"other": 1}',
        b'{"value": "\\ud800"}',
        b'{"value": 1e400}',
        b"[" * 5000,
        b"\xff\xfe",
        b'{"value": ' + b"9" * 5000 + b"}",
    )
    places = (b'{"point": -1}', b'{"point": 1000001}', b'{"point": 1.5}', b'{"point": "7"}', b'{"point": true}', b"{}")
    said = {"content-type": "application/json"}
    found = [(await lea.put(address, content=body, headers=said)).status_code for body in bodies]
    found += [(await lea.put(routes.material_place(*attempt), content=one, headers=said)).status_code for one in places]
    assert set(found) <= {400, 422}
    wrong = (
        "/learning/0/evaluation/1",
        f"/learning/{number}/evaluation/9",
        f"/learning/{number}/evaluation/{10**12}",
        f"/learning/{'9' * 40}/evaluation/1",
        "/learning/-1/evaluation/1",
        f"/learning/{number}/evaluation/x",
    )
    assert {(await lea.put(one, json={"value": "4"})).status_code for one in wrong} == {404}
    nowhere = (
        f"/learning/{number}/materials/0",
        f"/learning/{number}/materials/x",
        f"/learning/x/materials/{material}",
    )
    assert {(await lea.put(one, json={"point": 1})).status_code for one in nowhere} == {404}
    assert kept() == ([], [])


async def test_whoever_was_withdrawn_meanwhile_is_told_so(lea: AsyncClient, attempt):
    with db.write() as session:
        place = session.exec(select(Assignee).where(Assignee.enrollment_id == attempt[0])).one()
        withdrawing.withdraw(session, assignment_id=place.assignment_id, assignee_ids=None, by_id=SYSTEM.person_id,
                             why="", now=clock.now())  # fmt: skip
    answer = await lea.put(routes.evaluation_answer(attempt[0], 1), json={"value": "4"})
    said = "You are not enrolled in this training any more. What you did in it stays."
    assert (answer.status_code, answer.json()["error"]) == (409, said)

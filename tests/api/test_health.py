"""`/health`: what anybody may ask, and a load balancer does (N-10)."""

from datetime import timedelta
from pathlib import Path

import pytest
from support.build import SYSTEM
from support.database import Database

from training_app.accounts import actions as accounts
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.worker import loop


@pytest.mark.rule("N-10", "the health of the loop is in /health, for anybody, and names nobody")
async def test_health_says_how_the_loop_fares(stored, client):
    now = clock.now()
    loop.sign_of_life("here:0", []).run(now)
    with db.write() as session:
        accounts.invite(session, SYSTEM, person_id=known(stored.noa.id), now=now)
    while any(step.run(now) for step in loop.steps()):
        pass
    answer = await client.get("/health")
    waiting = answer.json()["loop"]["waiting"]
    assert waiting > 0
    told = {"last_tick": now.isoformat(), "behind": False, "waiting": waiting, "failing": 0}
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "loop": told})
    assert "noa" not in answer.text.lower()


@pytest.mark.rule("N-10", "a loop that stands still is said in /health, and is no reason to take the pages away")
async def test_a_loop_that_stands_still_is_no_503(database: Database, client):
    assert (await client.get("/health")).json()["loop"] == {
        "last_tick": None, "behind": True, "waiting": 0, "failing": 0,
    }  # fmt: skip
    loop.sign_of_life("here:0", []).run(clock.now() - timedelta(minutes=2))
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()["loop"]["behind"]) == (200, True)


async def test_health_says_that_the_database_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, database: Database, client
):
    db.forget_engines()
    monkeypatch.setattr(db, "url", lambda: f"sqlite:///{tmp_path}/no/such/folder/x.db")
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})

"""A worker without pages tells the web processes whose bells have changed."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import redis as client
from support import redis
from support.build import Builder
from support.database import Database, forget

from training_app.core import clock, db, news
from training_app.core.tables import known


@pytest.mark.rule("N-02", "news of a worker in a process of its own reaches the web processes")
def test_what_a_worker_makes_is_told_to_the_web_processes(database: Database, tmp_path: Path, monkeypatch):
    with redis.running(tmp_path) as between, client.Redis.from_url(between).pubsub() as heard:
        monkeypatch.setenv("MUSTER_REDIS_URL", between)
        forget()
        heard.subscribe(news.CHANNEL)
        with db.write() as session:
            build = Builder(session, clock.now())
            person = known(build.person().id)
            build.assign(build.course(), due=clock.now().date() + timedelta(days=40))
        worker = subprocess.Popen([sys.executable, "-m", "training_app.cli.main", "worker"], env={**os.environ})
        try:
            assert _people_told(heard) == {person}
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(30)


def test_news_without_a_reachable_redis_is_only_late(monkeypatch, caplog):
    monkeypatch.setenv("MUSTER_REDIS_URL", "redis://127.0.0.1:1")
    forget()
    news.publish([1, 2])
    forget()
    assert "Redis cannot be reached" in caplog.text


@pytest.mark.parametrize("message", [b"", b"x", b"1;2", b"\xff", b"-1"])
def test_news_that_cannot_be_read_is_about_nobody(message: bytes):
    assert news.people_in(message) == frozenset()


def test_news_reads_back_as_it_was_written():
    assert news.people_in(news.written([3, 1, 2]).encode()) == {1, 2, 3}


def _people_told(heard: client.client.PubSub) -> frozenset[int]:
    while (message := heard.get_message(timeout=30)) is not None:
        if message["type"] == "message":
            return news.people_in(message["data"])
    return frozenset()

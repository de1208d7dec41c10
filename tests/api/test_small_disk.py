"""The disk full in mid-upload, on a real small filesystem: said, nothing half kept, taken again once there is room."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.build import Builder
from support.cast import make
from support.database import Database, Maker, pointed_to

from training_app.accounts import signing
from training_app.core import clock, db
from training_app.core.tables import known

# In a mount namespace of its own: nobody else sees the disk, and it goes with the process.
MOUNTED = 'mount -t tmpfs -o size=1m tmpfs "$MUSTER_DATA" && exec "$0" -c "$1"'
UPLOADING = """
import asyncio, json, os
from support import scans
from support.over_http import client_from
from support.sending import send
from training_app.accounts import keys
from training_app.core.settings import settings

def on_disk():
    return sum(1 for file in settings().data.rglob("*") if file.is_file())

async def upload():
    told = []
    async with client_from() as client:
        client.cookies.set(keys.COOKIE, os.environ["KEY"])
        for content in (bytes(2_000_000), scans.jpg()):
            answer = await send(client, content)
            told.append([answer.status_code, answer.json().get("error", ""), on_disk()])
    print(json.dumps(told))

asyncio.run(upload())
"""


def why_not() -> str:
    """Why no small filesystem can be mounted here; empty when one can."""
    if shutil.which("unshare") is None:
        return "there is no `unshare`"
    tried = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True,  # noqa: S607
                           text=True, check=False)  # fmt: skip
    return tried.stderr.strip() if tried.returncode else ""


@pytest.fixture
def database(sqlite_copies: Maker, tmp_path: Path) -> Iterator[Database]:
    """SQLite alone, and not on the small disk: it is the disk that matters here."""
    with sqlite_copies(tmp_path) as url, pointed_to(url, tmp_path / "data") as database:
        yield database


@pytest.mark.rule("C-06", "bad files: a real disk that is full in mid-upload: said, nothing left, then taken again")
def test_a_real_disk_that_is_full_in_mid_upload(database: Database):
    if reason := why_not():
        pytest.skip(f"no small filesystem can be mounted here: {reason}")
    database.data.mkdir()
    with db.write() as session:
        tess = make(Builder(session, clock.now())).tess
        said = {"address": "192.0.2.1", "device": "Test", "now": clock.now()}
        key = signing.begin_session(session, person_id=known(tess.id), **said)
    tests = Path(__file__).parents[1]
    environment = os.environ | {"KEY": key, "PYTHONPATH": os.pathsep.join([str(tests.parent), str(tests)])}
    command = ["unshare", "-rm", "sh", "-c", MOUNTED, sys.executable, UPLOADING]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    (full, error, left), (good, _, kept) = json.loads(done.stdout)
    assert (full, left) == (507, 0)
    assert error.startswith("There is no room left on the server's disk")
    assert (good, kept) == (200, 2)  # the scan and its picture

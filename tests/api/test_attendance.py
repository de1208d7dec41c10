"""Bringing a file of who attended over HTTP, and taking the refused rows home (T-03)."""

from urllib.parse import unquote

import pytest
from httpx import AsyncClient, Response
from sqlmodel import select
from support import attendance as rooms
from support.build import Builder
from support.cast import Cast
from support.over_http import PASSWORD

from training_app.assignments.records import AttendanceEntry
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.imports.model import AttendanceFile
from training_app.imports.uploads import REFUSED

GOOD = b"Email,Result\nlea@muster.test,attended\nnobody@muster.test,failed\n"


@pytest.fixture
async def sam(client: AsyncClient, stored: Cast) -> AsyncClient:
    """Sam's browser."""
    await client.post("/auth/sign-in", data={"name": "sam", "password": PASSWORD})
    return client


@pytest.fixture
def address(stored: Cast) -> str:
    """Where a file for today's session of a course is sent."""
    with db.write() as session:
        room = rooms.classroom(session, Builder(session, clock.now()), rooms.SYSTEM)
        return f"/imports/attendance/{known(room.course.id)}/{room.today}"


async def bring(client: AsyncClient, address: str, content: bytes = GOOD, name: str = "cpr.csv") -> Response:
    return await client.post(address, files={"file": (name, content, "text/csv")})


def kept() -> tuple[int, int]:
    """How many entries there are, and files."""
    with db.read() as session:
        return len(session.exec(select(AttendanceEntry)).all()), len(session.exec(select(AttendanceFile)).all())


def page_of(address: str) -> str:
    _, _, _, course, day = address.split("/")
    return f"/courses/{course}/attendance?day={day}"


@pytest.mark.rule("T-03", "a file that is sent enters its good rows and leads to the sheet; the bad ones are a file")
async def test_a_file_is_entered_and_its_bad_rows_go_home(sam: AsyncClient, address: str):
    answer = await bring(sam, address)
    assert (answer.status_code, answer.headers["location"]) == (303, page_of(address))
    assert kept() == (1, 1)
    home = await sam.get(f"{address}/refused.csv")
    assert home.text.removeprefix("\ufeff").splitlines() == [
        "Row,Reason,Email,Result",
        "3,Email “nobody@muster.test” is nobody whom you see in the roster,nobody@muster.test,failed",
    ]
    assert home.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"", "The file is empty."), (b"Name\nLea\n", "No column says who attended"), (b"x" * 2_200_000, "than 2 MB")],
    ids=["empty", "nobody", "large"],
)
async def test_a_bad_file_goes_back_to_the_form_with_its_fault(sam: AsyncClient, address: str, content, fault):
    answer = await bring(sam, address, content)
    number, _, reason = answer.cookies[REFUSED].strip('"').partition(":")
    assert answer.headers["location"] == f"{page_of(address)}&refused={number}"
    assert fault in unquote(reason)
    assert kept() == (0, 0)


@pytest.mark.rule("P-06", "bringing attendance needs its right, of whoever sends the form")
async def test_a_learner_brings_nothing(client: AsyncClient, stored: Cast, address: str):
    await client.post("/auth/sign-in", data={"name": "lea", "password": PASSWORD})
    assert (await bring(client, address)).status_code == 403
    assert (await client.get(f"{address}/refused.csv")).status_code == 403
    assert kept() == (0, 0)


@pytest.mark.parametrize("address", ["/imports/attendance/999/2027-03-01", "/imports/attendance/none/2027-03-01"])
async def test_a_course_that_does_not_exist_is_not_found(sam: AsyncClient, address: str):
    assert (await bring(sam, address)).status_code == 404


async def test_a_day_that_is_none_is_refused(sam: AsyncClient, address: str):
    assert (await bring(sam, address.rpartition("/")[0] + "/2027-02-30")).status_code == 422

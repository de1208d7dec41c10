"""Questions and courses as files over HTTP: brought, refused row by row, taken out again (T-01)."""

import io
import zipfile
from urllib.parse import unquote

import pytest
from httpx import AsyncClient
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.over_http import PASSWORD

from training_app.catalog import actions, drafting
from training_app.catalog.content import Facts
from training_app.catalog.editing import exams
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.imports.questions import waiting
from training_app.imports.uploads import REFUSED

FILE = b"Question,A,B,Right\n=First?,x,y,1\nSecond?,x,y,\n"


@pytest.fixture
def course(stored: Cast) -> int:
    """A course that is not published, with an exam that has no questions."""
    with db.write() as session:
        row = actions.add_draft(session, SYSTEM, new=Facts(title="Airway", code="AIR/1"), now=clock.now())
        draft = drafting.draft_of(session, training_id=known(row.id))
        exams.add(session, SYSTEM, version_id=known(draft.id), now=clock.now())
        return known(row.id)


async def come(client: AsyncClient, name: str) -> AsyncClient:
    await client.post("/auth/sign-in", data={"name": name, "password": PASSWORD})
    return client


@pytest.mark.rule("T-01", "refused rows of a CSV of questions, the bank and the whole course are downloaded as files")
async def test_questions_come_and_go_as_files(client: AsyncClient, stored: Cast, course: int):
    sam = await come(client, "sam")
    page, files = f"/courses/{course}/exam/import", f"/exports/courses/{course}"
    bad = await sam.post(f"/imports/questions/{course}", files={"file": ("bank.csv", b"Name\nx\n", "text/csv")})
    assert bad.headers["location"].startswith(f"{page}?refused=")
    assert "No column is called “Question”" in unquote(bad.cookies[REFUSED])
    answer = await sam.post(f"/imports/questions/{course}", files={"file": ("bank.csv", FILE, "text/csv")})
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    refused = await sam.get(f"{files}/refused-questions.csv")
    assert refused.text.removeprefix("\ufeff").splitlines() == [
        "Refused row,Refused because,Question,A,B,Right", "3,Right is missing: say which choice is right.,Second?,x,y,",
    ]  # fmt: skip
    with db.write() as session:
        sam_acts = Builder(session, clock.now()).actor(stored.sam)
        waiting.add(session, sam_acts, course_id=course, now=clock.now())
    bank = await sam.get(f"{files}/questions.csv")
    assert bank.headers["content-disposition"] == 'attachment; filename="questions-AIR-1.csv"'
    assert bank.text.splitlines()[1] == "'=First?,single,x,y,,,1,,,"
    statistics = await sam.get(f"{files}/statistics.csv?flag=too_few")
    assert statistics.text.splitlines()[1].startswith("1,'=First?,single,0,0,")
    whole = await sam.get(f"{files}.zip")
    assert zipfile.ZipFile(io.BytesIO(whole.content)).namelist() == ["course.json"]
    assert "Question,Kind" in (await sam.get("/imports/questions/example.csv")).text


async def test_a_learner_has_none_of_them(client: AsyncClient, stored: Cast, course: int):
    lea = await come(client, "lea")
    addresses = [f"/exports/courses/{course}{one}"
                 for one in (".zip", "/questions.csv", "/refused-questions.csv", "/statistics.csv")]  # fmt: skip
    sent = await lea.post(f"/imports/questions/{course}", files={"file": ("bank.csv", FILE, "text/csv")})
    assert [sent.status_code, *[(await lea.get(one)).status_code for one in addresses]] == [403] * 5

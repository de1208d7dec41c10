"""The "Report of User(s) Assigned" as a file: who may have it, and what is in it (A-23, M-05)."""

import csv
from contextlib import suppress
from datetime import date, timedelta
from io import StringIO
from itertools import product

import pytest
from httpx import AsyncClient, Response
from sqlmodel import select
from support.build import Builder
from support.cast import Cast
from support.made_files import pages, sheet

from training_app.accounts import keys, signing
from training_app.accounts.model import Refusal
from training_app.api.app import api
from training_app.core import clock, db
from training_app.core.settings import settings
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.reports import rules
from training_app.reports.users_assigned import COLUMNS

LABELS = [column.label for column in COLUMNS]
CAST = ["Ada Admin", "Lea Learner", "Max Manager", "Noa Nearby", "Sam Super", "Tess Trainer"]


@pytest.fixture
def made(stored: Cast) -> int:
    """A course whose title begins like a formula, due in ten days, for the whole cast; Lea has done it."""
    with db.write() as session:
        build = Builder(session, clock.now())
        course = build.course("=Airway; “Kids”", code="AIR-1")
        made = build.assign(course, due=build.now.date() + timedelta(days=10))
        build.complete(stored.lea, course)
        build.person("@Sum", "Cell, comma", branch="Headquarters", email="formula@muster.test")
        build.assign(course, "q=formula")
    return made.assignment_id


def come_as(client: AsyncClient, person: Person) -> None:
    """The browser has the cookie that this person has after signing in."""
    with db.write() as session:
        said = {"address": "192.0.2.1", "device": "Test", "now": clock.now()}
        client.cookies.set(keys.COOKIE, signing.begin_session(session, person_id=known(person.id), **said))


async def get(
    client: AsyncClient, assignment_id: object, query: str = "", *, kind: str = "csv", **headers: str
) -> Response:
    return await client.get(f"/exports/assignments/{assignment_id}/report.{kind}?{query}", headers=headers)


def lines(answer: Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))


def people(answer: Response) -> list[list[str]]:
    """The cells below the columns' names."""
    found = lines(answer)
    return found[found.index(LABELS) + 1 :]


@pytest.mark.rule("A-23", "export as CSV: everybody, with every column")
async def test_the_file_has_everybody_with_every_column(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    answer = await get(client, made)
    found = people(answer)
    assert [row[0] for row in found] == CAST
    today = clock.now().date()
    lea = next(row for row in found if row[0] == "Lea Learner")
    assert lea == ["Lea Learner", "lea@muster.test", "'=Airway; “Kids”", today.isoformat(),
                   (today + timedelta(days=10)).isoformat(), "Evaluated", "1", "", today.isoformat()]  # fmt: skip
    assert answer.headers["content-disposition"] == f'attachment; filename="users-assigned-{made}.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.rule("A-23", "the file has the people of the tab, search and sort of the page")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tab=evaluated", ["Lea Learner"]),
        ("q=noa", ["Noa Nearby"]),
        ("tab=past_due", []),
        ("tab=enrolled&q=noa&page=7&size=10", ["Noa Nearby"]),
    ],
)
async def test_the_file_is_narrowed_as_the_page(client: AsyncClient, stored: Cast, made: int, query, names):
    come_as(client, stored.ada)
    assert [row[0] for row in people(await get(client, made, query))] == names


@pytest.mark.rule("A-23", "sorted as the page, whole and not a page of it")
async def test_the_file_is_sorted_and_whole(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    found = [row[0] for row in people(await get(client, made, "sort=-name&size=10&page=3"))]
    assert found == CAST[::-1]


@pytest.mark.rule("M-05", "the export names its filters and the time it was made")
async def test_the_file_names_its_filters_and_when_it_was_made(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    head = lines(await get(client, made, "tab=past_due&q=le&sort=-due"))[:3]
    assert head[0] == ["Report of User(s) Assigned", "'=Airway; “Kids” (AIR-1)"]
    assert head[1] == ["Filter", "Past Due, with “le” in the name, by due date, turned"]
    assert head[2][1].startswith(f"{clock.now():%Y-%m-%d}")
    assert head[2][1].endswith("(Etc/UTC) by Ada Admin")


async def test_no_cell_is_taken_for_a_formula(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    (row,) = people(await get(client, made + 1))
    assert row[:3] == ["'@Sum Cell, comma", "formula@muster.test", "'=Airway; “Kids”"]


@pytest.mark.rule("A-23", "export as XLSX: the people of the page's tab, search and sort, with every column")
async def test_the_xlsx_has_the_people_of_the_page(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    answer = await get(client, made, "sort=-name&size=10&page=3", kind="xlsx")
    found = sheet(answer.content)
    assert [found[0], [row[0] for row in found[1:]]] == [LABELS, CAST[::-1]]
    today = clock.now().date()
    lea = next(row for row in found if row[0] == "Lea Learner")
    due = today + timedelta(days=10)
    assert lea == ["Lea Learner", "lea@muster.test", "=Airway; “Kids”", today, due, "Evaluated", 1.0, "", today]
    assert isinstance(lea[3], date)
    assert sheet(answer.content, "About")[2] == ["Filter", "All, by name, turned"]
    assert answer.headers["content-disposition"] == f'attachment; filename="users-assigned-{made}.xlsx"'
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "no-store" in answer.headers["cache-control"]
    narrowed = await get(client, made, "tab=evaluated", kind="xlsx")
    assert [row[0] for row in sheet(narrowed.content)[1:]] == ["Lea Learner"]


@pytest.mark.rule("A-23", "export as PDF: the people of the page's tab, search and sort, with every column")
async def test_the_pdf_has_the_people_of_the_page(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    answer = await get(client, made, "q=le&sort=-name", kind="pdf")
    (text,) = pages(answer.content)
    assert "Filter: All, with “le” in the name, by name, turned" in text
    assert all(label in text for label in LABELS)
    assert "Lea Learner lea@muster.test =Airway; “Kids”" in text
    assert "Noa Nearby" not in text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.rule(
    "A-23", "what would take too long to wait for is not made silently: it says that “Email Report” does it"
)
async def test_what_is_too_large_is_refused_and_says_what_to_do(
    client: AsyncClient, stored: Cast, made: int, monkeypatch
):
    monkeypatch.setattr(rules, "MOST_TO_DOWNLOAD", 5)
    come_as(client, stored.ada)
    for kind in ("xlsx", "pdf"):
        answer = await get(client, made, kind=kind)
        assert (answer.status_code, "Email Report" in answer.json()["error"]) == (422, True)
        assert (await get(client, made, "tab=evaluated", kind=kind)).status_code == 200
    assert (await get(client, made)).status_code == 200


async def test_nothing_of_a_download_stays_on_the_disk(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    for kind in ("xlsx", "pdf"):
        assert (await get(client, made, kind=kind)).status_code == 200
    assert list((settings().data / "making").iterdir()) == []


async def test_nor_when_whoever_asked_goes_away(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.body":
            raise OSError("the line is dead")

    path = f"/exports/assignments/{made}/report.xlsx"
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": [(b"cookie", cookie.encode())], "client": ("192.0.2.1", 5), "http_version": "1.1",
             "scheme": "http", "server": ("localhost", 3000), "asgi": {"version": "3.0"}}  # fmt: skip
    with suppress(Exception):
        await api(scope, receive, send)
    assert list((settings().data / "making").iterdir()) == []


async def test_of_nobody_each_file_has_its_headings(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    assert people(await get(client, made, "q=nobody+of+that+name")) == []
    assert sheet((await get(client, made, "q=nobody+of+that+name", kind="xlsx")).content) == [LABELS]
    (text,) = pages((await get(client, made, "tab=failed", kind="pdf")).content)
    assert all(label in text for label in LABELS)


async def test_a_query_that_makes_no_sense_breaks_nothing(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    queries = ("tab=none&sort=sideways&page=-1&size=x", "%00=%ff&&&=", "q=" + "%F0%9F%9A%91" * 300)
    for query, kind in product(queries, ("csv", "xlsx", "pdf")):
        assert (await get(client, made, query, kind=kind)).status_code == 200


async def test_who_may_not_manage_assignments_gets_no_file(client: AsyncClient, stored: Cast, made: int):
    for who, kind in product((stored.tess, stored.max, stored.lea), ("csv", "xlsx", "pdf")):
        come_as(client, who)
        answer = await get(client, made, kind=kind)
        assert (answer.status_code, "Lea Learner" in answer.text) == (403, False)
    with db.read() as session:
        assert {row.person_id for row in session.exec(select(Refusal))} == {
            stored.tess.id,
            stored.max.id,
            stored.lea.id,
        }


async def test_a_made_up_number_is_not_found(client: AsyncClient, stored: Cast, made: int):
    come_as(client, stored.ada)
    for number, kind in product(["987654", "0", "-1", "x", "9" * 30, "1.5"], ("csv", "xlsx", "pdf")):
        assert (await get(client, number, kind=kind)).status_code == 404
    assert (await get(client, made, kind="exe")).status_code == 404


async def test_nobody_signed_in_gets_no_file(client: AsyncClient, made: int):
    for kind in ("csv", "xlsx", "pdf"):
        assert (await get(client, made, kind=kind)).status_code == 401
    led = await get(client, made, accept="text/html")
    assert (led.status_code, led.headers["location"].startswith("/sign-in?next=")) == (303, True)

"""The "Report of User(s) Assigned" as a file: who may have it, and what is in it (A-23, M-05)."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from httpx import AsyncClient, Response
from support.build import Builder
from support.cast import Cast

from training_app.accounts import keys, signing
from training_app.api import reports
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people.model import Person

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


async def get(client: AsyncClient, assignment_id: object, query: str = "", **headers: str) -> Response:
    return await client.get(f"/exports/assignments/{assignment_id}/report.csv?{query}", headers=headers)


def lines(answer: Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))


def people(answer: Response) -> list[list[str]]:
    """The cells below the columns' names."""
    found = lines(answer)
    return found[found.index(list(reports.COLUMNS)) + 1 :]


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


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
async def test_who_may_not_manage_assignments_gets_no_file(client: AsyncClient, stored: Cast, made: int, who):
    come_as(client, getattr(stored, who))
    answer = await get(client, made)
    assert (answer.status_code, "Lea Learner" in answer.text) == (403, False)


@pytest.mark.parametrize("number", ["987654", "0", "-1", "x", "9" * 30, "1.5"])
async def test_a_made_up_number_is_not_found(client: AsyncClient, stored: Cast, made: int, number):
    come_as(client, stored.ada)
    assert (await get(client, number)).status_code == 404


async def test_nobody_signed_in_gets_no_file(client: AsyncClient, made: int):
    assert (await get(client, made)).status_code == 401
    led = await get(client, made, accept="text/html")
    assert (led.status_code, led.headers["location"].startswith("/sign-in?next=")) == (303, True)

"""The download of the review: who may have it, and what is in it (A-13)."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from httpx import AsyncClient, Response
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.over_http import client_from

from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.accounts import keys, signing
from training_app.accounts.queries import actor_of
from training_app.api import exports
from training_app.assignments.making import drafting, reviewing
from training_app.audience.filters import PeopleFilter
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person
from training_app.reports import csv_file


@pytest.fixture
def draft(stored: Cast) -> int:
    """Ada's draft: an ALS course for Lea, who is ALS, Noa, who has it open, Max, who has done it, and Ivo, who left."""
    with db.write() as session:
        build = Builder(session, clock.now())
        course = build.course("=Airway; “Kids”, part\n1", level="ALS", code="AIR-1")
        for person in (stored.noa, stored.max):
            build.assign(course, f"q={person.username}")
        build.complete(stored.max, course)
        people.reactivate(session, SYSTEM, person_id=known(stored.ivo.id), now=build.now)
        ada, today = build.actor(stored.ada), build.now.date()
        number = drafting.begin(session, ada, now=build.now)
        drafting.choose_training(session, ada, draft_id=number, training_id=known(course.id), now=build.now)
        drafting.set_dates(session, ada, draft_id=number, starts_on=today, due_on=today + timedelta(30), now=build.now)
        for person in (stored.lea, stored.noa, stored.max, stored.ivo):
            drafting.add_person(session, ada, draft_id=number, person_id=known(person.id), now=build.now)
        people.deactivate(session, SYSTEM, person_id=known(stored.ivo.id), now=build.now)
    return number


def come_as(client: AsyncClient, person: Person) -> None:
    """The browser has the cookie that this person has after signing in."""
    with db.write() as session:
        said = {"address": "192.0.2.1", "device": "Test", "now": clock.now()}
        client.cookies.set(keys.COOKIE, signing.begin_session(session, person_id=known(person.id), **said))


async def get(client: AsyncClient, draft_id: object, part: str = "", **headers: str) -> Response:
    query = {"part": part} if part else {}
    return await client.get(f"/exports/drafts/{draft_id}.csv", params=query, headers=headers)


def rows(answer: Response) -> list[list[str]]:
    """The cells below the columns' names."""
    assert answer.status_code == 200, answer.text
    lines = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    return lines[lines.index(list(exports.COLUMNS)) + 1 :]


@pytest.mark.rule("A-13", "each list of the review is downloaded as CSV, with everybody on it and the reason")
async def test_each_part_is_downloaded_with_its_people_and_reasons(client: AsyncClient, stored: Cast, draft: int):
    come_as(client, stored.ada)
    found = {part: rows(await get(client, draft, part)) for part in ("enrolled", "joining", "skipped", "other_level")}
    assert {part: [row[0] for row in people] for part, people in found.items()} == {
        "enrolled": ["Lea Learner"],
        "joining": ["Noa Nearby"],
        "skipped": ["Ivo Inactive", "Max Manager"],
        "other_level": ["Noa Nearby"],
    }
    ivo, boss = found["skipped"]
    assert ivo[1:4] == ["ivo@muster.test", "BLS", "Station 2"]
    assert ivo[4].startswith("Deactivated ")
    assert boss[4].startswith("Evaluated ")
    for part, name in (("completed", "Max Manager"), ("deactivated", "Ivo Inactive")):
        assert [row[0] for row in rows(await get(client, draft, part))] == [name]
    assert len(rows(await get(client, draft))) == 4


@pytest.mark.rule("A-13", "the file names the training, the dates and when it was made")
async def test_the_file_says_what_it_is_of(client: AsyncClient, stored: Cast, draft: int):
    come_as(client, stored.ada)
    answer = await get(client, draft, "skipped")
    head = dict(row for row in csv.reader(StringIO(answer.text.removeprefix("\ufeff"))) if len(row) == 2)
    today = clock.now().date()
    assert head["Course Title"] == "'=Airway; “Kids”, part\n1 (AIR-1)"
    assert (head["Start Date"], head["Due Date"]) == (today.isoformat(), (today + timedelta(30)).isoformat())
    assert head["List"] == "Skipped"
    assert date.fromisoformat(head["Made"][:10]) == today
    assert head["Made"].endswith("(Etc/UTC)")


async def test_a_spreadsheet_opens_it_as_it_is(client: AsyncClient, stored: Cast, draft: int):
    come_as(client, stored.ada)
    answer = await get(client, draft, "skipped")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="draft-{draft}-skipped.csv"'
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.rule("A-13", "no cell of the file is taken for a formula")
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
async def test_no_cell_is_taken_for_a_formula(client: AsyncClient, stored: Cast, draft: int, sign: str):
    with db.write() as session:
        build = Builder(session, clock.now())
        mal = build.person(f"{sign}cmd|' /C calc'!A0", "Mal", email="mal@muster.test")
        drafting.add_person(session, build.actor(stored.ada), draft_id=draft, person_id=known(mal.id), now=build.now)
    come_as(client, stored.ada)
    (cell,) = [row[0] for row in rows(await get(client, draft, "enrolled")) if row[1] == "mal@muster.test"]
    assert cell[:1] not in "=+-@\t"
    assert cell.lstrip("'").lstrip().startswith(("cmd", sign))


@pytest.mark.rule("P-06", "a list of the review is nobody's who is not signed in")
async def test_nobody_signed_in_is_sent_to_sign_in(client: AsyncClient, draft: int):
    answer = await get(client, draft, "skipped", accept="text/html")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next=%2Fexports%2Fdrafts%2F{draft}.csv%3Fpart%3Dskipped"
    assert (await get(client, draft)).status_code == 401


@pytest.mark.rule("P-06", "a list of somebody else's draft does not exist, and without the right it is refused")
async def test_another_admin_finds_nothing_and_a_learner_is_refused(client: AsyncClient, stored: Cast, draft: int):
    with db.write() as session:
        accounts.give_role(session, SYSTEM, person_id=known(stored.tess.id), role=Role.ADMIN, now=clock.now())
    for person, status in ((stored.tess, 404), (stored.sam, 404), (stored.max, 403), (stored.lea, 403)):
        async with client_from() as other:
            come_as(other, person)
            answer = await get(other, draft, "skipped")
            assert answer.status_code == status
            assert "Ivo" not in answer.text


async def test_what_makes_no_sense_is_not_found(client: AsyncClient, stored: Cast, draft: int):
    come_as(client, stored.ada)
    for made_up in ("0", "abc", "-1", "99999999999999999999", "1%27"):
        assert (await get(client, made_up)).status_code == 404
    assert (await get(client, draft, "everybody")).status_code == 422


async def test_a_long_list_is_sent_in_pieces_and_is_whole(
    client: AsyncClient, stored: Cast, draft: int, monkeypatch: pytest.MonkeyPatch
):
    with db.write() as session:
        build = Builder(session, clock.now())
        build.people(60, branch="Station 9")
        ada = actor_of(session, person_id=known(stored.ada.id))
        drafting.add_found(session, ada, draft_id=draft, whom=PeopleFilter(q="Kim"), now=build.now)
    monkeypatch.setattr(csv_file, "AT_A_TIME", 7)
    monkeypatch.setattr(reviewing, "AT_A_TIME", 5)
    come_as(client, stored.ada)
    async with client.stream("GET", f"/exports/drafts/{draft}.csv") as answer:
        assert "content-length" not in answer.headers
        text = (await answer.aread()).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text)))
    names = [row[0] for row in lines[lines.index(list(exports.COLUMNS)) + 1 :]]
    assert len(names) == len(set(names)) == 64

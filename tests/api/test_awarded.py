"""Who was awarded a certification, as a file: who may have it, and what is in it (C-12, M-05)."""

import csv
from datetime import date, timedelta
from io import StringIO
from itertools import product

import pytest
from httpx import AsyncClient, Response
from support.build import SYSTEM
from support.cast import Cast
from support.made_files import sheet

from training_app.accounts import keys, signing
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.reports import rules
from training_app.reports.awarded_users import COLUMNS

LABELS = [column.label for column in COLUMNS]


@pytest.fixture
def today() -> date:
    return clock.now().date()


@pytest.fixture
def kind(stored: Cast, today: date) -> int:
    """A certification whose name begins like a formula: Lea's expires in ten days, Noa's never."""
    with db.write() as session:
        new = NewCertification(name="=CPR; “Kids”", code="CPR-1", always_valid_allowed=True, renewal_days=30)
        kind = known(actions.add_certification(session, SYSTEM, new=new, now=clock.now()).id)
        awards = [
            NewAward(known(stored.lea.id), kind, today - timedelta(days=355), today + timedelta(days=10)),
            NewAward(known(stored.noa.id), kind, always_valid=True),
        ]
        actions.award_many(session, SYSTEM, awards=awards, now=clock.now())
    return kind


def come_as(client: AsyncClient, person: Person) -> None:
    with db.write() as session:
        said = {"address": "192.0.2.1", "device": "Test", "now": clock.now()}
        client.cookies.set(keys.COOKIE, signing.begin_session(session, person_id=known(person.id), **said))


async def get(client: AsyncClient, kind: object, query: str = "", *, file: str = "csv") -> Response:
    return await client.get(f"/exports/certifications/{kind}/awarded.{file}?{query}")


def lines(answer: Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.rule("C-12", "export as CSV: the people of the page's state, search and sort, with every column")
@pytest.mark.rule("M-05", "the export of who was awarded names its filters and the time it was made")
async def test_the_csv_has_the_people_of_the_page_and_says_what_it_is(
    client: AsyncClient, stored: Cast, kind: int, today: date
):
    come_as(client, stored.tess)
    answer = await get(client, kind, "sort=-expires&size=10&page=9")
    found = lines(answer)
    assert found[0] == ["Awarded Users", "'=CPR; “Kids” (CPR-1)"]
    assert found[1] == ["Filter", "All, by expiry, turned"]
    assert found[2][1].startswith(f"{today:%Y-%m-%d}")
    assert found[2][1].endswith("(Etc/UTC) by Tess Trainer")
    until, since = today + timedelta(days=10), today - timedelta(days=355)
    assert found[4:] == [
        LABELS,
        ["noa", "Noa", "Nearby", "", "", "Always Valid", "Always valid", "Manually awarded", "", ""],
        ["lea", "Lea", "Learner", since.isoformat(), "10", until.isoformat(), "Expiring", "Manually awarded", "", ""],
    ]
    assert answer.headers["content-disposition"] == f'attachment; filename="awarded-users-{kind}.csv"'
    narrowed = lines(await get(client, kind, "state=expiring&q=lea"))
    assert narrowed[1] == ["Filter", "Expiring, with “lea” in name, username or email, by last name"]
    assert [row[0] for row in narrowed[5:]] == ["lea"]


@pytest.mark.rule("C-12", "export as XLSX: the same, days as days; too many to wait for are refused, and say so")
async def test_the_xlsx_has_the_same(client: AsyncClient, stored: Cast, kind: int, today: date, monkeypatch):
    come_as(client, stored.tess)
    found = sheet((await get(client, kind, "sort=expires", file="xlsx")).content)
    until, since = today + timedelta(days=10), today - timedelta(days=355)
    assert found[0] == LABELS
    assert found[1] == ["lea", "Lea", "Learner", since, 10.0, until, "Expiring", "Manually awarded", "", ""]
    assert found[2][4:7] == ["", "Always Valid", "Always valid"]
    monkeypatch.setattr(rules, "MOST_TO_DOWNLOAD", 1)
    refused = await get(client, kind, file="xlsx")
    assert (refused.status_code, "CSV" in refused.json()["error"]) == (422, True)


@pytest.mark.rule("C-12", "whoever neither tracks nor awards certifications gets no file")
async def test_whoever_may_not_see_it_gets_no_file(client: AsyncClient, stored: Cast, kind: int):
    for file in ("csv", "xlsx"):
        assert (await get(client, kind, file=file)).status_code == 401
    for who, file in product((stored.max, stored.lea), ("csv", "xlsx")):
        come_as(client, who)
        answer = await get(client, kind, file=file)
        assert (answer.status_code, "Noa" in answer.text) == (403, False)
    come_as(client, stored.tess)
    for number in ("987654", "x", "9" * 30):
        assert (await get(client, number)).status_code == 404

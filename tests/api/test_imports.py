"""Bringing a roster over HTTP, and taking the refused rows home (P-08)."""

import csv
import io
import os
from urllib.parse import unquote

import pytest
from httpx import AsyncClient, Response
from sqlmodel import func, select
from support.build import SYSTEM
from support.cards import cards, kinds
from support.cast import Cast
from support.imports import roster
from support.over_http import PASSWORD, client_from

from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.accounts import passwords
from training_app.accounts.model import Refusal
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.imports.model import Import, ImportFile, ImportRow
from training_app.imports.uploads import MOST_BYTES, REFUSED

GOOD = roster("Ann,Lee,ann@x.test,North", "Bob,,bob@x.test,North").encode()


async def sign_in(client: AsyncClient, name: str) -> None:
    await client.post("/auth/sign-in", data={"name": name, "password": PASSWORD})


@pytest.fixture
async def ada(client: AsyncClient, stored: Cast) -> AsyncClient:
    """Ada's browser."""
    with db.write() as session:
        token = accounts.invite(session, SYSTEM, person_id=known(stored.ada.id), now=clock.now())
        accounts.set_password(session, token=token, password=passwords.hashed(PASSWORD), now=clock.now())
    await sign_in(client, "ada")
    return client


async def bring(client: AsyncClient, content: bytes, name: str = "roster.csv", **headers: str) -> Response:
    return await client.post("/imports/people", files={"file": (name, content, "text/csv")}, headers=headers)


def kept() -> dict[str, int]:
    with db.read() as session:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in (Import, ImportFile, ImportRow)
        }


def said(answer: Response) -> str:
    """What went back to the form."""
    number, _, reason = answer.cookies[REFUSED].strip('"').partition(":")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/import?refused={number}")
    return unquote(reason)


@pytest.mark.rule("P-08", "a file that is brought is kept with its plan, and has an address")
async def test_a_roster_is_kept_and_planned(ada: AsyncClient):
    answer = await bring(ada, GOOD)
    with db.read() as session:
        brought = session.exec(select(Import)).one()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/import/{brought.id}")
    assert (brought.file_name, brought.row_count, brought.planned_at is not None) == ("roster.csv", 2, True)
    assert kept() == {"Import": 1, "ImportFile": 1, "ImportRow": 2}


async def test_the_same_file_sent_twice_is_one_import(ada: AsyncClient):
    first, second = await bring(ada, GOOD), await bring(ada, GOOD)
    assert first.headers["location"] == second.headers["location"]
    assert kept()["Import"] == 1


@pytest.mark.rule("P-08", "a file that cannot be read is named with its fault, and nothing of it is kept")
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04" + os.urandom(200), "a workbook or an archive"),
        (b"\x89PNG\r\n\x1a\n" + os.urandom(200), "a picture"),
        (bytes(range(128, 256)) * 9, "no text in an encoding that we know"),
        (b"Ann,Lee,ann@x.test,North\nBob,Ray,bob@x.test,North\n", "the file has no header"),
        (b",,,\nAnn,Lee,ann@x.test,North\n", "The first row of the file is empty"),
        (b"First Name,Last Name,Email,Station\n", "no row below it"),
        (",".join(map("C{}".format, range(300))).encode() + b"\nx\n", "has 300 columns; 200 is the most"),
        (b"A,B\n" + b"x,y\n" * 200_001, "more than 200,000 rows"),
        (b"A,B\n" + b"x" * MOST_BYTES, "larger than 32 MB"),
    ],
    ids=["empty", "xlsx", "png", "binary", "no header", "blank header", "no rows", "300 columns", "rows", "large"],
)
async def test_a_bad_file_is_named_and_not_kept(ada: AsyncClient, content, fault):
    assert fault in said(await bring(ada, content))
    assert kept() == {"Import": 0, "ImportFile": 0, "ImportRow": 0}


@pytest.mark.parametrize("body", [{}, {"data": {"file": "text"}}, {"files": {"other": ("a.csv", GOOD)}}])
async def test_a_form_without_a_file_is_asked_for_one(ada: AsyncClient, body):
    assert said(await ada.post("/imports/people", **body)) == "Choose a file."


async def test_the_name_of_the_file_is_kept_without_its_folder_and_what_cannot_be_shown(ada: AsyncClient):
    await bring(ada, GOOD, name="C:\\fakepath\\Röster\t1.csv")
    with db.read() as session:
        assert session.exec(select(Import.file_name)).one().endswith("1.csv")
        assert "\\" not in session.exec(select(Import.file_name)).one()


@pytest.mark.rule("P-06", "bringing a roster needs the right to manage people; the refusal is recorded")
async def test_who_may_not_manage_people_brings_nothing(ada: AsyncClient, stored: Cast):
    async with client_from() as lea:
        await sign_in(lea, "lea")
        assert (await bring(lea, GOOD)).status_code == 403
    async with client_from() as nobody:
        assert (await bring(nobody, GOOD)).status_code == 401
    assert kept()["Import"] == 0
    with db.read() as session:
        assert stored.lea.id in session.exec(select(Refusal.person_id)).all()


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.test"}])
async def test_the_form_of_another_site_brings_nothing(ada: AsyncClient, headers):
    assert (await bring(ada, GOOD, **headers)).status_code == 403
    assert kept()["Import"] == 0


@pytest.mark.rule("P-08", "refused rows can be downloaded with the reason beside each")
async def test_refused_rows_are_downloaded_with_their_reasons(ada: AsyncClient):
    lines = ("Ann,Lee,ann@x.test,North", "=Bob(),,bob@x.test,North", "Zoë,Müller,no address,North")
    location = (await bring(ada, roster(*lines).encode("cp1252"))).headers["location"]
    answer = await ada.get(f"/imports{location.replace('/import', '')}/refused.csv")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["First Name", "Last Name", "Email", "Station", "Row in the file", "Why it was refused"],
        ["'=Bob()", "", "bob@x.test", "North", "3", "Last Name is missing."],
        ["Zoë", "Müller", "no address", "North", "4", "Email “no address” is not an email address."],
    ]


@pytest.mark.rule("P-08", "somebody else's import does not exist")
async def test_refused_rows_of_somebody_else_do_not_exist(ada: AsyncClient, stored: Cast):
    await bring(ada, GOOD)
    with db.read() as session:
        number = session.exec(select(Import.id)).one()
    async with client_from() as sam:
        await sign_in(sam, "sam")
        assert (await sam.get(f"/imports/people/{number}/refused.csv")).status_code == 404
    async with client_from() as lea:
        await sign_in(lea, "lea")
        assert (await lea.get(f"/imports/people/{number}/refused.csv")).status_code == 403


@pytest.mark.rule("C-17", "a file of awards is kept and planned for who may award; nobody else's import of it exists")
async def test_a_file_of_awards_is_kept_for_who_may_award(ada: AsyncClient, stored: Cast):
    with db.write() as session:
        kinds(session, clock.now(), "CPR")
    file = {"file": ("cards.csv", cards("ada,CPR,,2028-03-01,", "ghost,CPR,,2028-03-01,").encode(), "text/csv")}
    assert (await ada.post("/imports/awards", files=file)).status_code == 403
    assert kept()["Import"] == 0
    with db.write() as session:
        accounts.give_role(session, SYSTEM, person_id=known(stored.ada.id), role=Role.SUPERADMIN, now=clock.now())
    answer = await ada.post("/imports/awards", files=file)
    with db.read() as session:
        number = session.exec(select(Import.id)).one()
    assert answer.headers["location"] == f"/certifications/import/{number}"
    (row,) = csv.DictReader(io.StringIO((await ada.get(f"/imports/awards/{number}/refused.csv")).text))
    assert row["Why it was refused"] == "User “ghost” is nobody whom you see in the roster."
    assert (await ada.get(f"/imports/people/{number}/refused.csv")).status_code == 404
    async with client_from() as sam:
        await sign_in(sam, "sam")
        assert (await sam.get(f"/imports/awards/{number}/refused.csv")).status_code == 404

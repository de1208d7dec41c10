"""The page of uploading somebody's files, as a tab that is not a browser's uses it (C-05)."""

from datetime import date

import pytest
from sqlmodel import col, select
from support import scans

from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.certifications.tracking import filing
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.admin.person_upload.state import PersonUpload
from training_app.web.shared import routes

STEP = "?step=details"


@pytest.fixture
async def page(house, tab):
    """The second step of the upload for Lea, open before Tess, who has sent two files; Lea holds an EMT until 2027."""
    tess, lea = house.cast.tess, known(house.cast.lea.id)
    with db.write() as session:
        kind, now = scans.kind(session, now=clock.now()), clock.now()
        session.add(Award(person_id=lea, certification_id=kind, issued_on=date(2025, 7, 1), number="A-1",
                          expires_on=date(2027, 6, 30), created_at=now))  # fmt: skip
        for name in ("front.jpg", "letter.jpg"):
            scans.sent(session, tess, filing.place_of(lea), now=now, name=name)
    tab.come_as(house.sign_in(tess))
    await tab.open(routes.person_upload(lea) + STEP)
    return tab


def form(file_id: int, kind: int, expires: str, **said) -> dict[str, str]:
    entered = {"kind": str(kind), "issued": "2025-07-01", "expires": expires, "number": "A-1"} | said
    return {f"{name}_{file_id}": value for name, value in entered.items()}


def filed() -> list[tuple[str, date]]:
    with db.read() as session:
        found = select(AwardFile.name, Award.expires_on).join(Award, col(Award.id) == AwardFile.award_id)
        return [(name, expires_on) for name, expires_on in session.exec(found.order_by(col(AwardFile.id)))]


@pytest.mark.rule("C-05", "on the page: choosing a name fills in issued, expiry and number from the current award")
async def test_choosing_a_certification_fills_in_what_is_held(page):
    await page.send(PersonUpload.choose, {"file_id": 1, "certification_id": 1})
    shown = await page.state(PersonUpload)
    assert shown.is_second_step
    assert [row.name for row in shown.rows] == ["front.jpg", "letter.jpg"]
    first, second = shown.rows
    assert (first.kind, first.issued, first.expires, first.number) == ("1", "2025-07-01", "2027-06-30", "A-1")
    assert first.current.startswith("They hold one, until 30 Jun 2027.")
    assert (second.kind, second.issued, second.expires) == ("0", "", "")


@pytest.mark.rule(
    "C-05", "on the page: stored files are confirmed, the others stay with their error and what was typed"
)
async def test_what_is_stored_is_confirmed_and_the_rest_stays(page):
    await page.send(PersonUpload.submit, {"form": form(1, 1, "2029-06-30") | form(2, 1, "31/12/27", number="B-2")})
    shown = await page.state(PersonUpload)
    assert shown.stored == ["front.jpg with EMT-Basic, until 30 Jun 2029"]
    (left,) = shown.rows
    assert (left.name, left.expires, left.number, list(left.wrong)) == ("letter.jpg", "31/12/27", "B-2", ["expires_on"])
    assert shown.bad == 1
    assert filed() == [("front.jpg", date(2029, 6, 30))]
    # ── and mended
    await page.send(PersonUpload.submit, {"form": form(2, 1, "2029-06-30")})
    assert filed() == [("front.jpg", date(2029, 6, 30)), ("letter.jpg", date(2029, 6, 30))]
    assert page.led_to() == "/people/5"
    assert (await page.notice()).startswith("2 files are stored: front.jpg with EMT-Basic")


@pytest.mark.rule("C-05", "a form is stored as it stands in the browser, also when the server has forgotten the tab")
async def test_after_a_restart_of_the_server_nothing_typed_is_lost(page):
    page.expire()
    await page.send(PersonUpload.submit, {"form": form(1, 1, "2029-06-30") | form(2, 1, "2029-06-30")})
    assert [name for name, _ in filed()] == ["front.jpg", "letter.jpg"]


async def test_a_file_is_removed_and_the_last_one_leads_back_to_the_first_step(page):
    for number, left in ((1, ["letter.jpg"]), (2, [])):
        await page.send(PersonUpload.remove, {"file_id": number})
        shown = await page.state(PersonUpload)
        assert [row.name for row in shown.rows] == left
    assert not shown.is_second_step
    await page.send(PersonUpload.submit, {"form": {}})
    assert filed() == []


async def test_a_person_who_is_not_there_is_said(page):
    await page.open(routes.person_upload(999))
    shown = await page.state(PersonUpload)
    assert (shown.is_missing, shown.rows) == (True, [])

"""The profile of a person, as a tab that is not a browser's uses it (C-03, C-04, C-07, A-24, P-04, P-05)."""

import pytest
from sqlmodel import col, select
from support.build import SYSTEM

from training_app import wiring
from training_app.accounts import queries as accounts
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.certifications.tracking import saving
from training_app.certifications.tracking.checking import Change
from training_app.certifications.tracking.entry import Entry
from training_app.core import clock, db
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.web.admin.person.certifications import CLOSE, LOST, CertificationRows
from training_app.web.admin.person.files import GONE, FileDeletion
from training_app.web.admin.person.state import PersonPage
from training_app.web.shared import routes

SOON = clock.days_after(clock.day_of(clock.now(), "UTC"), 30)


@pytest.fixture
def lea(house) -> int:
    """Lea's number; she holds one EMT with a file."""
    wiring.bind()
    with db.write() as session:
        emt = actions.add_certification(session, SYSTEM, new=NewCertification("EMT", "EMT"), now=clock.now())
        cpr = NewCertification("CPR", "CPR", always_valid_allowed=True)
        actions.add_certification(session, SYSTEM, new=cpr, now=clock.now())
        lea = known(house.cast.lea.id)
        award = NewAward(lea, known(emt.id), expires_on=SOON, number="E7")
        number = actions.award(session, SYSTEM, new=award, now=clock.now())
        session.add(AwardFile(award_id=number, key="", name="card.jpg", size=1, media_type="", added_at=clock.now()))
    return lea


@pytest.fixture
async def page(house, lea, tab):
    """Her profile, open before the coordinator."""
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(routes.person(lea))
    return tab


def stored(person_id: int) -> list[tuple[str, str]]:
    """Expiry and number of each award, in the order of their making."""
    with db.read() as session:
        rows = session.exec(select(Award).where(Award.person_id == person_id).order_by(col(Award.id)))
        return [(str(row.expires_on or "always"), row.number) for row in rows]


async def form(page, **said: str) -> dict[str, str]:
    """What the browser sends when the form is as it was read, but for what is `said` of the first award."""
    shown = await page.state(CertificationRows)
    rows = {f"{row.place}.{name}": getattr(row, name) for row in shown.rows for name in
            ("issued_on", "expires_on", "number")}  # fmt: skip
    return rows | {f"{shown.rows[0].place}.{name}": value for name, value in said.items()}


def filled(row, kind: object, expires: str = "2030-01-31", **said: str) -> dict[str, str]:
    return {f"{row.place}.{name}": value for name, value in
            {"certification": str(kind), "issued_on": "", "expires_on": expires, "number": ""}.items()} | {
        f"{row.place}.{name}": value for name, value in said.items()
    }  # fmt: skip


@pytest.mark.rule(
    "C-03", "on the page: + gives more rows at once; a faulty one is named with row and field, and saves none"
)
@pytest.mark.rule("C-03", "on the page: Update saves rows and new rows together, and offers a new row again")
async def test_several_new_rows_are_saved_at_once_or_none(page, lea):
    await page.send(CertificationRows.add)
    shown = await page.state(CertificationRows)
    emt, cpr = (next(kind.id for kind in shown.kinds if kind.name == name) for name in ("EMT", "CPR"))
    one, other = shown.fresh
    await page.send(CertificationRows.choose, {"row": other.place, "kind": str(cpr)})
    assert [row.allows_always for row in (await page.state(CertificationRows)).fresh] == [False, True]
    bad = await form(page, number="E8") | filled(one, emt, "") | filled(other, cpr, "", always_valid="on")
    await page.send(CertificationRows.save, {"form": bad})
    shown = await page.state(CertificationRows)
    assert shown.wrong == {f"{one.place}.expires_on": "The day of expiry is missing."}
    assert shown.faults == ["New certification, Expires: The day of expiry is missing."]
    assert (shown.focus, stored(lea)) == (f"{one.place}.expires_on", [(str(SOON), "E7")])
    good = bad | filled(one, emt)
    await page.send(CertificationRows.save, {"form": good})
    assert stored(lea) == [(str(SOON), "E8"), ("2030-01-31", ""), ("always", "")]
    assert await page.notice() == "Certifications: 1 changed, 2 added."
    shown = await page.state(CertificationRows)
    assert (shown.wrong, [row.name for row in shown.rows]) == ({}, ["CPR", "EMT", "EMT"])
    # ── the same form once more, as a second click sends it, adds nothing
    await page.send(CertificationRows.save, {"form": good})
    assert len(stored(lea)) == 3


@pytest.mark.rule("C-03", "Update and Close saves and leads back to the list of people as it was")
async def test_update_and_close(page, lea):
    await page.go("/people?q=lea&sort=email")
    await page.go(routes.person(lea))
    await page.send(CertificationRows.press, {"button": CLOSE})
    await page.send(CertificationRows.save, {"form": await form(page, expires_on="")})
    assert page.led_to() == ""
    await page.send(CertificationRows.press, {"button": CLOSE})
    await page.send(CertificationRows.save, {"form": await form(page, number="E8")})
    assert (page.led_to(), stored(lea)) == ("/people?q=lea&sort=email", [(str(SOON), "E8")])


@pytest.mark.rule("C-07", "checked rows and Update delete those certifications, after the page has said how many go")
@pytest.mark.rule(
    "V-01", "the dialog says that it deletes and does not revoke, how many certifications and files, and what stays"
)
async def test_checked_rows_are_deleted_after_asking(page, lea):
    checked = await form(page) | {f"{(await page.state(CertificationRows)).rows[0].place}.delete": "on"}
    await page.send(CertificationRows.save, {"form": checked})
    shown = await page.state(CertificationRows)
    assert (shown.is_asking, shown.question.verb) == (True, "Delete 1 certification")
    assert shown.question.goes.startswith("1 certification and 1 file will be deleted, as if never entered.")
    assert "unassign it instead" in shown.question.stays
    await page.send(CertificationRows.cancel)
    await page.send(CertificationRows.confirm, {"_form": {}})
    assert len(stored(lea)) == 1
    await page.send(CertificationRows.save, {"form": checked})
    await page.send(CertificationRows.confirm, {"_form": {}})
    assert (stored(lea), await page.notice()) == ([], "Certifications: 1 deleted.")


@pytest.mark.rule("C-07", "the delete icon of a file asks Ok; the certification stays, and so does what is typed")
async def test_a_file_is_deleted_after_asking(page, lea):
    file = (await page.state(CertificationRows)).rows[0].files[0]
    await page.send(FileDeletion.confirm, {"_form": {}})
    await page.send(FileDeletion.ask, {"file_id": file.id + 1})
    assert not (await page.state(FileDeletion)).is_asking
    await page.send(FileDeletion.ask, {"file_id": file.id})
    asked = await page.state(FileDeletion)
    assert (asked.is_asking, asked.question.verb, asked.question.title) == (True, "Ok", "Delete this file?")
    key = (await page.state(CertificationRows)).rows[0].key
    await page.send(FileDeletion.confirm, {"_form": {}})
    (row,) = (await page.state(CertificationRows)).rows
    assert (row.files, row.key, await page.notice()) == ([], key, "“card.jpg” is deleted.")
    assert len(stored(lea)) == 1


async def test_a_file_that_somebody_else_deleted_is_said_to_be_gone(page, lea):
    file = (await page.state(CertificationRows)).rows[0].files[0]
    await page.send(FileDeletion.ask, {"file_id": file.id})
    with db.write() as session:
        session.delete(session.get(AwardFile, file.id))
    await page.send(FileDeletion.confirm, {"_form": {}})
    assert (await page.notice(), (await page.state(CertificationRows)).rows[0].files) == (GONE, [])


@pytest.mark.rule(
    "A-24", "on the profile: what another one changed is said at the field; updating again keeps one's own"
)
async def test_what_somebody_else_changed_is_said(house, page, lea):
    mine = await form(page, number="Mine")
    was, theirs = Entry("", str(SOON), "E7"), Entry("", "2031-01-31", "Theirs")
    with db.write() as session:
        ada = accounts.actor_of(session, person_id=known(house.cast.ada.id))
        award = session.exec(select(Award.id)).one()
        saving.save(session, ada, person_id=lea, changes=[Change(award, was, theirs)], new=(), delete=(),
                    now=clock.now())  # fmt: skip
    await page.send(CertificationRows.save, {"form": mine})
    (said,) = (await page.state(CertificationRows)).faults
    assert said == (
        "EMT, Certification Num: Ada Admin changed “Certification Num” meanwhile. It is now: “Theirs”. "
        "Update again to keep yours."
    )
    assert stored(lea) == [("2031-01-31", "Theirs")]
    await page.send(CertificationRows.save, {"form": mine})
    assert stored(lea) == [("2031-01-31", "Mine")]


@pytest.mark.rule("A-24", "a row whose award was deleted meanwhile is said to be gone, and the others can be saved")
async def test_a_row_that_is_gone(house, page, lea):
    mine = await form(page, number="Mine")
    with db.write() as session:
        award = session.exec(select(Award.id)).one()
        saving.save(session, SYSTEM, person_id=lea, changes=(), new=(), delete=[award], now=clock.now())
    (new,) = (await page.state(CertificationRows)).fresh
    emt = (await page.state(CertificationRows)).kinds[1].id
    await page.send(CertificationRows.save, {"form": mine | filled(new, emt)})
    shown = await page.state(CertificationRows)
    assert (shown.rows, shown.faults) == ([], ["EMT: Somebody else deleted it meanwhile. It is not changed."])
    await page.send(CertificationRows.save, {"form": mine | filled(new, emt)})
    assert stored(lea) == [("2030-01-31", "")]


@pytest.mark.rule("P-04", "a manager reads the certifications of their people on the profile and changes nothing there")
@pytest.mark.rule("P-05", "a learner opens no profile, not even their own, and calls nothing of it")
async def test_others_read_or_see_nothing(house, lea, tab, refusals):
    def opened(person):
        tab.come_as(house.sign_in(person))
        return tab.open(routes.person(lea))

    await opened(house.cast.max)
    shown = await tab.state(CertificationRows)
    (row,) = shown.rows
    assert (shown.may_track, row.name, row.number, row.files, shown.kinds) == (False, "EMT", "", [], [])
    assert (await tab.state(PersonPage)).name == "Lea Learner"
    await tab.send(CertificationRows.save, {"form": await form(tab, number="x")})
    await tab.go(routes.person(known(house.cast.noa.id)))
    assert (await tab.state(PersonPage)).name == "Person not found"
    assert (await tab.state(CertificationRows)).rows == []
    await opened(house.cast.lea)
    assert ((await tab.state(PersonPage)).name, (await tab.state(CertificationRows)).rows) == ("Person", [])
    await tab.send(FileDeletion.confirm, {"_form": {}})
    assert stored(lea) == [(str(SOON), "E7")]
    assert refusals()[known(house.cast.lea.id), "load"] == 2


@pytest.mark.rule("C-02", "switched off, the profile says so in place of the certifications, and refuses to save")
async def test_without_the_module(house, page, lea):
    mine = await form(page, number="Mine")
    with db.write() as session:
        session.merge(OrganizationRow(certification_tracking=False))
    await page.send(CertificationRows.save, {"form": mine})
    assert "switched off" in await page.notice()
    await page.open(routes.person(lea))
    shown = await page.state(CertificationRows)
    assert (shown.is_off, shown.rows, shown.may_track) == (True, [], False)
    assert (await page.state(PersonPage)).name == "Lea Learner"
    assert stored(lea) == [(str(SOON), "E7")]


async def test_more_than_fifty_are_paged(page, lea):
    with db.write() as session:
        emt = session.exec(select(Award.certification_id)).one()
        more = [NewAward(lea, emt, expires_on=clock.days_after(SOON, number)) for number in range(1, 56)]
        actions.award_many(session, SYSTEM, awards=more, now=clock.now())
    await page.open(routes.person(lea))
    shown = await page.state(CertificationRows)
    assert (len(shown.rows), shown.foot.after) == (50, f"{routes.person(lea)}?page=2")
    await page.go(shown.foot.after)
    assert [row.number for row in (await page.state(CertificationRows)).rows][-1] == "E7"


async def test_a_tab_that_the_server_forgot_is_told_so_and_saves_nothing(page, lea):
    mine = await form(page, number="Mine")
    page.expire()
    await page.send(CertificationRows.save, {"form": mine})
    assert (await page.notice(), stored(lea)) == (LOST, [(str(SOON), "E7")])


@pytest.mark.parametrize(
    ("call", "payload"),
    [
        (CertificationRows.save, {"form": None}),
        (CertificationRows.save, {"form": {"1.issued_on": 5}}),
        (CertificationRows.save, {"form": {"999.issued_on": "", "999.delete": "on", "x": []}}),
        (CertificationRows.save, {"form": {"new-1.certification": "9" * 40}}),
        (CertificationRows.save, {"form": {"new-1.certification": {}}}),
        (CertificationRows.confirm, {"_form": 7}),
        (CertificationRows.choose, {"row": [], "kind": None}),
        (CertificationRows.press, {"button": 5}),
        (FileDeletion.ask, {"file_id": "x"}),
        (FileDeletion.confirm, {"_form": None}),
    ],
)
async def test_a_call_that_makes_no_sense_changes_nothing(page, lea, call, payload):
    await page.send(call, payload)
    assert "on our side" not in await page.notice()
    assert stored(lea) == [(str(SOON), "E7")]

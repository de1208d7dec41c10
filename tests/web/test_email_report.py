"""“Email Report” and the dashboard as a browser calls them: who may, what is refused, what happens once (A-23)."""

import pytest
from sqlmodel import select
from support.tab import Tab

from training_app.core import clock, db
from training_app.reports.model import ReportReader, SavedReport
from training_app.web.admin.assignment.email_report import EmailReport
from training_app.web.admin.dashboard import Dashboard
from training_app.worker import loop

HANDLERS = {
    EmailReport.ask: {"kind": "xlsx"},
    EmailReport.choose_kind: {"kind": "pdf"},
    EmailReport.search: {"text": "sam"},
    EmailReport.add: {"person_id": 1},
    EmailReport.drop: {"person_id": 1},
    EmailReport.cancel: {},
    EmailReport.send: {},
}


async def open_dialog(house, tab: Tab, query: str = "") -> EmailReport:
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(f"/assignments/{house.assignment}/report?{query}")
    await tab.send(EmailReport.ask, {"kind": "xlsx"})
    return await tab.state(EmailReport)


def saved() -> list[SavedReport]:
    with db.read() as session:
        return list(session.exec(select(SavedReport)))


@pytest.mark.rule("A-23", "“Email Report” sends to the admin and to further admins chosen, once for a double click")
async def test_it_goes_to_the_admin_and_those_chosen_once(house, tab):
    dialog = await open_dialog(house, tab, "tab=enrolled&q=lea")
    assert (dialog.is_open, dialog.people, dialog.filter) == (True, 1, "Enrolled, with “lea” in the name, by name")
    await tab.send(EmailReport.search, {"text": "s"})
    (sam,) = (await tab.state(EmailReport)).found
    for _twice in range(2):
        await tab.send(EmailReport.add, {"person_id": sam.id})
    await tab.send(EmailReport.choose_kind, {"kind": "csv"})
    for _twice in range(2):
        await tab.send(EmailReport.send)
    (row,) = saved()
    assert (row.kind, row.people, row.filter) == ("csv", 1, "Enrolled, with “lea” in the name, by name")
    with db.read() as session:
        readers = {reader.person_id for reader in session.exec(select(ReportReader))}
    assert readers == {house.cast.ada.id, house.cast.sam.id}
    assert await tab.notice() == (
        "The report was made and is on its way to you and 1 other person. It is on your dashboard."
    )


@pytest.mark.rule("A-23", "the report stands in “Notifications” of the admin's dashboard, to open from there")
async def test_it_stands_on_the_dashboard(house, tab):
    await open_dialog(house, tab)
    await tab.send(EmailReport.send)
    (row,) = saved()
    while loop.tick(clock.now()):
        pass
    await tab.open("/dashboard")
    dashboard = await tab.state(Dashboard)
    letter = next(letter for letter in dashboard.letters if letter.link == f"/files/reports/{row.id}")
    assert letter.subject == f"Report of User(s) Assigned: {row.title}"
    (report,) = dashboard.reports
    assert (report.href, report.filter, report.by) == (letter.link, "All, by name", "Ada Admin")
    await tab.send(Dashboard.read, {"message_id": letter.id})
    assert next(one for one in (await tab.state(Dashboard)).letters if one.id == letter.id).is_read


async def test_nothing_is_sent_when_it_was_cancelled_or_never_opened(house, tab):
    await open_dialog(house, tab)
    await tab.send(EmailReport.cancel)
    await tab.send(EmailReport.send)
    assert saved() == []


async def test_who_cannot_get_a_report_is_not_added(house, tab):
    await open_dialog(house, tab)
    for other in (house.cast.lea, house.cast.tess, house.cast.ivo):
        await tab.send(EmailReport.add, {"person_id": other.id})
    assert (await tab.state(EmailReport)).to == []


@pytest.mark.rule("P-06", "only who may manage assignments calls a handler of “Email Report”, whatever the page showed")
async def test_nobody_else_calls_any_of_it(house, tab, kept):
    before = kept()
    for who in (house.cast.tess, house.cast.max, house.cast.lea):
        tab.come_as(house.sign_in(who))
        await tab.open(f"/assignments/{house.assignment}/report")
        for handler, payload in HANDLERS.items():
            await tab.send(handler, payload)
        dialog = await tab.state(EmailReport)
        assert (dialog.is_open, dialog.found, dialog.to) == (False, [], [])
    assert {name: rows for name, rows in kept().items() if name != "sign_in"} == {
        name: rows for name, rows in before.items() if name != "sign_in"
    }


async def test_a_call_that_makes_no_sense_is_refused(house, tab, refusals):
    await open_dialog(house, tab)
    for handler, payload in ((EmailReport.choose_kind, {"kind": "exe"}), (EmailReport.choose_kind, {"kind": ["pdf"]}),
                             (EmailReport.add, {"person_id": "1 OR 1"}), (EmailReport.search, {"text": 7}),
                             (EmailReport.ask, {"kind": "../x"})):  # fmt: skip
        await tab.send(handler, payload)
    assert (await tab.state(EmailReport)).kind == "xlsx"
    assert sum(refusals().values()) == 5


@pytest.mark.rule("P-06", "the dashboard is for who manages; reports stand there for who may manage assignments")
async def test_the_dashboard_shows_each_what_they_may_see(house, tab):
    await open_dialog(house, tab)
    await tab.send(EmailReport.send)
    for who, has_reports, number in (("sam", True, 0), ("tess", False, 0), ("max", False, 0), ("ada", True, 1)):
        tab.come_as(house.sign_in(getattr(house.cast, who)))
        await tab.open("/dashboard")
        dashboard = await tab.state(Dashboard)
        assert (dashboard.is_loaded, dashboard.has_reports, len(dashboard.reports)) == (True, has_reports, number)
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open("/dashboard")
    assert not (await tab.state(Dashboard)).is_loaded

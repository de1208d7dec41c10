"""The section “Calendar” of one's own account (N-09, P-05)."""

import pytest
from sqlmodel import select

from training_app.core import db
from training_app.core.settings import settings
from training_app.notifications.model import CalendarAddress
from training_app.web.learner.calendar import CalendarSection


def owners() -> dict[int, str]:
    with db.read() as session:
        return {row.person_id: row.token for row in session.exec(select(CalendarAddress))}


@pytest.mark.rule("N-09", "one's private calendar address is made when one wants it, made anew, and removed")
async def test_somebody_makes_an_address_of_their_own(house, tab):
    lea = house.cast.lea
    tab.come_as(house.sign_in(lea))
    await tab.open("/me")
    assert ((await tab.state(CalendarSection)).address, owners()) == ("", {})
    await tab.send(CalendarSection.make)
    first = (await tab.state(CalendarSection)).address
    assert first == f"{settings().address()}/calendar/{owners()[lea.id]}.ics"
    assert (await tab.state(CalendarSection)).subscribe == first.replace("http://", "webcal://")
    await tab.send(CalendarSection.ask_renew)
    assert (await tab.state(CalendarSection)).is_renewing
    await tab.send(CalendarSection.renew)
    second = (await tab.state(CalendarSection)).address
    assert second != first
    assert second.endswith(f"/calendar/{owners()[lea.id]}.ics")
    await tab.open("/me")
    assert (await tab.state(CalendarSection)).address == second
    await tab.send(CalendarSection.ask_remove)
    await tab.send(CalendarSection.remove)
    assert ((await tab.state(CalendarSection)).address, owners()) == ("", {})


@pytest.mark.rule("P-05", "nobody sees or changes another's calendar address, whatever their role")
async def test_everybody_has_their_own(house, tab):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open("/me")
    await tab.send(CalendarSection.make)
    before = owners()
    tab.come_as(house.sign_in(house.cast.sam))
    await tab.open("/me")
    assert (await tab.state(CalendarSection)).address == ""
    await tab.send(CalendarSection.remove)
    assert owners() == before
    tab.come_as("")
    await tab.send(CalendarSection.make)
    assert owners() == before

"""How long a notice is said."""

from training_app.web.admin.new_assignment.wizard import Wizard
from training_app.web.shared.notices import Notices


async def test_what_was_done_is_said_on_the_next_page_and_no_longer(house, tab):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/assignments/new")
    await tab.send(Wizard.leave)
    assert await tab.notice() == "Your draft is kept. You find it under Assignments."
    await tab.go("/assignments")
    assert await tab.notice() == "Your draft is kept. You find it under Assignments."
    await tab.go("/people")
    assert await tab.notice() == ""


async def test_a_search_or_a_tab_of_the_same_page_takes_no_notice_away(house, tab):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/assignments/new")
    await tab.send(Wizard.leave)
    for address in ("/assignments", "/assignments?tab=expired", "/assignments?q=lifting"):
        await tab.go(address)
        assert "draft is kept" in await tab.notice()


async def test_an_error_goes_with_its_page(house, tab):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/assignments")
    await tab.send(Notices.refused)
    assert "right" in await tab.notice()
    await tab.go("/people")
    assert await tab.notice() == ""

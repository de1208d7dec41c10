"""What a tab with the filter bar of people shows, and where it was sent."""

from urllib.parse import parse_qsl

from support.tab import Tab

from training_app.web.admin.people import PeopleList
from training_app.web.shared.people_filter import PeopleFilterBar


async def follow(tab: Tab) -> None:
    """Go where the tab was sent, as the browser does."""
    await tab.go(tab.led_to())


async def names(tab: Tab) -> list[str]:
    """The people in the list."""
    return [row.person.name for row in (await tab.state(PeopleList)).rows]


async def chips(tab: Tab) -> list[str]:
    """The chips of the filter, in words."""
    return [f"{chip.label} {chip.text}" for chip in (await tab.state(PeopleFilterBar)).chips]


def said(tab: Tab) -> list[tuple[str, str]]:
    """What the address says to which the tab was sent last."""
    return parse_qsl(tab.led_to().partition("?")[2])

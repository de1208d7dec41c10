"""The filter of people in the address of a page, among what else stands there (M-04)."""

from urllib.parse import parse_qsl, urlencode

import reflex as rx
from reflex_base.event import EventSpec

from training_app.audience.filters import PeopleFilter
from training_app.web.shared import whereabouts

PAGE = "page"


async def wanted(state: rx.State) -> PeopleFilter:
    """The filter as of now: what the latest click said, even where the address does not say it yet."""
    return PeopleFilter.from_query(await whereabouts.query_of(state))


async def narrowed(state: rx.State, to: PeopleFilter, *, is_typed: bool = False) -> EventSpec | None:
    """Go to the first page of the same list with this filter; None when the tab is there already.

    Back leads to the filter before, but not from letter to letter of what `is_typed`.
    """
    return await whereabouts.go(state, filtered(await whereabouts.query_of(state), to), replace=is_typed)


def filtered(query: str, to: PeopleFilter) -> str:
    """The query of the same page with this filter; what else stands in it is kept, but not the page of the list."""
    others = [pair for pair in parse_qsl(query) if pair[0] != PAGE and not _is_of_filter(pair)]
    return "&".join(part for part in (to.query(), urlencode(others)) if part)


def _is_of_filter(pair: tuple[str, str]) -> bool:
    return PeopleFilter.from_query(urlencode([pair])) != PeopleFilter()

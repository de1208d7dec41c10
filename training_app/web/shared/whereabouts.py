"""Where a tab is, as its latest click says. The address follows a moment later.

Two quick clicks are two events, and the second leaves the page before the first has changed its address. So what a
click makes of the address is remembered here, and the next one starts from it.
"""

import reflex as rx
from reflex_base.event import EventSpec

MOST_ON_THE_WAY = 50
STAY = "#stay"


class Whereabouts(rx.State):
    """The address that the latest click asked for, and those that the browser was sent to and has not reached yet."""

    _said: str = ""
    _sent: list[str] = []


async def arrive(state: rx.State) -> None:
    """Take what a link, a reload or Back says; an address of ours is only the echo of what is known better."""
    tab, here = await state.get_state(Whereabouts), _here(state)
    if here in tab._sent:
        last = len(tab._sent) - tab._sent[::-1].index(here)
        tab._sent = tab._sent[last:]
        if tab._sent:
            return
    tab._said = here


async def query_of(state: rx.State) -> str:
    """The query of this page's address, as the latest click says."""
    # What the server remembers of a tab is gone after a restart, and an hour without a click.
    said = (await state.get_state(Whereabouts))._said
    path, _, query = said.partition("?")
    return query if path == state.router.url.path else state.router.url.query


async def go(state: rx.State, query: str, *, replace: bool = False) -> EventSpec | None:
    """Go to this page with another query; `replace` where Back shall not stop, as between the letters of a search."""
    tab, path = await state.get_state(Whereabouts), state.router.url.path
    tab._said = f"{path}?{query}" if query else path
    if not tab._sent and tab._said == _here(state):
        return None
    tab._sent = [*tab._sent[-MOST_ON_THE_WAY:], tab._said]
    return stay(tab._said) if replace else rx.redirect(tab._said)


def stay(address: str) -> EventSpec:
    """Change the query of the page that the tab is on. Whoever has gone on to another meanwhile is not brought back.

    The browser knows best where it is: `assets/session.js` follows such an address on its own page alone.
    """
    return rx.redirect(f"{address}{STAY}", replace=True)


def _here(state: rx.State) -> str:
    url = state.router.url
    return f"{url.path}?{url.query}" if url.query else url.path

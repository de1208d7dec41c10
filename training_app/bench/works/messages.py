"""Pages of the log of all messages: as it opens, under the tabs that have few of them, and narrowed (N-07)."""

from datetime import UTC, datetime
from typing import Any

from training_app.access.actor import Actor
from training_app.bench import databases, sql
from training_app.bench.ground import Ground
from training_app.bench.measure import Bar, Work
from training_app.core import db
from training_app.core.paging import SIZE
from training_app.notifications import log
from training_app.notifications.filters import TAB_OF, MessageFilter, MessageTab
from training_app.notifications.rules import MessageStatus

SYSTEM = Actor.system()
BAR = Bar(times=2)
COLUMNS = (
    "m.id, m.person_id, p.first_name, p.last_name, p.email, m.occasion, m.subject, m.channel, m.status, m.made_at, "
    "m.next_try_at, m.sent_at, m.attempts, m.answer, m.why"
)
# One in a thousand failed, one in a hundred was suppressed, one in ten thousand waits for a time that is far off.
SOME = """
UPDATE message SET status = CASE WHEN id % 1000 = 7 THEN 'failed' WHEN id % 100 = 3 THEN 'suppressed'
                                 ELSE 'pending' END,
                   next_try_at = CASE WHEN id % 10000 = 11 THEN :never ELSE next_try_at END
WHERE channel = 'email' AND (id % 1000 = 7 OR id % 100 = 3 OR id % 10000 = 11)
"""


NEVER = datetime(2099, 1, 1, tzinfo=UTC)


def works(_ground: Ground) -> list[Work]:
    """Each is the rows of a page together with the numbers of all tabs."""
    with db.write() as session:
        sql.do(session, sql.said(SOME, never=NEVER))
    databases.take_stock()
    of_name = "m.person_id IN (SELECT id FROM person WHERE search LIKE '%marberg%')"
    return [
        _page("all", "", "TRUE"),
        _page("failed", "tab=failed", "TRUE", "m.status = 'failed'"),
        _page("of one occasion", "occasion=due+in+7+days", "m.occasion = 'due in 7 days'"),
        _page("part of a name", "q=marberg", of_name),
    ]


def _page(name: str, query: str, narrowed: str, tab: str = "TRUE") -> Work:
    wanted = MessageFilter.from_query(query)

    def ours(_run: int) -> Any:
        with db.read() as session:
            listed = log.messages(session, SYSTEM, wanted=wanted)
            return listed.tabs, [row.id for row in listed.found.rows]

    # The least: one grouped query for the tabs, and the columns that the page shows in its order.
    counted = f"SELECT m.status, count(*) AS number FROM message m WHERE {narrowed} GROUP BY m.status"  # noqa: S608
    page = (
        f"SELECT {COLUMNS} FROM message m JOIN person p ON p.id = m.person_id WHERE {narrowed} AND {tab} "  # noqa: S608
        f"ORDER BY m.made_at DESC, m.id DESC LIMIT {SIZE}"
    )

    def bare(_run: int) -> Any:
        with db.read() as session:
            numbers = {row.status: row.number for row in sql.rows(session, counted)}
            return numbers, [row.id for row in sql.rows(session, page)]

    return Work(f"table page, messages: {name}", BAR, ours, bare, outcome=_by_tab)


def _by_tab(answer: Any) -> Any:
    """Our tabs, or the bare statuses as these."""
    numbers, ids = answer
    if MessageTab.ALL in numbers:
        return numbers, ids
    tabs = dict.fromkeys(MessageTab, 0) | {MessageTab.ALL: sum(numbers.values())}
    for status, number in numbers.items():
        tabs[TAB_OF[MessageStatus(status)]] += number
    return tabs, ids

"""What the page of one person's messages shows: whose they are, and one page of one of its three parts."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

import reflex as rx
from reflex_base.event import EventSpec

from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.core.paging import Page as Cut
from training_app.notifications.explaining import queries
from training_app.notifications.explaining.messages import GotRow
from training_app.notifications.explaining.queries import Explained, Head
from training_app.notifications.explaining.telling import ComingRow, NotGotRow
from training_app.notifications.rules import ReminderMails
from training_app.web.shared import lists, routes, session, whereabouts
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink

SEE = frozenset(queries.SEE)
PARTS = {"got": "Got", "coming": "Will get", "not_got": "Did not get"}
LONGEST_SEARCH = 100
REMINDERS = {
    ReminderMails.EACH: "Reminders by e-mail one by one",
    ReminderMails.DIGEST: "Reminders of one day in one e-mail",
    ReminderMails.NONE: "No reminders by e-mail",
}


@dataclass(frozen=True)
class Wanted:
    """Which part, narrowed to what, and which page of it, as the address says. What makes no sense is the default."""

    part: str = "got"
    assignment: int = 0
    q: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "Wanted":
        """Read the query of an address. Never fails."""
        said = {name: value.replace("\x00", "") for name, value in parse_qsl(query)}
        part = said.get("tab", "")
        return cls(part if part in PARTS else "got", routes.number_in(said.get("assignment", "")),
                   said.get("q", "")[:LONGEST_SEARCH], routes.page_in(query))  # fmt: skip

    def query(self) -> str:
        """The query that reads back as this."""
        said = {"tab": self.part if self.part != "got" else "", "assignment": self.assignment or "", "q": self.q,
                "page": self.page if self.page > 1 else ""}  # fmt: skip
        return urlencode({name: str(value) for name, value in said.items() if value})


@dataclass(frozen=True)
class Line:
    """One message as the table shows it, whichever part: `day` and `time`, what, about what, and the words beside it.

    `mark` is `read`, `unread`, `held`, `failed` or nothing; of what went, `mail` says when the e-mail did, or why not.
    """

    day: str
    time: str
    hover: str
    what: str
    about: str
    href: str
    ways: str
    said: str
    mark: str
    subject: str = ""
    text: str = ""
    mail: str = ""


class PersonMessages(rx.State):
    """Whose messages, and one page of them."""

    name: str = "Messages"
    about: str = ""
    gone: str = ""
    zone: str = ""
    is_missing: bool = False
    is_loaded: bool = False
    rows: list[Line] = []
    tabs: list[TabLink] = []
    tab: str = "got"
    q: str = ""
    only: str = ""
    everything: str = ""
    profile: str = ""
    foot: Foot = Foot()

    @handler(SEE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        actor, wanted = await session.me(self), self._wanted()
        asked = {"person_id": self._number(), "assignment_id": wanted.assignment, "q": wanted.q, "now": clock.now()}
        try:
            found = await db.in_read(queries.person, actor, **asked, page=Cut(wanted.page))
        except NotFound:
            self.is_missing, self.name, self.about, self.gone = True, "Person not found", "", ""
            self.rows, self.tabs = [], []
            return
        self._show(found, wanted)

    @handler(SEE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search by the title of a training."""
        return whereabouts.stay(self._to(replace(self._wanted(), q=words(text, LONGEST_SEARCH), page=1)))

    def _show(self, found: Explained, wanted: Wanted) -> None:
        head, zone = found.head, ZoneInfo(found.head.zone)
        self.is_missing, self.is_loaded, self.name, self.zone = False, True, head.name, head.zone
        self.about, self.gone = f"{head.email} · {REMINDERS[ReminderMails(head.reminders)]}", _gone(head, zone)
        self.tab, self.q, self.only = wanted.part, wanted.q, found.only
        self.profile = routes.person(self._number())
        self.everything = self._to(replace(wanted, assignment=0, page=1))
        parts = {"got": found.got, "coming": found.coming, "not_got": found.not_got}
        self.tabs = [TabLink(part, label, parts[part].total, self._to(replace(wanted, part=part, page=1)))
                     for part, label in PARTS.items()]  # fmt: skip
        shown = parts[wanted.part]
        self.rows = [line(row, zone) for row in shown.rows]
        self.foot = lists.foot_of(shown, lambda number: self._to(replace(wanted, page=number)))

    def _wanted(self) -> Wanted:
        return Wanted.from_query(self.router.url.query)

    def _number(self) -> int:
        return routes.number_in(self.router.url.path.rstrip("/").removesuffix("/messages"))

    def _to(self, wanted: Wanted) -> str:
        return routes.person_messages(self._number(), wanted.query())


def line(row: GotRow | ComingRow | NotGotRow, zone: ZoneInfo) -> Line:
    """One row of any part."""
    if isinstance(row, GotRow):
        return _got(row, zone)
    day, time, hover = _local(row.at, zone)
    is_coming = isinstance(row, ComingRow)
    said = row.note if isinstance(row, ComingRow) else row.why
    mark = ("held" if row.is_held else "") if isinstance(row, ComingRow) else ("failed" if row.is_failed else "")
    ways = "" if is_coming and mark else row.channels
    return Line(day, time, hover, row.what, row.about, _href(row.assignment_id), ways, said, mark)


def _got(row: GotRow, zone: ZoneInfo) -> Line:
    day, time, hover = _local(row.bell_at or row.mail_at, zone)
    read = f"Read {_short(row.read_at, zone)}" if row.read_at else "Not read yet"
    together = ", with the other reminders of the day" if row.is_together else ""
    return Line(
        day, time, hover, row.what, row.about, _href(row.assignment_id),
        ways=f"{day} {time}" if row.bell_at else "–",
        said=read if row.bell_at else "",
        mark=("read" if row.read_at else "unread") if row.bell_at else "",
        subject=row.subject,
        text=row.text,
        mail=f"{_short(row.mail_at, zone)}{together}" if row.mail_at else row.mail or "–",
    )  # fmt: skip


def _short(iso: str, zone: ZoneInfo) -> str:
    day, time, _hover = _local(iso, zone)
    return f"{day} {time}"


def _local(iso: str, zone: ZoneInfo) -> tuple[str, str, str]:
    """Day and time as the organization's clocks show an instant, and both with weekday and zone."""
    if not iso:
        return "", "", ""
    at = datetime.fromisoformat(iso).astimezone(zone)
    return f"{at:%-d %b %Y}", f"{at:%H:%M}", f"{at:%A, %-d %B %Y, %H:%M} ({zone.key})"


def _href(assignment_id: int) -> str:
    return routes.assignment(assignment_id) if assignment_id else ""


def _gone(head: Head, zone: ZoneInfo) -> str:
    if not head.deactivated_at:
        return ""
    return f"Deactivated since {_local(head.deactivated_at, zone)[0]}: gets no message. What would come stands here."

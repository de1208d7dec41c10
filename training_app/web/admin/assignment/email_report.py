"""“Email Report”: which kind of file, and to which further admins; then it is made and sent (A-23)."""

from uuid import uuid4

import reflex as rx

from training_app.access.rules import Permission
from training_app.assignments import report
from training_app.assignments.filters import PlaceFilter
from training_app.core import clock, db
from training_app.core.errors import Problem
from training_app.reports import actions, readers
from training_app.reports.actions import Asked
from training_app.reports.readers import Reader
from training_app.reports.rules import AT_ONCE, Format
from training_app.web.shared import forms, routes, session
from training_app.web.shared.handling import Malformed, handler, number, words
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS


class EmailReport(rx.State):
    """The question before it."""

    is_open: bool = False
    kind: str = Format.XLSX.value
    people: int = 0
    filter: str = ""
    q: str = ""
    found: list[Reader] = []
    to: list[Reader] = []
    _key: str = ""
    _query: str = ""

    @handler(MANAGE)
    async def ask(self, kind: str) -> None:
        """Open it for the people whom the page shows."""
        wanted, actor = PlaceFilter.from_query(self.router.url.query), await session.me(self)
        asked = {"assignment_id": self._number(), "wanted": wanted, "today": await session.today()}
        self.people = await db.in_read(report.people, actor, **asked)
        self.kind, self.filter, self._query = _kind(kind), wanted.said(), wanted.query()
        self.q, self.found, self.to, self._key, self.is_open = "", [], [], uuid4().hex, True

    @handler(MANAGE)
    async def choose_kind(self, kind: str) -> None:
        """Choose the kind of file."""
        self.kind = _kind(kind)

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> None:
        """Look for further admins, as one types."""
        self.q = words(text, 100).strip()
        self.found = await db.in_read(readers.find, await session.me(self), q=self.q) if self.q else []

    @handler(MANAGE)
    async def add(self, person_id: int) -> None:
        """Send it to this one too."""
        chosen = await db.in_read(readers.chosen, await session.me(self), person_ids=[number(person_id)])
        self.to = [*(one for one in self.to if one.id != number(person_id)), *chosen]
        self.q, self.found = "", []

    @handler(MANAGE)
    async def drop(self, person_id: int) -> None:
        """Do not send it to this one."""
        self.to = [one for one in self.to if one.id != number(person_id)]

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Send nothing."""
        self.is_open = False

    @handler(MANAGE)
    async def send(self) -> None:
        """Make it and send it; a second click on the same question sends nothing more."""
        if not self.is_open:
            return
        self.is_open = False
        said = {"key": self._key, "assignment_id": self._number(), "wanted": PlaceFilter.from_query(self._query)}
        to = {"kind": Format(self.kind), "person_ids": [one.id for one in self.to]}
        asked = await db.in_write(actions.email, await session.me(self), **said, **to, now=clock.now())
        await say(self, _told(asked), href=routes.job(asked.job_key) if asked.job_key else routes.DASHBOARD)

    def _number(self) -> int:
        return routes.number_in(self.router.url.path.rstrip("/").removesuffix("/report"))


def _kind(kind: object) -> str:
    if words(kind) not in set(Format):
        raise Malformed(Problem("kind", "This call makes no sense: there is no such kind of file."))
    return words(kind)


def _told(asked: Asked) -> str:
    others = asked.readers - 1
    to = "you" if not others else "you and 1 other person" if others == 1 else f"you and {others} other people"
    if asked.job_key:
        return f"The report of {asked.people:,} people is being made. It goes to {to}, and you are told."
    return f"The report was made and is on its way to {to}. It is on your dashboard."


def button() -> rx.Component:
    """The button, and what it opens."""
    return rx.fragment(
        rx.el.button(
            rx.icon("mail", size=16), "Email Report", on_click=EmailReport.ask(Format.XLSX.value), type="button",
            class_name="btn",
        ),
        _dialog(),
    )  # fmt: skip


def _dialog() -> rx.Component:
    people = rx.cond(EmailReport.people == 1, "1 person", EmailReport.people.to_string() + " people")
    number = EmailReport.to.length() + 1
    verb = rx.cond(number == 1, "Email it to me", "Email it to " + number.to_string() + " people")
    job = f"More than {AT_ONCE} people: it is made as a job that goes on while you do something else."
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title("Email Report", size="4"),
            rx.alert_dialog.description(
                rx.el.span(people, ". ", EmailReport.filter, ".", style={"display": "block"}),
                rx.cond(EmailReport.people > AT_ONCE, rx.el.span(job, style={"display": "block"})),
                size="2",
            ),
            rx.el.div(
                _kinds(),
                _to(),
                rx.el.div(
                    rx.el.button("Cancel", on_click=EmailReport.cancel, type="button", class_name="btn"),
                    rx.el.button(verb, on_click=EmailReport.send, type="button", class_name="btn solid"),
                    class_name="row ends",
                ),
                class_name="stack email-report",
            ),
            on_escape_key_down=EmailReport.cancel,
            max_width="480px",
        ),
        open=EmailReport.is_open,
    )


def _kinds() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Kind of file"),
        *(
            rx.el.label(
                rx.el.input(
                    type="radio", name="report_kind", value=kind.value, checked=EmailReport.kind == kind.value,
                    on_change=EmailReport.choose_kind(kind.value),
                ),
                kind.label(),
            )
            for kind in (Format.XLSX, Format.CSV, Format.PDF)
        ),
        class_name="kinds",
    )  # fmt: skip


def _to() -> rx.Component:
    return rx.el.div(
        rx.el.span("To", class_name="strong"),
        rx.el.ul(
            rx.el.li(rx.el.span("You"), class_name="criterion"),
            rx.foreach(EmailReport.to, _chosen),
            class_name="row wrap", aria_label="Who gets it",
        ),
        forms.search(
            name="find_admin", label="Further admins, by name or email", value=EmailReport.q,
            on_change=EmailReport.search.debounce(250),
        ),
        rx.el.p(
            rx.cond(
                (EmailReport.q != "") & (EmailReport.found.length() == 0),
                "Nobody of that name has the right “Manage Assignments” and an account.",
                "Everybody who may manage assignments can be found.",
            ),
            class_name="help", aria_live="polite",
        ),
        rx.cond(
            EmailReport.found.length() > 0,
            rx.el.ul(rx.foreach(EmailReport.found, _offered), class_name="offered", aria_label="Found"),
        ),
        class_name="field",
    )  # fmt: skip


def _chosen(reader: rx.Var[Reader]) -> rx.Component:
    return rx.el.li(
        rx.el.span(reader.name, title=reader.email),
        rx.el.button(
            rx.icon("x", size=14), on_click=EmailReport.drop(reader.id), aria_label="Take out " + reader.name,
            type="button",
        ),
        class_name="criterion",
    )  # fmt: skip


def _offered(reader: rx.Var[Reader]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.icon("plus", size=16), rx.el.span(reader.name), rx.el.span(reader.email, class_name="muted cut"),
            on_click=EmailReport.add(reader.id), type="button", class_name="btn ghost",
        ),
    )  # fmt: skip

"""Bringing a roster: the form that takes the file, imports that are not finished, and earlier ones (P-08)."""

import reflex as rx

from training_app.access.rules import Permission
from training_app.core import db
from training_app.imports import matching, previews
from training_app.imports.parsing import MOST_ROWS
from training_app.imports.previews import ImportBrief
from training_app.imports.uploads import MEGABYTE, MOST_BYTES
from training_app.web.shared import chips, dialogs, forms, routes, session
from training_app.web.shared.forms import NativeForm
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

MANAGE = Permission.MANAGE_PEOPLE
HELP = (
    f"CSV with the names of the columns in its first row, up to {MOST_BYTES // MEGABYTE} MB and {MOST_ROWS:,} rows. "
    "From Excel: save as “CSV UTF-8”. Nothing is changed before you have seen what would be."
)


class BringPage(rx.State):
    """What was wrong with the file that was brought last, and one's imports."""

    fault: str = ""
    unfinished: list[ImportBrief] = []
    latest: list[ImportBrief] = []
    asked: int = 0
    asked_name: str = ""
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read one's imports."""
        actor = await session.me(self)
        self.unfinished = await db.in_read(previews.unfinished, actor)
        self.latest = await db.in_read(previews.latest, actor)
        self.fault = forms.refused_file(self.router.url.query, self.router.headers.cookie)
        self.asked, self.is_loaded = 0, True

    @handler(MANAGE)
    async def ask(self, import_id: int) -> None:
        """Ask before an import is discarded."""
        self.asked = number(import_id)
        self.asked_name = next((one.file_name for one in self.unfinished if one.id == self.asked), "this import")

    @handler(MANAGE)
    async def leave(self) -> None:
        """Keep it."""
        self.asked = 0

    @handler(MANAGE)
    async def discard(self) -> None:
        """Discard the import that was asked about."""
        await db.in_write(matching.discard, await session.me(self), import_id=self.asked)
        await self.load()
        await say(self, f"{self.asked_name} is discarded. Nobody was changed.")


def build() -> rx.Component:
    """The page."""
    return page(
        "Import people",
        rx.el.div(
            _form(),
            rx.cond(BringPage.unfinished.length() > 0, _list("Unfinished imports", BringPage.unfinished, open_=True)),
            rx.cond(BringPage.latest.length() > 0, _list("Earlier imports", BringPage.latest, open_=False)),
            class_name="stack imports",
        ),
        _asking(),
        crumbs=(("People", routes.PEOPLE),),
        right=MANAGE,
    )


def _form() -> rx.Component:
    return rx.el.div(
        forms.fault(BringPage.fault),
        NativeForm.create(
            forms.field(
                "Roster",
                rx.el.input(
                    id="file", name="file", type="file", required=True, accept=".csv,.tsv,.txt,text/csv",
                    aria_describedby="file_help", class_name="in file",
                ),
                name="file",
                help_text=HELP,
            ),
            rx.el.button(rx.icon("upload", size=16), "Upload", type="submit", class_name="btn solid"),
            action="/imports/people",
            method="post",
            custom_attrs={"encType": "multipart/form-data"},
            class_name="stack",
        ),
        class_name="card pad stack",
    )  # fmt: skip


def _list(title: str, rows: rx.Var[list[ImportBrief]], *, open_: bool) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title),
        rx.el.ul(rx.foreach(rows, lambda row: _one(row, open_=open_)), class_name="card"),
        class_name="col gap-8",
        aria_label=title,
    )


def _one(row: rx.Var[ImportBrief], *, open_: bool) -> rx.Component:
    discard = rx.el.button("Discard", rx.el.span(row.file_name, class_name="sr"), on_click=BringPage.ask(row.id),
                           type="button", class_name="btn small-btn")  # fmt: skip
    return rx.el.li(
        rx.el.div(
            rx.el.a(row.file_name, href=f"{routes.PEOPLE_IMPORT}/{row.id}", class_name="link cut"),
            rx.el.span(row.rows_said + " · " + row.made_on, class_name="muted small"),
            class_name="col push",
        ),
        _state(row.state),
        discard if open_ else rx.fragment(),
        class_name="brief",
    )


def _state(state: rx.Var[str]) -> rx.Component:
    return rx.match(
        state,
        ("done", chips.chip("green", "check", "Imported")),
        ("running", chips.chip("teal", "loader", "Being imported")),
        ("cancelled", chips.chip("amber", "circle-slash", "Cancelled")),
        ("failed", chips.chip("red", "circle-alert", "Failed")),
        ("ready", chips.chip("teal", "list-checks", "Ready to import")),
        ("question", chips.chip("amber", "calendar", "A question about its dates")),
        chips.chip("amber", "columns-3", "Columns to match"),
    )


def _asking() -> rx.Component:
    return dialogs.confirm(
        is_open=BringPage.asked > 0,
        title="Discard " + BringPage.asked_name + "?",
        lines=["The file and how its columns were matched are forgotten. Nobody is changed."],
        verb="Discard",
        on_confirm=BringPage.discard,
        on_cancel=BringPage.leave,
        loses=True,
    )


PAGE = Page(routes.PEOPLE_IMPORT, "Import people", build, (BringPage.load,))

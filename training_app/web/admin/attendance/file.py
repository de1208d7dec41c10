"""A file of who attended: the form that takes it, and the rows that were not entered, with their reasons (T-03)."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.core import db
from training_app.imports import attendance
from training_app.imports.attendance import RefusedRow
from training_app.imports.uploads import MEGABYTE
from training_app.web.admin.attendance.state import RECORD, course_number, session_day
from training_app.web.shared import forms, routes, session
from training_app.web.shared.forms import NativeForm
from training_app.web.shared.handling import handler

SHOWN = 20
HELP = (
    "CSV with a column Email, Username or Employee number, and if you like Result (attended, failed or absent) and "
    f"Score. Up to {attendance.MOST_ROWS:,} rows and {attendance.MOST_BYTES // MEGABYTE} MB."
)


class AttendanceFiles(rx.State):
    """The file that was brought last for this session."""

    fault: str = ""
    told: str = ""
    refused: int = 0
    rows: list[RefusedRow] = []
    to: str = ""
    download: str = ""

    @handler(RECORD, supersedes=True)
    async def load(self) -> None:
        """Read what became of the file of this session."""
        self.fault = forms.refused_file(self.router.url.query, self.router.headers.cookie)
        await self._read()

    @handler(RECORD)
    async def dismiss(self) -> None:
        """Say no more of the file; what it entered stays entered."""
        await forget(self)

    async def _read(self) -> None:
        number, day = course_number(self), await session_day(self)
        self.to = routes.attendance_file(number, day.isoformat())
        self.download = f"{self.to}/refused.csv"
        asked = {"course_id": number, "day": day, "most": SHOWN}
        found = await db.in_read(attendance.told, await session.me(self), **asked)
        self.refused, self.rows, self.told = 0, [], ""
        if found is not None:
            rows = "1 row" if found.entered == 1 else f"{found.entered:,} rows"
            self.told = f"{found.file_name}: {rows} entered, {found.refused:,} not."
            self.refused, self.rows = found.refused, list(found.rows)


async def forget(state: rx.State) -> None:
    """Forget the file of this session."""
    about = {"course_id": course_number(state), "day": await session_day(state)}
    await db.in_write(attendance.forget, await session.me(state), **about)
    files = await state.get_state(AttendanceFiles)
    files.fault = ""
    await files._read()


def form() -> rx.Component:
    """The form; the browser itself sends the file."""
    return NativeForm.create(
        forms.field(
            "From a file",
            rx.el.input(
                id="file", name="file", type="file", required=True, accept=".csv,.tsv,.txt,text/csv",
                aria_describedby="file_help", class_name="in file",
            ),
            name="file",
            help_text=HELP,
        ),
        rx.el.button(rx.icon("upload", size=16), "Enter the rows", type="submit", class_name="btn"),
        action=AttendanceFiles.to,
        method="post",
        custom_attrs={"encType": "multipart/form-data"},
        class_name="col gap-8",
    )  # fmt: skip


def told() -> rx.Component:
    """What became of the file: how many rows were entered, and each that was not with its number and reason."""
    rest = rx.el.li("… and " + (AttendanceFiles.refused - SHOWN).to_string() + " more, all of them in the download.")
    rows = rx.el.ul(
        rx.foreach(AttendanceFiles.rows, lambda row: rx.el.li(
            rx.el.b("Row " + row.number.to_string() + ":", class_name="strong"), " " + row.reason,
        )),
        rx.cond(AttendanceFiles.refused > SHOWN, rest),
        class_name="refused-rows",
        aria_label="Rows that were not entered",
    )  # fmt: skip
    download = PlainLink.create(
        rx.icon("download", size=16), "Download them", href=AttendanceFiles.download, custom_attrs={"download": True},
        class_name="btn small-btn",
    )  # fmt: skip
    dismiss = rx.el.button("Dismiss", on_click=AttendanceFiles.dismiss, type="button", class_name="btn small-btn")
    return rx.fragment(
        forms.fault(AttendanceFiles.fault),
        rx.cond(
            AttendanceFiles.told != "",
            rx.el.section(
                rx.el.p(AttendanceFiles.told, class_name="strong"),
                rx.cond(AttendanceFiles.refused > 0, rows),
                rx.el.div(
                    rx.cond(AttendanceFiles.refused > 0, download),
                    dismiss,
                    class_name="row wrap",
                ),
                class_name="card pad-12 col gap-8",
                aria_label="The file",
            ),
        ),
    )

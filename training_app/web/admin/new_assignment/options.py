"""Step 3: whether people are notified, and whether who completed it may be enrolled again (A-11, A-12, A-19)."""

from typing import Any

import reflex as rx

from training_app.assignments.making import drafting
from training_app.assignments.making.drafts import DraftDetail
from training_app.web.admin.new_assignment.frame import MANAGE, Step, Wizard, frame, opened, page_of, write
from training_app.web.admin.new_assignment.rail import was
from training_app.web.shared.handling import flag, handler

ADVICE = "We advise to leave both on: who is not told does not know."
GOVERNED = "the notice of the start, the reminders, and notices of added people and moved dates"
FROM_NOW_ON = (
    "What stands here holds from now on: for people who are added, for dates that move, and for reminders still to "
    "come. What was sent stays sent, and who is in the assignment keeps the enrollment that they have."
)
DUPLICATES = (
    "Off: who completed this training in their current licensing period is skipped. On: they are enrolled again. "
    "Who completed it in an earlier period is enrolled either way; nobody with an open enrollment gets a second one."
)


class OptionsStep(rx.State):
    """The three switches, as the draft has them."""

    dashboard: bool = True
    emails: bool = True
    duplicates: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the draft."""
        self._show(await opened(self))

    @handler(MANAGE)
    async def switch_dashboard(self, on: bool) -> None:  # noqa: FBT001  # as a box sends it
        """Notify on the dashboard, or not (A-12)."""
        self._show(await write(self, drafting.set_options, dashboard_notifications=flag(on)))

    @handler(MANAGE)
    async def switch_emails(self, on: bool) -> None:  # noqa: FBT001  # as a box sends it
        """Notify by e-mail, or not (A-12)."""
        self._show(await write(self, drafting.set_options, emails=flag(on)))

    @handler(MANAGE)
    async def switch_duplicates(self, on: bool) -> None:  # noqa: FBT001  # as a box sends it
        """Allow duplicate enrollments, or not (A-11)."""
        self._show(await write(self, drafting.set_options, allow_duplicates=flag(on)))

    def _show(self, found: DraftDetail | None) -> None:
        if found is not None:
            self.dashboard, self.emails = found.dashboard_notifications, found.emails
            self.duplicates = found.allow_duplicates


def build() -> rx.Component:
    """The page."""
    return frame(
        Step.OPTIONS,
        rx.cond(
            Wizard.edits > 0,
            rx.el.div(rx.icon("info", size=16), rx.el.p(FROM_NOW_ON), class_name="call slate", role="note"),
        ),
        rx.el.fieldset(
            rx.el.legend("Send Dashboard Notifications & E-mails"),
            rx.el.p(ADVICE, class_name="help"),
            _switch("Dashboard notifications", f"Under the bell: {GOVERNED}.", name="dashboard",
                    field="dashboard_notifications", checked=OptionsStep.dashboard,
                    on_change=OptionsStep.switch_dashboard),
            _switch("E-mails", f"By mail: {GOVERNED}.", name="emails", field="emails", checked=OptionsStep.emails,
                    on_change=OptionsStep.switch_emails),
            rx.el.div(_unsent(), role="status", aria_label="What is not sent"),
            class_name="card pad group",
        ),
        rx.el.fieldset(
            rx.el.legend("Options"),
            _switch("Allow Duplicate Enrollments", DUPLICATES, name="duplicates", field="allow_duplicates",
                    checked=OptionsStep.duplicates, on_change=OptionsStep.switch_duplicates),
            class_name="card pad group",
        ),
    )  # fmt: skip


def _switch(label: str, help_text: str, *, name: str, field: str, checked: Any, on_change: Any) -> rx.Component:
    """A switch whose name is its label alone; what it means stands below and describes it, and what it was beside."""
    box = rx.el.input(id=name, name=name, type="checkbox", checked=checked, on_change=on_change,
                      aria_describedby=f"{name}_help")  # fmt: skip
    return rx.el.div(
        rx.el.div(rx.el.label(box, rx.el.span(label), class_name="check", html_for=name), was(field), class_name="row"),
        rx.el.p(help_text, id=f"{name}_help", class_name="help"),
        class_name="explained",
    )


def _unsent() -> rx.Component:
    none = f"Nobody will be told anything: {GOVERNED} are not made."
    no_mail = f"No e-mails will be sent: {GOVERNED} appear on dashboards only."
    no_bell = f"Nothing will appear on dashboards: {GOVERNED} go by e-mail only."
    words = rx.cond(OptionsStep.dashboard, no_mail, rx.cond(OptionsStep.emails, no_bell, none))
    told = rx.el.div(
        rx.icon("bell-off", size=16),
        rx.el.div(rx.el.p(words), rx.el.p("“Notify Past Due Users” sends to both all the same.", class_name="small")),
        class_name="call amber",
    )
    return rx.cond(OptionsStep.dashboard & OptionsStep.emails, rx.fragment(), told)


PAGE = page_of(Step.OPTIONS, build, OptionsStep.load)

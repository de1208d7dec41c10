"""The "Awarded Users" of one certification: a row per person, with what can be done with their award (C-12 to C-14)."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.access.rules import Permission
from training_app.certifications.awarding.filters import SIZES, AwardedSort
from training_app.reports.rules import MOST_TO_DOWNLOAD
from training_app.web.admin.awarded import edit, unassign
from training_app.web.admin.awarded.edit import EditAward
from training_app.web.admin.awarded.state import SEES, AwardedLine, AwardedUsers, Export
from training_app.web.admin.awarded.unassign import UnassignAward
from training_app.web.shared import chips, forms, lists, routes, tracking
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import Shell, page

TITLE = "Awarded Users"
AWARDS = Shell.may[Permission.AWARD_CERTIFICATIONS.value]
TRACKS = Shell.may[Permission.TRACK_CERTIFICATIONS.value]
COLUMNS = (
    (AwardedSort.USERNAME, "Username", ""),
    (AwardedSort.FIRST_NAME, "First name", ""),
    (AwardedSort.LAST_NAME, "Last name", ""),
    (AwardedSort.ISSUED, "Issued on", ""),
    (AwardedSort.RENEWS, "To renew in", ""),
    (AwardedSort.EXPIRES, "Expires on", ""),
    ("", "State", ""),
    (AwardedSort.ASSOCIATION, "Association type", ""),
    ("", "", ""),
)


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        tracking.only_while_on(rx.cond(AwardedUsers.is_missing, _missing(), _list())),
        edit.dialog(),
        unassign.dialog(),
        crumbs=(("Certifications", routes.CERTIFICATIONS),),
        actions=(rx.cond(Shell.has_tracking & AwardedUsers.is_loaded, _acts()),),
        right=SEES,
    )


def _missing() -> rx.Component:
    back = rx.el.a("All certifications", href=routes.CERTIFICATIONS, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such certification.", back), class_name="card")


def _acts() -> rx.Component:
    award = rx.el.a(rx.icon("award", size=16), "Award Users", href=AwardedUsers.award_href, class_name="btn solid")
    return rx.fragment(
        rx.el.div(
            rx.el.span("Export", id="export", class_name="muted"),
            rx.foreach(AwardedUsers.exports, _export),
            class_name="row wrap exports",
            role="group",
            aria_labelledby="export",
        ),
        rx.cond(AWARDS & (AwardedUsers.award_href != ""), award),
    )


def _export(one: rx.Var[Export]) -> rx.Component:
    # A link of the browser's own: what it leads to is no page of the app.
    link = PlainLink.create(rx.icon("download", size=16), one.label, href=one.href, class_name="btn")
    why = f"Up to {MOST_TO_DOWNLOAD:,} people: narrow the list, or take the CSV"
    return rx.cond(one.href != "", link, rx.el.span(one.label + ": " + why, class_name="small muted"))


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(
                TRACKS,
                rx.el.a(AwardedUsers.name, href=AwardedUsers.href, class_name="link tall strong"),
                rx.el.span(AwardedUsers.name, class_name="strong"),
            ),
            rx.el.span(AwardedUsers.code, class_name="mono muted"),
            rx.el.span(AwardedUsers.people, class_name="muted", role="status"),
            class_name="row wrap",
        ),
        lists.tabs(AwardedUsers.tabs, AwardedUsers.tab, "Awards by their state"),
        rx.el.div(
            forms.search(
                name="search_awarded", label="Search by name, username or email", value=AwardedUsers.q,
                on_change=AwardedUsers.search.debounce(250),
            ),
            lists.sort_by(COLUMNS, sort=AwardedUsers.sort, on_change=AwardedUsers.sort_by),
            class_name="tools",
        ),
        rx.el.div(
            rx.cond(AwardedUsers.rows.length() > 0, _table(), rx.cond(AwardedUsers.is_loaded, _nobody())),
            class_name="card",
        ),
        class_name="stack awarded",
    )  # fmt: skip


def _table() -> rx.Component:
    heading = lists.head(COLUMNS, sort=AwardedUsers.sort, links=AwardedUsers.links)
    sizes = lists.page_size(AwardedUsers.size, sizes=SIZES, on_change=AwardedUsers.show)
    return lists.table(heading, AwardedUsers.rows, _row, AwardedUsers.foot, sizes=sizes)


def _row(row: rx.Var[AwardedLine]) -> rx.Component:
    username = rx.cond(
        TRACKS,
        rx.el.a(row.username, href=row.person_href, class_name="link cut", title=row.name),
        rx.el.span(row.username, class_name="cut", title=row.name),
    )
    gone = rx.cond(row.is_active, rx.fragment(), chips.chip("strike", "circle-slash", "Deactivated"))
    return rx.el.tr(
        lists.cell("Username", rx.el.span(username, gone, class_name="who-awarded")),
        lists.cell("First name", row.first_name),
        lists.cell("Last name", row.last_name),
        lists.cell("Issued on", row.issued_on, class_name="day"),
        lists.cell("To renew in", row.renews_in, class_name="day"),
        lists.cell("Expires on", row.expires_on, class_name="day"),
        lists.cell("State", _state(row.state)),
        lists.cell(
            "Association type",
            rx.el.span(row.association, rx.el.span(row.activity, class_name="small muted"), class_name="came-about"),
        ),
        lists.cell("", rx.cond(AWARDS, _menu(row)), class_name="acting"),
    )


def _state(state: rx.Var[str]) -> rx.Component:
    return rx.match(
        state,
        ("valid", chips.chip("green", "check", "Valid")),
        ("expiring", chips.chip("amber", "clock", "Expiring")),
        ("expired", chips.chip("red", "circle-alert", "Expired")),
        ("always", chips.chip("blue", "infinity", "Always valid")),
        chips.chip("", "calendar-clock", "Not yet valid"),
    )


def _menu(row: rx.Var[AwardedLine]) -> rx.Component:
    """The menu ⋮ of one row."""
    closes = {"data-closes": "menu"}
    return rx.el.details(
        rx.el.summary(
            rx.icon("ellipsis-vertical", size=16), aria_label="Actions for " + row.name, class_name="btn ghost square"
        ),
        rx.el.div(
            rx.el.button(
                rx.icon("pencil-line", size=16), "Edit", on_click=EditAward.ask(row.id), type="button",
                custom_attrs=closes,
            ),
            rx.el.button(
                rx.icon("undo-2", size=16), "Unassign", on_click=UnassignAward.ask(row.id), type="button",
                custom_attrs=closes, class_name="loses",
            ),
            class_name="sheet",
        ),
        class_name="menu",
    )  # fmt: skip


def _nobody() -> rx.Component:
    award = rx.el.a("Award Users", href=AwardedUsers.award_href, class_name="btn")
    return rx.cond(
        AwardedUsers.q != "",
        lists.empty("search", "Nobody here matches “" + AwardedUsers.q + "”."),
        rx.cond(
            AwardedUsers.tab == "all",
            lists.empty("award", "Here stands everybody who was awarded this certification. There is nobody yet.",
                        rx.cond(AWARDS & (AwardedUsers.award_href != ""), award)),
            lists.empty("award", "No award is in this state."),
        ),
    )  # fmt: skip


PAGE = Page("/certifications/[certification_id]/awarded", TITLE, build, (AwardedUsers.load,))

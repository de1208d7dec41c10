"""The page on which questions are brought by a file: choose or paste, look, add (T-01)."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.catalog.checking.exam import MOST_QUESTIONS
from training_app.imports.questions.plan import MOST_BYTES
from training_app.imports.questions.waiting import PreviewRow
from training_app.imports.uploads import MEGABYTE
from training_app.web.admin.catalog.course.frame import CoursePage, course_page
from training_app.web.admin.catalog.import_questions.state import ImportQuestions as State
from training_app.web.shared import course_routes, forms, lists
from training_app.web.shared.course_routes import COURSES, Part
from training_app.web.shared.forms import NativeForm
from training_app.web.shared.pages import Page

HELP = f"A CSV file as spreadsheets save it, up to {MOST_QUESTIONS:,} rows and {MOST_BYTES // MEGABYTE} MB."
COLUMNS = (
    ("Question", "The only column that every file needs. Markdown, line breaks in quotation marks."),
    ("Kind", "single, multiple, ordered or numeric. Empty: it shows in the rest of the row."),
    ("Choice 1, Choice 2, …", "One column for each; or one column “Choices”, parted by line breaks or |."),
    ("Right", "The numbers (1;3), letters (A;C) or words of the right choices. Ordered ones need none."),
    ("Number, Tolerance", "Of a numeric question the right number, and how far off still counts."),
    ("Explanation", "Why it is so. May be empty."),
)


def build() -> rx.Component:
    """The page."""
    return course_page(Part.EXAM, rx.cond(State.is_loaded, _import()))


def _import() -> rx.Component:
    begin = rx.el.div(
        rx.icon("info", size=16),
        rx.el.span("Questions are added to a draft. Press “Change the content” first."),
        class_name="call slate",
    )
    return rx.el.div(
        rx.el.div(
            rx.el.a(rx.icon("arrow-left", size=16), "Exam", href=_exam(), class_name="btn ghost"),
            rx.el.h2("Questions from a file"),
            class_name="row wrap",
        ),
        rx.cond(
            CoursePage.has_draft,
            rx.cond(State.lacks_exam, _no_exam(), rx.cond(State.file_name != "", _preview(), _choose())),
            begin,
        ),
        class_name="stack",
    )


def _exam() -> rx.Var[str]:
    return f"{COURSES}/" + CoursePage.course_id.to_string() + f"/{Part.EXAM.value}"


def _no_exam() -> rx.Component:
    act = rx.el.button("Add an exam", on_click=State.add_exam, type="button", class_name="btn solid")
    words = "This course has no exam yet. Add one with the usual settings; you can change them at any time."
    return rx.el.div(lists.empty("list-checks", words, act), class_name="card")


def _choose() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            forms.fault(State.fault),
            rx.el.div(_file(), class_name="card pad"),
            rx.el.div(_pasted(), class_name="card pad"),
            class_name="stack",
        ),
        rx.el.aside(_columns(), class_name="card pad", aria_label="Columns"),
        class_name="split",
    )


def _file() -> rx.Component:
    return NativeForm.create(
        forms.field(
            "CSV file",
            rx.el.input(
                id="file", name="file", type="file", required=True, accept=".csv,.tsv,.txt,text/csv",
                aria_describedby="file_help", class_name="in file cfile-drop",
            ),
            name="file",
            help_text=f"Choose it or drop it here. {HELP}",
        ),
        rx.el.button(rx.icon("upload", size=16), "Show what is in it", type="submit", class_name="btn solid"),
        action=State.to,
        method="post",
        custom_attrs={"encType": "multipart/form-data"},
        class_name="col gap-12 cfile-form",
    )  # fmt: skip


def _pasted() -> rx.Component:
    box = rx.el.textarea(
        id="pasted", name="pasted", rows=6, spell_check=False, auto_complete="off", key=State.pasted.to_string(),
        aria_describedby="pasted_help", class_name="in area mono",
        aria_invalid=rx.cond(State.pasted_wrong != "", "true", "false"),
    )  # fmt: skip
    return rx.el.form(
        forms.field("Or paste a table", box, name="pasted", error=State.pasted_wrong,
                    help_text="Copied from a spreadsheet, with the row that names the columns."),
        rx.el.button(rx.icon("clipboard-paste", size=16), "Show what is in it", type="submit", class_name="btn",
                     aria_label="Show what is in it: the pasted table"),
        on_submit=State.paste,
        class_name="col gap-12 cfile-form",
    )  # fmt: skip


def _columns() -> rx.Component:
    example = PlainLink.create(
        rx.icon("download", size=16), "Example file", href=course_routes.QUESTIONS_EXAMPLE,
        custom_attrs={"download": True}, class_name="btn small-btn",
    )  # fmt: skip
    export = PlainLink.create(
        rx.icon("download", size=16), "The bank as it is", href=State.export, custom_attrs={"download": True},
        class_name="btn small-btn",
    )  # fmt: skip
    said = [rx.fragment(rx.el.dt(name), rx.el.dd(words)) for name, words in COLUMNS]
    return rx.fragment(
        rx.el.h3("Columns"),
        rx.el.dl(*said, class_name="cfile-columns"),
        rx.el.p("The usual other names are known too, as Type, Option A or Correct answer.", class_name="muted small"),
        rx.el.div(example, export, class_name="row wrap"),
    )


def _preview() -> rx.Component:
    return rx.fragment(
        forms.fault(State.fault),
        rx.el.p(
            rx.el.span(State.file_name, class_name="strong anywhere"),
            " ",
            rx.el.span(State.unused, class_name="muted anywhere"),
        ),
        rx.cond(
            State.problem != "",
            rx.el.div(rx.icon("circle-alert", size=16), rx.el.span(State.problem), class_name="call red", role="alert"),
        ),
        lists.tabs(State.tabs, State.tab, "Rows by what becomes of them"),
        rx.el.div(rx.cond(State.rows.length() > 0, _table(), _nothing()), class_name="card cfile-rows"),
        _actbar(),
    )


def _nothing() -> rx.Component:
    said = rx.match(
        State.tab,
        ("new", lists.empty("check", "No row of this file is a new question.")),
        ("there", lists.empty("check", "No question of this file is there already.")),
        lists.empty("check", "No row of this file is refused."),
    )
    return rx.fragment(said)


def _table() -> rx.Component:
    head = rx.el.thead(
        rx.el.tr(
            rx.el.th("Row", scope="col", class_name="num"),
            rx.el.th("Question", scope="col"),
            rx.cond(State.tab != "refused", rx.fragment(rx.el.th("Kind", scope="col"),
                                                        rx.el.th("Right", scope="col"))),
            rx.cond(State.tab != "new", rx.el.th("Why", scope="col")),
        )
    )  # fmt: skip
    return lists.table(head, State.rows, _row, State.foot)


def _row(row: rx.Var[PreviewRow]) -> rx.Component:
    said = rx.cond(row.text != "", row.text, rx.el.span("Empty", class_name="muted"))
    return rx.el.tr(
        lists.cell("Row", row.number.to_string(), class_name="num"),
        lists.cell("Question", rx.el.span(said, class_name="anywhere cfile-text")),
        rx.cond(
            State.tab != "refused",
            rx.fragment(
                lists.cell("Kind", row.kind),
                lists.cell("Right", rx.el.span(row.right, class_name="anywhere")),
            ),
        ),
        rx.cond(State.tab != "new", lists.cell("Why", rx.el.span(row.why, class_name="anywhere cfile-why"))),
        key=row.number.to_string(),
    )


def _actbar() -> rx.Component:
    verb = rx.cond(State.new == 1, "Add 1 question", "Add " + State.new.to_string() + " questions")
    refused = PlainLink.create(
        rx.icon("download", size=16), "Refused rows", href=State.download, custom_attrs={"download": True},
        class_name="btn",
    )  # fmt: skip
    said = rx.cond(
        State.new > 0,
        "Nothing is added before you press the button. Refused rows stay out.",
        "There is nothing to add.",
    )
    add = rx.el.button(verb, on_click=State.add, disabled=State.problem != "", type="button", class_name="btn solid")
    done = rx.el.a("Done", href=_exam(), class_name="btn solid")
    return rx.el.div(
        rx.el.span(said, class_name="muted push"),
        rx.cond(State.refused > 0, refused),
        rx.el.button("Other file", on_click=State.forget, type="button", class_name="btn"),
        rx.cond(State.new > 0, add, done),
        class_name="actbar cfile-act",
    )


PAGE = Page(f"{COURSES}/[course_id]/{Part.EXAM.value}/import", CoursePage.title, build, (CoursePage.load, State.load))

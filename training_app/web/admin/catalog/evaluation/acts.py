"""What is done with questions of the list, the evaluation and templates; what takes something away is asked first."""

from typing import Any

import reflex as rx

from training_app.catalog import evaluation_templates as templates
from training_app.catalog.editing import evaluation_items as items
from training_app.catalog.editing import evaluations
from training_app.core.errors import Invalid
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.evaluation import typed
from training_app.web.admin.catalog.evaluation.intro_state import IntroSheet
from training_app.web.admin.catalog.evaluation.item_state import ItemSheet
from training_app.web.admin.catalog.evaluation.said import counted, short
from training_app.web.admin.catalog.evaluation.state import EvaluationPage
from training_app.web.shared import dialogs, forms
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

LONGEST_NAME = 1_000


class EvaluationActs(rx.State):
    """What is asked about before it is removed, and the name that is typed for a template; a `named` of 0 is new."""

    item: int = 0
    asks_all: bool = False
    template: int = 0
    title: str = ""
    is_naming: bool = False
    named: int = 0
    name: str = ""
    wrong: str = ""
    told: str = ""

    @handler(MANAGE, supersedes=True)
    async def open(self) -> None:
        """Begin with nothing asked. A sheet that was left open is there again in the same draft, and nowhere else."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        page = await self.get_state(CoursePage)
        for one in (await self.get_state(ItemSheet), await self.get_state(IntroSheet)):
            one.is_open = one.is_open and page.may_edit and one.keeps.startswith(f"course {page.course_id},")

    @handler(MANAGE)
    async def up(self, item_id: int) -> None:
        """Move a question before the one above it."""
        await self._move(number(item_id), -1)

    @handler(MANAGE)
    async def down(self, item_id: int) -> None:
        """Move a question behind the one below it."""
        await self._move(number(item_id), 1)

    @handler(MANAGE)
    async def ask(self, item_id: int) -> None:
        """Ask before a question is removed."""
        rows = (await self.get_state(EvaluationPage)).rows
        found = [row for row in rows if row.id == number(item_id)]
        self.item, self.title = (found[0].id, found[0].name) if found else (0, "")

    @handler(MANAGE)
    async def ask_all(self) -> None:
        """Ask before the evaluation is removed."""
        self.asks_all = True

    @handler(MANAGE)
    async def ask_template(self, row_id: int) -> None:
        """Ask before a template is deleted."""
        found = [row for row in (await self.get_state(EvaluationPage)).own if row.row_id == number(row_id)]
        self.template, self.title = (found[0].row_id, found[0].name) if found else (0, "")

    @handler(MANAGE)
    async def name_new(self) -> None:
        """Ask for the name under which the evaluation is saved as a template."""
        self.is_naming, self.named, self.name, self.wrong = True, 0, "", ""

    @handler(MANAGE)
    async def name_again(self, row_id: int) -> None:
        """Ask for another name of a template."""
        found = [row for row in (await self.get_state(EvaluationPage)).own if row.row_id == number(row_id)]
        if found:
            self.is_naming, self.named, self.name, self.wrong = True, found[0].row_id, found[0].name, ""

    @handler(MANAGE)
    async def leave(self) -> None:
        """Do nothing of it."""
        self.item, self.template, self.asks_all, self.is_naming = 0, 0, False, False

    @handler(MANAGE)
    async def remove(self, _form: dict[str, object]) -> None:
        """Remove the question that was asked about."""
        item_id, name, self.item = self.item, self.title, 0
        if item_id:
            await (await self.get_state(EvaluationPage))._write(items.remove, item_id=item_id)
            await say(self, f"“{name}” is removed.")

    @handler(MANAGE)
    async def remove_all(self, _form: dict[str, object]) -> None:
        """Remove the evaluation with its questions."""
        page, self.asks_all = await self.get_state(EvaluationPage), False
        gone = await page._write(evaluations.remove, evaluation_id=page.evaluation_id)
        await say(self, f"The evaluation is removed with {counted(gone, 'question')}.")

    @handler(MANAGE)
    async def delete(self, _form: dict[str, object]) -> None:
        """Delete the template that was asked about."""
        row_id, self.template = self.template, 0
        if row_id:
            name = await (await self.get_state(EvaluationPage))._write(templates.delete, template_id=row_id)
            await say(self, f"The template “{name}” is deleted.")

    @handler(MANAGE)
    async def save_name(self, form: dict[str, Any]) -> None:
        """Save the template under this name; one that is refused stays in the box."""
        name = typed.one(form, "template_name", LONGEST_NAME)
        try:
            await self._save(name)
        except Invalid as refused:
            self.wrong = refused.message

    async def _save(self, name: str) -> None:
        page = await self.get_state(EvaluationPage)
        if self.named:
            await page._write(templates.rename, template_id=self.named, name=name)
        else:
            version_id = (await self.get_state(CoursePage)).version_id
            await page._write(templates.save_as, version_id=version_id, name=name)
        done = "The template is called “{}” now." if self.named else "“{}” is saved as a template."
        self.is_naming = False
        await say(self, done.format(name.strip()))

    async def _move(self, item_id: int, by: int) -> None:
        placed = await (await self.get_state(EvaluationPage))._write(items.move, item_id=item_id, by=by)
        self.told = f"“{short(placed.text)}” is question {placed.position} of {placed.total}."


def asking() -> rx.Component:
    """The questions before something is removed, and for the name of a template."""
    stays = "Published versions keep theirs, with what was answered."
    return rx.fragment(
        dialogs.confirm(
            is_open=EvaluationActs.item > 0, title="Remove “" + EvaluationActs.title + "”?",
            lines=["It is taken out of this draft.", stays], verb="Remove", loses=True,
            on_confirm=EvaluationActs.remove, on_cancel=EvaluationActs.leave, then="add_question",
        ),
        dialogs.confirm(
            is_open=EvaluationActs.asks_all, title="Remove the evaluation?",
            lines=["Its questions are removed with it: whoever passes the course then completes it.", stays],
            verb="Remove evaluation", loses=True,
            on_confirm=EvaluationActs.remove_all, on_cancel=EvaluationActs.leave,
        ),
        dialogs.confirm(
            is_open=EvaluationActs.template > 0, title="Delete the template “" + EvaluationActs.title + "”?",
            lines=["Nobody can begin from it any more. Courses that did keep their questions."],
            verb="Delete template", loses=True,
            on_confirm=EvaluationActs.delete, on_cancel=EvaluationActs.leave,
        ),
        dialogs.confirm(
            is_open=EvaluationActs.is_naming,
            title=rx.cond(EvaluationActs.named > 0, "Rename the template", "Save as template"),
            lines=["Every course can begin its evaluation from it. Later changes here do not change it."],
            fields=[_name()], verb=rx.cond(EvaluationActs.named > 0, "Rename", "Save template"),
            on_confirm=EvaluationActs.save_name, on_cancel=EvaluationActs.leave,
        ),
    )  # fmt: skip


def _name() -> rx.Component:
    is_wrong = EvaluationActs.wrong != ""
    box = rx.el.input(
        type="text", id="template_name", name="template_name", default_value=EvaluationActs.name, auto_focus=True,
        auto_complete="off", class_name="in", aria_invalid=rx.cond(is_wrong, "true", "false"),
        aria_describedby="template_name_help",
    )  # fmt: skip
    field = forms.field("Name of the template", box, name="template_name", error=EvaluationActs.wrong)
    return rx.el.div(field, class_name="eved-name")

"""What is done with questions of the list, and with the exam as a whole; what takes something away is asked first."""

import reflex as rx

from training_app.catalog.editing import exams, questions
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.exam.question_state import QuestionSheet
from training_app.web.admin.catalog.exam.said import counted, short
from training_app.web.admin.catalog.exam.settings_state import SettingsSheet
from training_app.web.admin.catalog.exam.state import ExamPage
from training_app.web.shared import dialogs
from training_app.web.shared.handling import flag, handler, number
from training_app.web.shared.notices import say


class BankActs(rx.State):
    """The questions that are chosen, and the question before they, or the exam, are removed."""

    chosen: list[int] = []
    asked: list[int] = []
    asks_exam: bool = False
    title: str = ""
    told: str = ""

    @handler(MANAGE, supersedes=True)
    async def open(self) -> None:
        """Begin with nothing chosen. A sheet that was left open is there again in the same draft, and nowhere else."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        page = await self.get_state(CoursePage)
        for one in (await self.get_state(QuestionSheet), await self.get_state(SettingsSheet)):
            one.is_open = one.is_open and page.may_edit and one.keeps.startswith(f"course {page.course_id},")

    @handler(MANAGE)
    async def choose(self, question_id: int, on: bool) -> None:  # noqa: FBT001  # a box sends whether it is on
        """Choose a question of this page, or no longer."""
        one, is_on = number(question_id), flag(on)
        there = {row.id for row in (await self.get_state(ExamPage)).rows}
        self.chosen = [kept for kept in self.chosen if kept != one] + ([one] if is_on and one in there else [])

    @handler(MANAGE)
    async def choose_page(self, on: bool) -> None:  # noqa: FBT001  # a box sends whether it is on
        """Choose every question of this page, or none."""
        self.chosen = [row.id for row in (await self.get_state(ExamPage)).rows] if flag(on) else []

    @handler(MANAGE)
    async def up(self, question_id: int) -> None:
        """Move a question before the one above it."""
        await self._step(number(question_id), -1)

    @handler(MANAGE)
    async def down(self, question_id: int) -> None:
        """Move a question behind the one below it."""
        await self._step(number(question_id), 1)

    @handler(MANAGE)
    async def duplicate(self, question_id: int) -> None:
        """Add the same question once more behind it."""
        page = await self.get_state(ExamPage)
        placed = await page._write(questions.duplicate, question_id=number(question_id))
        self.told = f"Question {placed.position} is a copy of “{short(placed.text)}”."
        await say(self, self.told)

    @handler(MANAGE)
    async def ask(self, question_id: int) -> None:
        """Ask before a question is removed; of 0 before those are that are chosen."""
        one, rows = number(question_id), (await self.get_state(ExamPage)).rows
        self.asked = [row.id for row in rows if row.id == one or (not one and row.id in self.chosen)]
        names = [row.name for row in rows if row.id in self.asked]
        self.title = f"Remove “{names[0]}”?" if len(names) == 1 else f"Remove {counted(len(names), 'question')}?"

    @handler(MANAGE)
    async def ask_exam(self) -> None:
        """Ask before the exam is removed."""
        self.asks_exam = True

    @handler(MANAGE)
    async def leave(self) -> None:
        """Remove nothing."""
        self.asked, self.asks_exam = [], False

    @handler(MANAGE)
    async def remove(self, _form: dict[str, object]) -> None:
        """Remove the questions that were asked about."""
        ids, self.asked = self.asked, []
        if not ids:
            return
        version_id, page = (await self.get_state(CoursePage)).version_id, await self.get_state(ExamPage)
        gone = await page._write(questions.remove, version_id=version_id, question_ids=ids)
        self.chosen = [one for one in self.chosen if one not in ids]
        await say(self, f"{counted(gone, 'question')} removed.")

    @handler(MANAGE)
    async def remove_exam(self, _form: dict[str, object]) -> None:
        """Remove the exam with its questions."""
        page, self.asks_exam, self.chosen = await self.get_state(ExamPage), False, []
        gone = await page._write(exams.remove, exam_id=page.exam_id)
        await say(self, f"The exam is removed with {counted(gone, 'question')}." if gone else "The exam is removed.")

    async def _step(self, question_id: int, by: int) -> None:
        page = await self.get_state(ExamPage)
        placed = await page._write(questions.step, question_id=question_id, by=by)
        self.told = f"“{short(placed.text)}” is question {placed.position} of {placed.total}."


def asking() -> rx.Component:
    """The questions before something is removed."""
    stays = "Published versions keep theirs, and so does whoever has begun."
    return rx.fragment(
        dialogs.confirm(
            is_open=BankActs.asked.length() > 0,
            title=BankActs.title,
            lines=["It is taken out of this draft.", stays],
            verb="Remove",
            loses=True,
            on_confirm=BankActs.remove,
            on_cancel=BankActs.leave,
            then="add_question",
        ),
        dialogs.confirm(
            is_open=BankActs.asks_exam,
            title="Remove the exam?",
            lines=[
                rx.cond(ExamPage.total == 1, "Its question is removed with it.",
                        "Its " + ExamPage.total.to_string() + " questions are removed with it."),
                stays,
            ],
            verb="Remove exam",
            loses=True,
            on_confirm=BankActs.remove_exam,
            on_cancel=BankActs.leave,
        ),
    )  # fmt: skip

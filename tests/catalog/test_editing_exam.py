"""The exam of a draft and its question bank, edited part by part, and by two at a time (T-01, A-24)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.exams import QUESTIONS, exam

from training_app.catalog import bank, drafting, queries, reading
from training_app.catalog.content import NewChoice, NewExam, NewQuestion
from training_app.catalog.editing import exams, questions
from training_app.catalog.editing.exams import ExamGone
from training_app.catalog.editing.questions import QuestionGone
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.model import Question
from training_app.catalog.rules import QuestionKind, Review
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.paging import Page
from training_app.core.tables import known

COLOURS = (NewChoice("Red", is_right=True), NewChoice("Green"))
LIFTING = (NewChoice("Kneel"), NewChoice("Rise"))
SINGLE = NewQuestion(QuestionKind.SINGLE, "Which?", COLOURS)


@pytest.fixture
def draft(build: Builder, session: Session, now) -> int:
    """The draft of a published course without an exam."""
    course = build.course("Radio")
    return drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)


@pytest.fixture
def filled(draft: int, session: Session, now) -> int:
    """The same with an exam of four questions: A, B, C, D."""
    exams.add(session, SYSTEM, version_id=draft, now=now)
    new = [replace(SINGLE, text=text) for text in "ABCD"]
    questions.add_many(session, SYSTEM, version_id=draft, new=new, now=now)
    return draft


def ids(session: Session, version_id: int) -> list[int]:
    return [row.id for row in bank.bank(session, SYSTEM, version_id=version_id).rows]


def order(session: Session, version_id: int) -> str:
    """The texts in order, when their places count from 1 without a gap."""
    rows = bank.bank(session, SYSTEM, version_id=version_id).rows
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return "".join(row.entered.text for row in rows)


def acts(session: Session, subject: str) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.id))))


def fields(act) -> list[str]:
    with pytest.raises(Invalid) as refused:
        act()
    return [one.field for one in refused.value.problems]


@pytest.mark.rule("T-01", "an exam that is not finished is kept in the draft, and said what keeps it from learners")
def test_an_unfinished_exam_is_kept_and_said_to_be_so(session: Session, draft: int, now):
    row = exams.add(session, SYSTEM, version_id=draft, now=now)
    assert exams.add(session, SYSTEM, version_id=draft, now=now).id == row.id

    def said() -> list[str]:
        head = bank.exam(session, SYSTEM, version_id=draft)
        return [one.text for one in head.unready]

    assert said() == ["Add at least one question."]
    base = exams.settings_of(row)
    new = replace(base, pass_mark=70, tries=3, minutes=30, drawn=2, review=Review.ANSWERS, shuffles_choices=False)
    exams.edit(session, SYSTEM, exam_id=known(row.id), base=base, new=new, now=now)
    questions.add(session, SYSTEM, version_id=draft, new=SINGLE, now=now)
    assert said() == ["2 questions cannot be drawn: the exam has 1."]
    questions.add(session, SYSTEM, version_id=draft, new=SINGLE, now=now)
    assert said() == []
    assert reading.content(session, version_id=draft).exam == replace(new, questions=(SINGLE, SINGLE))
    assert [(one.act, one.before) for one in acts(session, "exam")[1:]] == [
        ("exam edited", {"pass_mark": 80, "tries": None, "minutes": None, "drawn": None, "review": "outcome",
                         "shuffles_choices": True}),
    ]  # fmt: skip


@pytest.mark.rule("T-01", "what no exam can have is refused at its field by the form of an exam, all at once")
def test_settings_that_cannot_be_are_refused(session: Session, draft: int, now):
    row = exams.add(session, SYSTEM, version_id=draft, now=now)
    base = exams.settings_of(row)
    wrong = {"base": base, "new": replace(base, pass_mark=101, tries=0, minutes=1_441, drawn=101)}
    refused = fields(lambda: exams.edit(session, SYSTEM, exam_id=known(row.id), now=now, **wrong))
    assert refused == ["pass_mark", "tries", "minutes", "drawn"]
    assert exams.settings_of(row) == base


def test_how_many_must_be_right_is_rounded_up():
    assert [exams.right_needed(*one) for one in ((80, 20), (80, 19), (100, 7), (1, 50), (67, 3))] == [16, 16, 7, 1, 3]


@pytest.mark.rule("T-01", "questions of all four kinds are added by the form, and nothing unsound is")
def test_a_question_is_kept_when_it_is_sound(session: Session, draft: int, now):
    assert fields(lambda: questions.add(session, SYSTEM, version_id=draft, new=SINGLE, now=now)) == ["questions"]
    exams.add(session, SYSTEM, version_id=draft, now=now)
    kinds = (
        SINGLE,
        NewQuestion(QuestionKind.MULTIPLE, "Which two?", (*COLOURS, NewChoice("Blue", is_right=True))),
        NewQuestion(QuestionKind.ORDERED, "In which order?", (NewChoice("First"), NewChoice("Then"))),
        NewQuestion(QuestionKind.NUMERIC, "How much?", number=Decimal("2.5"), tolerance=Decimal("0.1"),
                    explanation="It *is*."),
    )  # fmt: skip
    for new in kinds:
        questions.add(session, SYSTEM, version_id=draft, new=replace(new, text=f" {new.text} "), now=now)
    assert reading.content(session, version_id=draft).exam.questions == kinds
    wrong = replace(SINGLE, text=" ", choices=(NewChoice("Red", is_right=True), NewChoice(" ")))
    assert fields(lambda: questions.add(session, SYSTEM, version_id=draft, new=wrong, now=now)) == ["text", "choices.2"]
    one, base = ids(session, draft)[0], SINGLE
    edit = {"question_id": one, "base": base, "new": replace(base, choices=COLOURS[1:]), "now": now}
    assert fields(lambda: questions.edit(session, SYSTEM, **edit)) == ["choices"]
    assert bank.question(session, SYSTEM, question_id=one) == SINGLE


@pytest.mark.rule("T-01", "questions are moved, duplicated and removed, and their places stay without a gap")
def test_the_bank_is_put_in_order(session: Session, filled: int, now):
    a, b, c, d = ids(session, filled)
    said = {"now": now}
    assert questions.move(session, SYSTEM, question_id=a, to=3, **said).position == 3
    assert order(session, filled) == "BCAD"
    assert questions.step(session, SYSTEM, question_id=d, by=-2, **said).position == 2
    assert questions.move(session, SYSTEM, question_id=b, to=99, **said).position == 4
    assert order(session, filled) == "DCAB"
    assert questions.duplicate(session, SYSTEM, question_id=c, **said).position == 3
    assert order(session, filled) == "DCCAB"
    assert questions.remove(session, SYSTEM, version_id=filled, question_ids=[a, d, 999_999], **said) == 2
    assert order(session, filled) == "CCB"
    questions.remove(session, SYSTEM, version_id=filled, question_ids=[c], **said)
    with pytest.raises(QuestionGone):
        questions.remove(session, SYSTEM, version_id=filled, question_ids=[c], **said)
    with pytest.raises(QuestionGone):
        questions.edit(session, SYSTEM, question_id=c, base=SINGLE, new=SINGLE, **said)
    many, *_, last = [one for one in acts(session, "question") if "removed" in one.act]
    assert (many.act, many.before, many.rows) == (
        "questions removed",
        {"number": 2, "texts": ["D", "A"]},
        [[a, a], [d, d]],
    )
    assert (last.act, last.subject_id) == ("question removed", c)


@pytest.mark.rule("T-01", "many questions are added at once, all or none, as one act")
def test_many_questions_are_added_as_one_act(session: Session, filled: int, now):
    new = [replace(SINGLE, text=text) for text in "EF"]
    add = {"version_id": filled, "now": now}
    assert questions.add_many(session, SYSTEM, new=new, **add) == 2
    assert order(session, filled) == "ABCDEF"
    entry = acts(session, "question")[-1]
    assert (entry.act, entry.after) == ("questions added", {"number": 2, "texts": ["E", "F"]})
    assert entry.rows == [ids(session, filled)[4:]]
    wrong = [*new, replace(SINGLE, choices=())]
    assert fields(lambda: questions.add_many(session, SYSTEM, new=wrong, **add)) == ["3.choices"]
    assert fields(lambda: questions.add_many(session, SYSTEM, new=[SINGLE] * 9_995, **add)) == ["questions"]
    assert questions.add_many(session, SYSTEM, new=(), **add) == 0
    assert order(session, filled) == "ABCDEF"


@pytest.mark.rule("A-24", "two editors of one question: what only one changed stands, what both changed is refused")
def test_two_editors_of_one_question(session: Session, filled: int, cast: Cast, now):
    one, base = ids(session, filled)[0], replace(SINGLE, text="A")

    def edit(by, **said):
        return questions.edit(session, by, question_id=one, base=base, new=replace(base, **said), now=now)

    ada, sam = cast.actor(cast.ada), cast.actor(cast.sam)
    edit(ada, choices=(*COLOURS, NewChoice("Blue")))
    edit(sam, text="Which one?")
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(sam, text="Which is it?", choices=COLOURS[::-1])
    said = {problem.field: problem.text for problem in refused.value.problems}
    assert said == {
        "text": "Sam Super changed “Question” meanwhile. It is now: “Which one?”.",
        "choices": "Ada Admin changed “Choices” meanwhile. It is now: “Red ✓, Green, Blue”.",
    }
    assert bank.question(session, ada, question_id=one) == replace(
        SINGLE, text="Which one?", choices=(*COLOURS, NewChoice("Blue"))
    )


@pytest.mark.rule("A-24", "two editors of how an exam is taken: additions merge, a field of both is refused")
def test_two_editors_of_the_settings(session: Session, filled: int, cast: Cast, now):
    row = exams.of_version(session, filled)
    base = exams.settings_of(row)

    def edit(by, **said):
        exams.edit(session, cast.actor(by), exam_id=known(row.id), base=base, new=replace(base, **said), now=now)

    edit(cast.ada, tries=2, shuffles_choices=False)
    edit(cast.sam, pass_mark=90)
    assert (row.tries, row.pass_mark) == (2, 90)
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(cast.sam, tries=5)
    assert refused.value.message == "Ada Admin changed “Tries” meanwhile. It is now: 2."


def test_a_question_with_other_words_is_another_one_to_statistics(build: Builder, session: Session, now):
    course = build.course("Radio", exam=exam())
    draft = drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)
    one, *_, other = ids(session, draft)
    before = [session.get_one(Question, number).origin_id for number in (one, other)]
    for number, said in ((one, {"explanation": "Because."}), (other, {"text": "Another?"})):
        base = bank.question(session, SYSTEM, question_id=number)
        questions.edit(session, SYSTEM, question_id=number, base=base, new=replace(base, **said), now=now)
    assert None not in before
    assert [session.get_one(Question, number).origin_id for number in (one, other)] == [before[0], None]


@pytest.mark.rule("X-04", "an exam removed from a draft stays in the version that is published")
def test_a_removed_exam_stays_in_what_is_published(build: Builder, session: Session, now):
    course = build.course("Radio", exam=exam())
    draft = drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)
    row = exams.of_version(session, draft)
    assert exams.remove(session, SYSTEM, exam_id=known(row.id), now=now) == len(QUESTIONS)
    with pytest.raises(ExamGone):
        exams.remove(session, SYSTEM, exam_id=known(row.id), now=now)
    assert reading.content(session, version_id=draft).exam is None
    newest = queries.current_version(session, training_id=known(course.id))
    assert reading.content(session, version_id=known(newest.id)).exam.questions == QUESTIONS
    published = exams.of_version(session, known(newest.id))
    with pytest.raises(drafting.NotDraft):
        exams.remove(session, SYSTEM, exam_id=known(published.id), now=now)
    with pytest.raises(drafting.NotDraft):
        questions.duplicate(session, SYSTEM, question_id=ids(session, known(newest.id))[0], now=now)


@pytest.mark.rule("P-06", "who may not manage the catalogue neither reads nor changes the questions of an exam")
def test_only_who_manages_the_catalogue(session: Session, filled: int, cast: Cast, now):
    row, one, base = exams.of_version(session, filled), ids(session, filled)[0], replace(SINGLE, text="A")
    settings, of_draft = exams.settings_of(row), {"version_id": filled}
    acts = (
        lambda by: bank.exam(session, by, **of_draft),
        lambda by: bank.bank(session, by, **of_draft),
        lambda by: bank.kinds(session, by, **of_draft),
        lambda by: bank.question(session, by, question_id=one),
        lambda by: questions.add(session, by, new=SINGLE, now=now, **of_draft),
        lambda by: questions.add_many(session, by, new=[SINGLE], now=now, **of_draft),
        lambda by: questions.edit(session, by, question_id=one, base=base, new=replace(base, text="E"), now=now),
        lambda by: questions.duplicate(session, by, question_id=one, now=now),
        lambda by: questions.move(session, by, question_id=one, to=2, now=now),
        lambda by: questions.step(session, by, question_id=one, by=1, now=now),
        lambda by: questions.remove(session, by, question_ids=[one], now=now, **of_draft),
        lambda by: exams.add(session, by, now=now, **of_draft),
        lambda by: exams.edit(session, by, exam_id=known(row.id), base=settings, new=settings, now=now),
        lambda by: exams.remove(session, by, exam_id=known(row.id), now=now),
    )
    for who in (cast.tess, cast.max, cast.lea):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(cast.actor(who))
    for act in acts:
        act(cast.actor(cast.ada))
    for act in (acts[3], acts[6], acts[7], acts[8], acts[12], acts[13]):
        with pytest.raises(NotFound):
            act(cast.actor(cast.ada))


def test_questions_are_found_by_their_words_and_by_their_choices(session: Session, filled: int, now):
    new = [
        NewQuestion(QuestionKind.ORDERED, "How do you lift 100%_ of a stretcher?", LIFTING),
        NewQuestion(QuestionKind.NUMERIC, "How many lift a stretcher?", number=Decimal(4)),
    ]
    questions.add_many(session, SYSTEM, version_id=filled, new=new, now=now)

    def found(q: str, **said) -> list[int]:
        return [row.position for row in bank.bank(session, SYSTEM, version_id=filled, q=q, **said).rows]

    assert found("LIFT stretcher") == [5, 6]
    assert found("kneel lift") == found("%_") == [5]
    assert found("lift", kind=QuestionKind.NUMERIC) == [6]
    assert found("nothing such") == []
    cut = bank.bank(session, SYSTEM, version_id=filled, page=Page(2, 4))
    assert (cut.total, [row.position for row in cut.rows]) == (6, [5, 6])
    assert bank.kinds(session, SYSTEM, version_id=filled, q="lift") == {
        QuestionKind.SINGLE: 0, QuestionKind.MULTIPLE: 0, QuestionKind.ORDERED: 1, QuestionKind.NUMERIC: 1,
    }  # fmt: skip


def test_a_version_without_an_exam_has_none(session: Session, draft: int):
    assert bank.exam(session, SYSTEM, version_id=draft) is None
    assert bank.bank(session, SYSTEM, version_id=draft).total == 0
    assert NewExam(questions=()) == exams.EMPTY

"""The evaluation of a draft: begun from a template, edited part by part, and by two at a time (T-01, A-24)."""

from dataclasses import replace

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.evaluating import QUESTIONS

from training_app.catalog import drafting, queries, reading
from training_app.catalog import evaluation_templates as templates
from training_app.catalog.checking import evaluation as checking
from training_app.catalog.content import NewEvaluation, NewItem
from training_app.catalog.editing import evaluation_items as items
from training_app.catalog.editing import evaluations
from training_app.catalog.editing.evaluation_items import ItemGone
from training_app.catalog.editing.evaluations import AlreadyThere, EvaluationGone
from training_app.catalog.evaluation_templates import OURS, TemplateGone
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.rules import ItemKind
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed
from training_app.core.tables import known

SCALE, CHOICE, TEXT = QUESTIONS.items


@pytest.fixture
def draft(build: Builder, session: Session, now) -> int:
    """The draft of a published course without an evaluation."""
    return drafting.begin(session, SYSTEM, training_id=known(build.course("Radio").id), now=now)


@pytest.fixture
def filled(draft: int, session: Session, now) -> int:
    """The same with an evaluation of three questions: a scale, a choice, a text."""
    evaluations.add(session, SYSTEM, version_id=draft, new=QUESTIONS, now=now)
    return draft


def shown(session: Session, version_id: int) -> items.Shown:
    return items.evaluation(session, SYSTEM, version_id=version_id)


def order(session: Session, version_id: int) -> list[str]:
    """The kinds in order, when their places count from 1 without a gap."""
    rows = shown(session, version_id).items
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.entered.kind.value for row in rows]


def acts(session: Session) -> list[str]:
    rows = session.exec(select(AuditEntry).where(col(AuditEntry.subject).startswith("eval")).order_by(AuditEntry.id))
    return [one.act for one in rows]


def fields(act) -> list[str]:
    with pytest.raises(Invalid) as refused:
        act()
    return [one.field for one in refused.value.problems]


def test_what_we_offer_to_begin_from_can_be_published():
    assert [one.name for one in OURS] == [
        "Course reaction", "Instructor-led session", "Confidence before and after",
    ]  # fmt: skip
    assert [checking.problems_of(one.evaluation) for one in OURS] == [[], [], []]


@pytest.mark.rule("T-01", "an evaluation begins from a template, or empty, and is made question by question")
def test_an_evaluation_is_made_question_by_question(session: Session, draft: int, now):
    assert shown(session, draft) is None
    row = evaluations.add(session, SYSTEM, version_id=draft, now=now)
    assert evaluations.add(session, SYSTEM, version_id=draft, now=now).id == row.id
    with pytest.raises(AlreadyThere):
        evaluations.add(session, SYSTEM, version_id=draft, new=QUESTIONS, now=now)
    of_it = {"evaluation_id": known(row.id), "now": now}
    evaluations.edit(session, SYSTEM, base="", new=" It takes a **minute**. ", **of_it)
    for one in (TEXT, SCALE, replace(CHOICE, choices=tuple(f" {words} " for words in CHOICE.choices))):
        items.add(session, SYSTEM, new=one, **of_it)
    first, _, last = shown(session, draft).items
    assert items.move(session, SYSTEM, item_id=first.id, by=99, now=now).position == 3
    assert items.move(session, SYSTEM, item_id=first.id, by=0, now=now).total == 3
    assert reading.content(session, version_id=draft).evaluation == QUESTIONS
    assert items.move(session, SYSTEM, item_id=last.id, by=-1, now=now).position == 1
    items.remove(session, SYSTEM, item_id=last.id, now=now)
    assert order(session, draft) == ["scale", "text"]
    with pytest.raises(ItemGone):
        items.edit(session, SYSTEM, item_id=last.id, base=CHOICE, new=CHOICE, now=now)
    assert acts(session) == [
        "evaluation added", "evaluation edited", *["evaluation question added"] * 3,
        *["evaluation question moved"] * 2, "evaluation question removed",
    ]  # fmt: skip


@pytest.mark.rule("T-01", "a question of an evaluation that nobody can answer is refused at its field")
def test_a_question_that_nobody_can_answer_is_refused(session: Session, filled: int, now):
    head = shown(session, filled)
    add = {"evaluation_id": head.id, "now": now}
    wrong = NewItem(ItemKind.CHOICE, " ", ("Yes", "Yes"))
    assert fields(lambda: items.add(session, SYSTEM, new=wrong, **add)) == ["text", "choices.2"]
    edit = {"item_id": head.items[0].id, "base": SCALE, "now": now}
    assert fields(lambda: items.edit(session, SYSTEM, new=replace(SCALE, kind=ItemKind.CHOICE), **edit)) == ["choices"]
    assert fields(lambda: evaluations.edit(session, SYSTEM, base=head.intro, new="A" * 4_001, **add)) == ["intro"]
    assert reading.content(session, version_id=filled).evaluation == QUESTIONS


def test_an_evaluation_has_no_more_questions_than_anybody_answers(session: Session, draft: int, now):
    row = evaluations.add(session, SYSTEM, version_id=draft, new=NewEvaluation((SCALE,) * 100), now=now)
    assert fields(lambda: items.add(session, SYSTEM, evaluation_id=row.id, new=SCALE, now=now)) == ["items"]


@pytest.mark.rule("A-24", "two editors of a question of an evaluation: what only one changed stands, both is refused")
def test_two_editors_of_one_question(session: Session, filled: int, cast: Cast, now):
    head = shown(session, filled)
    one = head.items[1].id

    def edit(by, **said):
        new = replace(CHOICE, **said)
        return items.edit(session, cast.actor(by), item_id=one, base=CHOICE, new=new, now=now)

    edit(cast.ada, choices=("Short", "Long"), is_required=False)
    edit(cast.sam, text="How long did it seem?")
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(cast.sam, choices=("Short", "Right", "Long"), text="How long did it seem?")
    assert refused.value.message == "Ada Admin changed “Choices” meanwhile. It is now: “Short, Long”."
    wanted = replace(CHOICE, text="How long did it seem?", choices=("Short", "Long"), is_required=False)
    assert items.item(session, SYSTEM, item_id=one) == wanted


@pytest.mark.rule(
    "A-24", "two editors of what stands above an evaluation: the second is told what the first made of it"
)
def test_two_editors_of_the_introduction(session: Session, filled: int, cast: Cast, now):
    head = shown(session, filled)
    said = {"evaluation_id": head.id, "base": head.intro, "now": now}
    evaluations.edit(session, cast.actor(cast.ada), new="Briefly.", **said)
    evaluations.edit(session, cast.actor(cast.sam), new="Briefly. ", **said)
    with pytest.raises(ChangedMeanwhile) as refused:
        evaluations.edit(session, cast.actor(cast.sam), new="In short.", **said)
    assert refused.value.message == "Ada Admin changed the introduction meanwhile. It is now: “Briefly.”."
    evaluations.edit(session, cast.actor(cast.sam), new=head.intro, **said)
    assert shown(session, filled).intro == "Briefly."


@pytest.mark.rule("X-04", "an evaluation removed from a draft stays in the version that is published")
def test_a_removed_evaluation_stays_in_what_is_published(build: Builder, session: Session, now):
    course = build.course("Radio", evaluation=QUESTIONS)
    draft = drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)
    number = shown(session, draft).id
    assert evaluations.remove(session, SYSTEM, evaluation_id=number, now=now) == 3
    with pytest.raises(EvaluationGone):
        evaluations.remove(session, SYSTEM, evaluation_id=number, now=now)
    assert reading.content(session, version_id=draft).evaluation is None
    newest = known(queries.current_version(session, training_id=known(course.id)).id)
    assert reading.content(session, version_id=newest).evaluation == QUESTIONS
    published = shown(session, newest)
    for act in (
        lambda: evaluations.remove(session, SYSTEM, evaluation_id=published.id, now=now),
        lambda: items.add(session, SYSTEM, evaluation_id=published.id, new=SCALE, now=now),
        lambda: items.move(session, SYSTEM, item_id=published.items[0].id, by=1, now=now),
    ):
        with pytest.raises(drafting.NotDraft):
            act()


@pytest.mark.rule("T-01", "an evaluation is saved as a template, under a name that no other has in any case")
def test_an_evaluation_is_saved_as_a_template(session: Session, filled: int, cast: Cast, build: Builder, now):
    ada = cast.actor(cast.ada)

    def save(name: str) -> int:
        return templates.save_as(session, ada, version_id=filled, name=name, now=now)

    ours, drill = save(" After a drill "), save("Another")
    for taken in ("AFTER A DRILL", "course REACTION", " ", "A" * 201):
        assert fields(lambda taken=taken: save(taken)) == ["name"]
    with pytest.raises(Invalid, match="There is a template “After a drill” already"):
        templates.rename(session, ada, template_id=drill, name="after a DRILL", now=now)
    templates.rename(session, ada, template_id=ours, name="after a drill", now=now)
    assert [one.name for one in templates.templates(session, ada)] == [
        *(one.name for one in OURS), "after a drill", "Another",
    ]  # fmt: skip
    found = templates.template(session, ada, key=str(ours))
    assert found.evaluation == QUESTIONS
    other = drafting.begin(session, SYSTEM, training_id=known(build.course().id), now=now)
    assert fields(lambda: templates.save_as(session, ada, version_id=other, name="None", now=now)) == ["name"]
    evaluations.add(session, ada, version_id=other, new=found.evaluation, now=now)
    assert templates.delete(session, ada, template_id=ours, now=now) == "after a drill"
    assert reading.content(session, version_id=other).evaluation == QUESTIONS
    with pytest.raises(TemplateGone):
        templates.delete(session, ada, template_id=ours, now=now)
    with pytest.raises(TemplateGone):
        templates.template(session, ada, key=str(ours))


@pytest.mark.rule("P-06", "who may not manage the catalogue neither reads nor changes an evaluation or a template")
def test_only_who_manages_the_catalogue(session: Session, filled: int, cast: Cast, now):
    head, saved = shown(session, filled), templates.save_as(session, SYSTEM, version_id=filled, name="Ours", now=now)
    one, of_it = {"item_id": head.items[0].id}, {"evaluation_id": head.id}
    refused = (
        lambda by: items.evaluation(session, by, version_id=filled),
        lambda by: items.item(session, by, **one),
        lambda by: items.add(session, by, new=SCALE, now=now, **of_it),
        lambda by: items.edit(session, by, base=SCALE, new=replace(SCALE, text="E"), now=now, **one),
        lambda by: items.move(session, by, by=1, now=now, **one),
        lambda by: items.remove(session, by, now=now, **one),
        lambda by: evaluations.add(session, by, version_id=filled, now=now),
        lambda by: evaluations.edit(session, by, base=head.intro, new="New", now=now, **of_it),
        lambda by: templates.templates(session, by),
        lambda by: templates.save_as(session, by, version_id=filled, name="Theirs", now=now),
        lambda by: templates.rename(session, by, template_id=saved, name="Mine", now=now),
        lambda by: templates.delete(session, by, template_id=saved, now=now),
        lambda by: evaluations.remove(session, by, now=now, **of_it),
    )
    for who in (cast.tess, cast.max, cast.lea):
        for act in refused:
            with pytest.raises(NotAllowed):
                act(cast.actor(who))
    for act in refused:
        act(cast.actor(cast.ada))

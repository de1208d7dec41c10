"""Editing what messages say: who may, what is kept, what two at a time do to each other (N-01, A-24)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select
from support.build import Builder
from support.cast import Cast

from training_app.assignments.model import Assignee
from training_app.catalog.model import Training
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, NotAllowed
from training_app.notifications.deciding import making
from training_app.notifications.model import MessageTemplate
from training_app.notifications.rules import Occasion, spoken, when
from training_app.notifications.wording import editing, headings, spoken_days, templates
from training_app.notifications.wording.editing import ChangedMeanwhile
from training_app.notifications.wording.texts import TEXTS, Wording, Words
from training_app.people.model import Person

STARTED = Occasion.STARTED
OURS = TEXTS[STARTED]
WORDS = Words("County", "Etc/UTC", "Lea", "Lifting", "Monday", "is due today", "https://county.test/learn/1")


@pytest.fixture
def edit(session, cast: Cast, now):
    """Edit a message as Ada, or as somebody else, from what it says now, or from what somebody had read."""

    def verb(occasion=STARTED, *, who=None, base=None, **parts) -> None:
        actor = cast.actor(who or cast.ada)
        base = base or templates.template(session, actor, occasion=occasion).wording
        editing.save(session, actor, occasion=occasion, base=base, new=replace(base, **parts), now=now)

    return verb


def row(session, cast: Cast, occasion=STARTED):
    return templates.template(session, cast.actor(cast.ada), occasion=occasion).row


@pytest.mark.rule("N-01", "an admin edits the template of an event: subject, text and HTML")
def test_what_an_admin_writes_is_what_is_said_from_then_on(session, cast: Cast, edit, now):
    assert templates.render(session, STARTED, WORDS).subject == "New training: Lifting"
    assert not row(session, cast).is_edited
    edit(subject="{{ first_name }}: {{ training }}", text="It {{ when }}.\r\n", html="<p>{{ training }} {{ when }}</p>")
    said = templates.render(session, STARTED, WORDS)
    assert said.subject == "Lea: Lifting"
    assert said.text == "It is due today.\n\nCounty · days are those of the time zone Etc/UTC\n"
    assert "<p>Lifting is due today</p>" in said.html
    assert (row(session, cast).is_edited, row(session, cast).changed_by) == (True, "Ada Admin")
    assert row(session, cast).changed_at == now.isoformat()
    assert templates.render(session, Occasion.DUE_TODAY, WORDS).subject == "Lifting is due today"


@pytest.mark.rule("N-01", "an edit of a template is on record, before and after")
def test_an_edit_and_the_way_back_are_in_the_audit(session, cast: Cast, edit, now):
    edit()  # changes nothing
    edit(subject="Hello")
    editing.reset(session, cast.actor(cast.ada), occasion=STARTED, base=replace(OURS, subject="Hello"), now=now)
    entries = session.exec(select(AuditEntry).where(AuditEntry.subject == "message template")).all()
    first, second = sorted(entries, key=lambda one: one.id or 0)  # and so there are two
    assert (first.act, first.actor_id) == ("message template edited", cast.ada.id)
    assert first.before == {"occasion": STARTED, "subject": OURS.subject}
    assert first.after == {"occasion": STARTED, "subject": "Hello"}
    assert (second.act, second.before, second.after) == ("message template reset", first.after, first.before)
    assert templates.render(session, STARTED, WORDS).subject == "New training: Lifting"
    assert session.exec(select(MessageTemplate)).all() == []


def test_every_mistake_is_named_at_once_and_nothing_is_kept(session, cast: Cast, edit):
    with pytest.raises(Invalid) as refused:
        edit(subject="", text="{{ nobody }}", html="<script>")
    assert [one.field for one in refused.value.problems] == ["subject", "text", "html"]
    assert not row(session, cast).is_edited


@pytest.mark.rule("N-01", "templates are edited by whoever has the right “Manage settings”, and seen by nobody else")
def test_who_has_no_right_neither_sees_nor_edits_them(session, cast: Cast, now):
    whole = {"occasion": STARTED, "base": OURS, "now": now}
    for person in (cast.tess, cast.max, cast.lea, cast.noa):
        actor = cast.actor(person)
        for refused in (
            lambda actor=actor: templates.templates(session, actor),
            lambda actor=actor: templates.broken(session, actor),
            lambda actor=actor: templates.template(session, actor, occasion=STARTED),
            lambda actor=actor: templates.preview(session, actor, occasion=STARTED, wording=OURS),
            lambda actor=actor: editing.save(session, actor, new=replace(OURS, subject="Mine"), **whole),
            lambda actor=actor: editing.reset(session, actor, **whole),
        ):
            with pytest.raises(NotAllowed):
                refused()
    assert len(templates.templates(session, cast.actor(cast.sam))) == len(TEXTS)


@pytest.mark.rule("A-24", "two who edit the same message: what only one of them changed stays")
def test_of_two_editors_each_keeps_what_only_they_changed(session, cast: Cast, edit):
    edit(subject="Ada's", base=OURS)
    edit(text="Sam's {{ link }}", base=OURS, who=cast.sam)
    said = templates.render(session, STARTED, WORDS)
    assert (said.subject, said.text.splitlines()[0]) == ("Ada's", "Sam's https://county.test/learn/1")


@pytest.mark.rule("A-24", "two who edit the same part of a message: the second is told what the first one did")
def test_what_both_changed_is_refused_with_who_did_what(session, cast: Cast, edit, now):
    edit(subject="Ada's", text="Ada's text", base=OURS)
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(subject="Sam's", base=OURS, who=cast.sam)
    assert refused.value.message == "Ada Admin changed “Subject” meanwhile. It is now: “Ada's”."
    with pytest.raises(Conflict, match="Ada Admin changed this text meanwhile"):
        editing.reset(session, cast.actor(cast.sam), occasion=STARTED, base=OURS, now=now)
    assert templates.render(session, STARTED, WORDS).subject == "Ada's"


@pytest.mark.rule("N-01", "an admin previews a template with words of an example, and nothing is kept")
def test_a_preview_is_filled_with_the_admin_s_own_name(session, cast: Cast):
    new = Wording("For {{ first_name }}: {{ training }}", "{{ training }}", "<p>{{ training }}</p>")
    shown = templates.preview(session, cast.actor(cast.ada), occasion=STARTED, wording=new)
    title = 'Airways <adult> & "difficult"'
    assert shown.subject == f"For Ada: {title}"
    assert shown.text.startswith(title)
    assert "<p>Airways &lt;adult&gt; &amp; &#34;difficult&#34;</p>" in shown.html
    assert not row(session, cast).is_edited
    for occasion, ours in TEXTS.items():
        shown = templates.preview(session, cast.actor(cast.ada), occasion=occasion, wording=ours)
        assert "Hello Ada" in shown.text
        assert "{{" not in shown.subject + shown.text + shown.html
    assert (
        "<li><a href="
        in templates.preview(
            session, cast.actor(cast.ada), occasion=Occasion.DIGEST, wording=TEXTS[Occasion.DIGEST]
        ).html
    )


def break_it(session, occasion=STARTED, **parts) -> None:
    """As an upgrade would that takes a field away: the database has what our own actions refuse."""
    stored = sa.update(MessageTemplate).where(col(MessageTemplate.occasion) == occasion.value).values(parts)
    session.connection().execute(stored)


@pytest.mark.rule("N-01", "an edited template that cannot be filled: ours is sent, and the admin is told why")
@pytest.mark.parametrize(
    ("html", "why"),
    [("<p>{{ gone }}</p>", "HTML: Line 1: this message has no field “gone”."),
     ("{% for x in training.__class__.mro() %}{{ x }}{% endfor %}", "HTML: Line 1: Fields such as")],
)  # fmt: skip
def test_what_cannot_be_filled_is_replaced_by_ours_and_said(session, cast: Cast, edit, now, html, why):
    edit(subject="Mine: {{ training }}")
    break_it(session, html=html)
    said = templates.render(session, STARTED, WORDS)
    assert (said.subject, said.broken.why.startswith(why)) == ("New training: Lifting", True)
    templates.note_broken(session, said.broken, now=now)
    assert templates.render(session, STARTED, WORDS).broken is None  # it is on record
    (broken,) = templates.broken(session, cast.actor(cast.ada))
    assert (broken.slug, broken.name) == ("assignment-started", "Training assigned")
    assert broken.why.startswith(why)
    edit(html="<p>Mended</p>")
    assert templates.broken(session, cast.actor(cast.ada)) == ()
    assert templates.render(session, STARTED, WORDS).subject == "Mine: Lifting"


def test_a_subject_of_which_nothing_is_left_is_not_sent(session, cast: Cast, edit, now):
    edit(Occasion.EXPIRES, subject="{% if certification %}{{ certification }}{% endif %}")
    said = templates.render(session, Occasion.EXPIRES, WORDS)
    assert said.subject == "is due today"
    assert said.broken.why == templates.EMPTY
    templates.note_broken(session, said.broken, now=now)
    assert [one.why for one in templates.broken(session, cast.actor(cast.ada))] == [templates.EMPTY]


def test_what_was_edited_since_is_not_called_broken(session, cast: Cast, edit, now):
    edit(subject="Mine")
    break_it(session, html="{{ gone }}")
    said = templates.render(session, STARTED, WORDS)
    edit(html="<p>Mended</p>")
    templates.note_broken(session, said.broken, now=now)
    assert templates.broken(session, cast.actor(cast.ada)) == ()


def under_the_bell(session, occasion: Occasion, due: date, today: date) -> list[str]:
    """What would stand there for everybody who has a place, in the order of their names."""
    subject = headings.heading_sql(session, occasion, due_on=due, today=today, title=col(Training.title))
    found = making.places([subject]).order_by(col(Person.first_name))
    return list(session.connection().execute(found).scalars())


@pytest.mark.rule("N-01", "the line under the bell follows the edited subject, for everybody at once")
def test_the_line_under_the_bell_is_the_edited_subject_with_each_one_s_words(session, cast: Cast, edit):
    build: Builder = cast.build
    due = build.now.date() + timedelta(days=9)
    build.assign(build.course("100 % {{ due }} O'Neil"), "level=ALS", due=due)
    session.flush()
    today = build.now.date()
    assert under_the_bell(session, STARTED, today, today) == ["New training: 100 % {{ due }} O'Neil"] * 2
    edit(subject="{{ first_name }}, “{{ training }}” {{ when }}, {% if due %}{{ due }}{% endif %} ({{ zone }})")
    line = f"“100 % {{{{ due }}}} O'Neil” is due in 9 days, {spoken(due)} (Etc/UTC)"
    assert under_the_bell(session, STARTED, today, today) == [f"Lea, {line}", f"Max, {line}"]
    edit(Occasion.REPORT, subject="{{ training }}, {{ first_name }}")
    assert headings.heading(session, Occasion.REPORT, person_id=cast.ada.id, title="Lifting") == "Lifting, Ada"


def test_days_are_spoken_by_the_database_as_by_us(session, cast: Cast):
    """Each month and weekday, past and ahead, over a leap day and a year's end."""
    today = date(2028, 2, 28)
    days = [today + timedelta(days=number) for number in (*range(-40, 41), *range(60, 400, 27))]
    build: Builder = cast.build
    build.assign(build.course("Lifting"), f"q={cast.lea.username}", due=build.now.date() + timedelta(days=5))
    session.flush()
    place = session.exec(select(Assignee)).one()
    due = col(Assignee.due_on)
    both = (spoken_days.when_sql(occasion, due, today) for occasion in (STARTED, Occasion.EXPIRES))
    said = sa.select(spoken_days.spoken_sql(due), *both)
    for day in days:
        place.due_on = day
        session.add(place)
        session.flush()
        found = tuple(session.connection().execute(said).one())
        assert found == (spoken(day), when(STARTED, day, today), when(Occasion.EXPIRES, day, today))

"""What can stand in a template, and what cannot: asked of its source alone (N-01)."""

import pytest
from sqlmodel import Session
from support.build import SYSTEM

from training_app.core import clock
from training_app.core.errors import NotFound
from training_app.notifications.rules import Occasion
from training_app.notifications.wording import checking, editing, fields, templates
from training_app.notifications.wording.checking import LABELS, faults
from training_app.notifications.wording.texts import BUTTONS, TEXTS


def said(source: str, part: str = "text", occasion: Occasion = Occasion.DUE_TODAY) -> str:
    return " ".join(faults(occasion, part, source))


def test_what_we_wrote_can_be_filled():
    assert TEXTS.keys() == BUTTONS.keys() == fields.ABOUT.keys() == set(Occasion) - {Occasion.JOB_ENDED}
    assert [(one, part, found) for one, wording in TEXTS.items() for part in LABELS
            if (found := faults(one, part, getattr(wording, part)))] == []  # fmt: skip


def test_fields_and_conditions_can_stand_in_a_template():
    source = "{% if due %}{{ training }}\n{% if when %}{{ when }}{% else %}-{% endif %}{% else %}{{ link }}{% endif %}"
    assert said(source) == ""
    assert said("<p>{{ training }}</p><a href='{{ link }}'>Open</a><br>1 &lt; 2 > 1", "html") == ""


@pytest.mark.rule(
    "N-01", "templates are sandboxed: fields and conditions stand in them, and nothing that can reach further"
)
@pytest.mark.parametrize(
    "source",
    [
        "{{ training.__class__.__mro__ }}",
        "{{ training['upper'] }}",
        "{{ training.upper() }}",
        "{{ training|upper }}",
        "{{ training * 1000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'word' }}",
        "{{ range(9) }}",
        "{{ training ~ due }}",
        "{{ training if due else when }}",
        "{% if training == due %}x{% endif %}",
        "{% if not training %}x{% endif %}",
        "{% if training %}a{% elif due %}b{% endif %}",
        "{% for sign in training %}{{ sign }}{% endfor %}",
        "{% set training = due %}x",
        "{% include 'other' %}",
        "{% extends 'other' %}",
        "{% import 'other' as training %}",
        "{% macro training() %}{% endmacro %}x",
        "{% block training %}{% endblock %}x",
        "{% filter upper %}x{% endfilter %}",
        "{% raw %}{{ training }}{% endraw %}",
        "{% with %}x{% endwith %}",
        "{{ self }}",
        "{{ cycler }}",
        "{{ " + "(" * 3000 + "training" + ")" * 900 + " }}",
        "{% if training %}" * 40 + "x" + "{% endif %}" * 40,
        "{% if training %}" * 250 + "x",
    ],
)
def test_a_template_can_do_nothing_but_fill_in(source):
    assert said("Line one\n" + source) != ""


def test_a_mistake_is_named_with_its_line():
    assert said("Hello\n{{ trainnig }}") == "Line 2: this message has no field “trainnig”. Is “training” meant?"
    assert said("Hello\n\n{{ zzz }}") == "Line 3: this message has no field “zzz”."
    assert said("Hello {{ training }").startswith("Line 1 cannot be read. Fields such as {{ first_name }}")
    assert said("a\n{% if due %}b") == "Line 2: an {% if … %} has no {% endif %}."
    assert said("a\nb {% for x in due %}{% endfor %}").startswith("Line 2: Fields such as")


def test_what_is_empty_too_long_or_in_two_lines_is_refused():
    assert said(" \n ") == "Text is missing."
    assert said("x" * 5_001) == "Text is longer than 5,000 characters."
    assert said("x" * 201, "subject") == "Subject is longer than 200 characters."
    assert said("One\nBcc: all@county.test", "subject") == "The subject is one line: take out the line break."
    assert "cannot be shown" in said("bell\x07")


def test_no_link_stands_in_a_subject_for_a_subject_is_kept():
    assert said("{{ link }}", "subject", Occasion.RESET) == "“link” cannot stand in the subject."
    assert said("{% if rest %}x{% endif %}", "subject", Occasion.CANCELLED) == "“rest” cannot stand in the subject."
    assert said("{{ first_name }}", "subject", Occasion.DIGEST) == "“first_name” cannot stand in the subject."


@pytest.mark.parametrize("occasion", [Occasion.INVITATION, Occasion.RESET])
def test_a_mail_with_which_a_password_is_chosen_keeps_its_link(occasion):
    assert "Text needs {{ link }}" in said("Hello {{ first_name }}", "text", occasion)
    assert "Text needs {{ link }}" in said("{% if first_name %}{{ link }}{% endif %}", "text", occasion)
    assert said("<p>Choose your password below.</p>", "html", occasion) == ""


@pytest.mark.parametrize("part", ["text", "html"])
@pytest.mark.parametrize("occasion", [Occasion.DIGEST, Occasion.EXPIRIES, Occasion.TEAM_PAST_DUE])
def test_a_mail_that_lists_keeps_its_list(occasion, part):
    assert "needs {{ list }}" in said("Hello", part, occasion)
    assert said("{{ list }} {{ list }}", part, occasion) == "{{ list }} can stand there once."


@pytest.mark.rule(
    "N-01",
    "the HTML of a template is text and its layout: nothing in it runs, and names only stand where they are escaped",
)
@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' JavaScript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href={{ link }}>x</a>",
        "<a href='{{ training }}'>x</a>",
        "<a href='https://x.test/{{ link }}'>x</a>",
        "<p style='{{ training }}'>x</p>",
        "<p {{ training }}>x</p>",
        "<{{ training }}>x",
        "<p{% if due %} title='{% endif %}'>x</p>{{ training }}",
        "<p title='{% if due %}'>{% else %}{{ training }}{% endif %}</p>",
        "<iframe src='https://x.test'></iframe>",
        "<form action='https://x.test'><input name='password'></form>",
        "<style>p { display: none }</style>",
        "<base href='https://x.test'>",
        "<meta http-equiv='refresh' content='0'>",
        "<svg/onload=alert(1)>",
        "<!-- {{ training }} -->",
        "<img src='http://x.test/{{ training }}' alt=''>",
        "<b>x",
        "x</b>",
        "<b><i>x</b></i>",
        "</div></div><p>x</p>",
    ],
)
def test_html_that_could_run_or_swallow_what_follows_is_refused(source):
    assert said(source, "html") != ""


def test_what_has_no_template_is_not_found():
    job, ours = Occasion.JOB_ENDED, TEXTS[Occasion.STARTED]
    for refused in (
        lambda: templates.template(Session(), SYSTEM, occasion=job),
        lambda: templates.preview(Session(), SYSTEM, occasion=job, wording=ours),
        lambda: editing.save(Session(), SYSTEM, occasion=job, base=ours, new=ours, now=clock.now()),
        lambda: editing.reset(Session(), SYSTEM, occasion=job, base=ours, now=clock.now()),
        lambda: templates.named("job-ended"),
    ):
        with pytest.raises(NotFound):
            refused()
    assert [templates.named(templates.slug_of(one)) for one in TEXTS] == list(TEXTS)


def test_a_template_is_read_once_however_many_mails_it_fills():
    checking.faults.cache_clear()
    for _mail in range(3):
        faults(Occasion.STARTED, "text", "{{ training }} for the cache")
    assert (checking.faults.cache_info().misses, checking.faults.cache_info().hits) == (1, 2)

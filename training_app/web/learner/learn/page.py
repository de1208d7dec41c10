"""Taking a course on a phone: progress on top, one thing at a time, "Next" at the thumb (L-02, L-03)."""

import reflex as rx

from training_app.assignments.attempts.learning import OfPath
from training_app.web.learner import path, progress
from training_app.web.learner.learn import evaluation, exam, parts, result
from training_app.web.learner.learn.exam_room import ExamRoom
from training_app.web.learner.learn.parts import Part
from training_app.web.learner.learn.state import LearnPage
from training_app.web.learner.sessions import page as sessions
from training_app.web.shared import chips, lists, material, paper, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page


def build() -> rx.Component:
    """The page."""
    return page(
        LearnPage.title,
        rx.cond(LearnPage.is_missing, _missing(), rx.cond(LearnPage.is_path, path.build(), _course())),
        crumbs=(("Home", routes.HOME),),
        beside=(chips.level(LearnPage.level),),
    )


def _missing() -> rx.Component:
    back = rx.el.a("Home", href=routes.HOME, class_name="btn")
    told = "There is no such training, it is not yours, or it was taken back from you."
    return rx.el.div(lists.empty("circle-help", told, back), class_name="card narrow")


def _course() -> rx.Component:
    """The course, below the way back to the path that it is a part of. A running exam has the page for itself."""
    return rx.fragment(
        rx.cond(
            LearnPage.paths.length() > 0,
            rx.el.nav(rx.foreach(LearnPage.paths, _way_back), aria_label="Learning path", class_name="narrow way-back"),
        ),
        rx.cond(
            LearnPage.exam.try_id > 0,
            exam.build(),
            rx.el.div(_far(), _owed(), _sessions(), _shown(), _bar(), _parts(), class_name="stack narrow learn"),
        ),
    )


def _way_back(of: rx.Var[OfPath]) -> rx.Component:
    return rx.el.a(rx.icon("arrow-left", size=16), of.title, href=f"/learn/{of.id}", class_name="link tall row")


def _far() -> rx.Component:
    said = LearnPage.done.to_string() + " of " + LearnPage.total.to_string() + " parts done"
    takes = rx.cond((LearnPage.minutes > 0) & (LearnPage.done == 0), " · " + LearnPage.minutes.to_string() + " min", "")
    return rx.cond(
        LearnPage.total > 0,
        rx.el.div(
            progress.bar(LearnPage.done, LearnPage.total),
            rx.el.span(said, rx.el.span(takes), class_name="muted"),
            class_name="row",
        ),
    )


def _owed() -> rx.Component:
    told = rx.el.span("Passed. The evaluation is still owed.")
    return rx.cond(
        LearnPage.status == "passed",
        rx.el.div(rx.icon("circle-dot", size=16), told, class_name="call green owed"),
    )


def _sessions() -> rx.Component:
    """When an instructor holds it, until one has taken part."""
    return rx.cond(LearnPage.is_held & (LearnPage.status == "enrolled"), sessions.section())


def _shown() -> rx.Component:
    return rx.match(
        LearnPage.kind,
        (parts.MATERIAL, _material()),
        (parts.EXAM, exam.build()),
        (parts.EVALUATION, evaluation.build()),
        (parts.RESULT, result.build()),
        (parts.ELSEWHERE, result.elsewhere()),
        rx.el.div(class_name="card"),
    )


def _material() -> rx.Component:
    step = LearnPage.now
    return rx.el.article(
        rx.el.h2(step.title),
        material.shown(step, LearnPage.enrollment_id),
        key=step.id.to_string(),
        class_name="card pad stack",
        custom_attrs={"data-looked-at": f"/learning/{LearnPage.enrollment_id}/materials/{step.id}"},
    )


def _bar() -> rx.Component:
    """What to do next, at the thumb."""
    back = rx.el.button("Back", on_click=LearnPage.go_to(LearnPage.place - 1), disabled=LearnPage.place == 0,
                        type="button", class_name="btn")  # fmt: skip
    return rx.cond(
        (LearnPage.kind == parts.MATERIAL) | (LearnPage.kind == parts.EXAM) | (LearnPage.kind == parts.EVALUATION),
        rx.el.div(
            paper.wait(),
            back,
            rx.el.span(class_name="push"),
            rx.match(
                LearnPage.kind,
                (parts.MATERIAL, _after_material()),
                (parts.EXAM, _after_exam()),
                rx.cond(LearnPage.evaluation.is_open, evaluation.submit(), _next()),
            ),
            class_name="actbar",
        ),
    )


def _after_material() -> rx.Component:
    is_last = LearnPage.done == LearnPage.total - 1
    finish = rx.el.button(rx.cond(is_last, "Finish", "Next"), on_click=LearnPage.finish(LearnPage.now.id),
                          type="button", class_name="btn solid")  # fmt: skip
    return rx.cond(LearnPage.now.done | (LearnPage.status == "failed"), _next(), finish)


def _after_exam() -> rx.Component:
    begin = rx.el.button(LearnPage.exam.begins, on_click=ExamRoom.begin, type="button", class_name="btn solid")
    evaluate = rx.el.button("Evaluate the course", on_click=LearnPage.go_to(LearnPage.next_place), type="button",
                            class_name="btn solid")  # fmt: skip
    home = rx.el.a("Home", href=routes.HOME, class_name="btn solid")
    on = rx.cond(LearnPage.status == "passed", evaluate, rx.cond(LearnPage.exam.used_up != "", home, _next()))
    return rx.cond(LearnPage.exam.begins != "", begin, on)


def _next() -> rx.Component:
    """On, in a part that is done; nothing where there is nowhere to go."""
    return rx.cond(
        LearnPage.next_place >= 0,
        rx.el.button("Next", on_click=LearnPage.go_to(LearnPage.next_place), type="button", class_name="btn solid"),
    )


def _parts() -> rx.Component:
    return rx.cond(
        (LearnPage.parts.length() > 0) & (LearnPage.kind != parts.RESULT),
        rx.el.nav(rx.el.ol(rx.foreach(LearnPage.parts, _part)), aria_label="Parts", class_name="card"),
    )


def _part(part: rx.Var[Part]) -> rx.Component:
    is_here = part.place == LearnPage.place
    return rx.el.li(
        rx.cond(
            part.is_locked,
            rx.el.span(rx.icon("lock", size=16), _named(part), class_name="part locked"),
            rx.el.button(
                rx.cond(part.is_done, rx.icon("circle-check", size=16, class_name="good"), rx.icon("circle", size=16)),
                _named(part),
                rx.cond(part.is_done, rx.el.span(", done", class_name="sr")),
                on_click=LearnPage.go_to(part.place),
                aria_current=rx.cond(is_here, "step", "false"),
                type="button",
                class_name=rx.cond(is_here, "part on", "part"),
            ),
        ),
        key=part.place.to_string(),
    )


def _named(part: rx.Var[Part]) -> rx.Component:
    return rx.el.span(
        rx.el.span(part.title, class_name="anywhere"),
        rx.cond(part.said != "", rx.el.span(part.said, class_name="muted small")),
        class_name="described push",
    )


PAGE = Page("/learn/[enrollment_id]", LearnPage.title, build, (LearnPage.load, path.PathView.load))

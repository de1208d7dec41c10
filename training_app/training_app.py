"""The composition root: every page, the HTTP side, and what runs while the server runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx

from training_app import wiring
from training_app.api.app import api
from training_app.api.headers import Answers
from training_app.core.settings import settings
from training_app.web.admin import assignments, dashboard, people
from training_app.web.admin.activities import page as activities
from training_app.web.admin.assignment import page as assignment
from training_app.web.admin.assignment import report as assignment_report
from training_app.web.admin.attendance import page as attendance
from training_app.web.admin.award_users import begin as begin_awarding
from training_app.web.admin.award_users import page as award_users
from training_app.web.admin.awarded import page as awarded
from training_app.web.admin.catalog import page as catalog
from training_app.web.admin.catalog.course import facts_page as course
from training_app.web.admin.catalog.course.sessions import one_page as course_session
from training_app.web.admin.catalog.course.sessions import page as course_sessions
from training_app.web.admin.catalog.evaluation import page as course_evaluation
from training_app.web.admin.catalog.exam import page as course_exam
from training_app.web.admin.catalog.import_course import page as import_course
from training_app.web.admin.catalog.import_questions import page as import_questions
from training_app.web.admin.catalog.materials import page as materials
from training_app.web.admin.catalog.path import page as path
from training_app.web.admin.catalog.preview import page as course_preview
from training_app.web.admin.catalog.statistics import page as course_statistics
from training_app.web.admin.certifications import page as certifications
from training_app.web.admin.certifications.kind import page as certification
from training_app.web.admin.import_awards import bring as award_by_file
from training_app.web.admin.import_awards import state as awards_import
from training_app.web.admin.import_people import bring as import_people
from training_app.web.admin.import_people import state as import_page
from training_app.web.admin.jobs import jobs as job_list
from training_app.web.admin.jobs import page as job_page
from training_app.web.admin.messages import page as messages
from training_app.web.admin.new_assignment import begin, dates, options, training
from training_app.web.admin.new_assignment.people import page as assign_users
from training_app.web.admin.new_assignment.review import page as review
from training_app.web.admin.person import page as person
from training_app.web.admin.person_messages import page as person_messages
from training_app.web.admin.person_upload import page as person_upload
from training_app.web.admin.settings import page as settings_page
from training_app.web.admin.submissions import page as submissions
from training_app.web.admin.templates import listing as templates
from training_app.web.admin.templates import page as template
from training_app.web.learner import me, notifications
from training_app.web.learner.activities import page as my_activities
from training_app.web.learner.certifications import page as my_certifications
from training_app.web.learner.enroll import page as enroll
from training_app.web.learner.home import page as home
from training_app.web.learner.learn import page as learn
from training_app.web.learner.sessions import page as my_sessions
from training_app.web.public import pages as public
from training_app.web.shared import pages, push
from training_app.web.shared.assets import lasting
from training_app.web.shared.gate import Gate
from training_app.web.shared.shell import Shell
from training_app.worker import jobs, loop

PAGES = (
    *public.PAGES,
    home.PAGE,
    home.ENTRANCE,
    enroll.PAGE,
    learn.PAGE,
    notifications.PAGE,
    me.PAGE,
    dashboard.PAGE,
    assignments.PAGE,
    begin.PAGE,
    training.PAGE,
    dates.PAGE,
    options.PAGE,
    assign_users.PAGE,
    review.PAGE,
    assignment.PAGE,
    assignment_report.PAGE,
    catalog.PAGE,
    import_course.PAGE,
    import_questions.PAGE,
    course_statistics.PAGE,
    course_preview.PAGE,
    attendance.PAGE,
    course_sessions.PAGE,
    course_session.PAGE,
    materials.PAGE,
    course_exam.PAGE,
    course_evaluation.PAGE,
    course.NEW,
    course.PAGE,
    path.NEW,
    path.PAGE,
    certifications.PAGE,
    certification.NEW,
    certification.PAGE,
    awarded.PAGE,
    begin_awarding.PAGE,
    award_users.PAGE,
    people.PAGE,
    person.PAGE,
    activities.PAGE,
    my_activities.PAGE,
    my_sessions.PAGE,
    submissions.PAGE,
    my_certifications.PAGE,
    person_messages.PAGE,
    person_upload.PAGE,
    import_people.PAGE,
    import_page.PAGE,
    award_by_file.PAGE,
    awards_import.PAGE,
    job_list.PAGE,
    job_page.PAGE,
    messages.PAGE,
    settings_page.PAGE,
    templates.PAGE,
    template.PAGE,
)

SCRIPTS = (
    "connection.js",
    "session.js",
    "templates.js",
    "person.js",
    "uploads.js",
    "learn.js",
    "exam.js",
    "materials.js",
    "course_materials.js",
    "exam_editor.js",
)

app = rx.App(
    html_lang="en-GB",
    toaster=None,
    stylesheets=[
        "/muster.css",
        "/lists.css",
        "/acts.css",
        "/wizard.css",
        "/attendance.css",
        "/messages.css",
        "/templates.css",
        "/award_users.css",
        "/certifications.css",
        "/awarded.css",
        "/person.css",
        "/uploads.css",
        "/activities.css",
        "/my_certifications.css",
        "/certificates.css",
        "/learn.css",
        "/home.css",
        "/materials.css",
        "/course.css",
        "/course_files.css",
        "/materials_editor.css",
        "/exam_editor.css",
        "/evaluation_editor.css",
        "/preview.css",
        "/sessions.css",
        "/my_sessions.css",
    ],
    api_transformer=[api, Answers],
    head_components=[
        *(rx.el.script(src=lasting(name), defer=True) for name in SCRIPTS),
        rx.el.meta(name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"),
        rx.el.meta(name="robots", content="noindex"),
        rx.el.meta(name="theme-color", content="#ffffff", media="(prefers-color-scheme: light)"),
        rx.el.meta(name="theme-color", content="#111113", media="(prefers-color-scheme: dark)"),
        rx.el.link(rel="icon", href=lasting("icon.svg")),
        rx.el.link(rel="apple-touch-icon", href=lasting("apple-touch-icon.png")),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
    ],
)
app.app_wraps.pop((5, "Overlay"))  # what it says of a lost connection, `assets/connection.js` says
app.add_middleware(Gate(), index=0)  # before Reflex's own, which would hydrate first
for one in PAGES:
    pages.add(app, one)


@asynccontextmanager
async def life(app: rx.App) -> AsyncIterator[None]:
    """Jobs, the loop and push, in each server process after it was forked."""
    wiring.bind()
    async with push.running(app, Shell.refresh), loop.running(push.changed):
        if settings().loop:
            async with jobs.running():
                yield
        else:
            yield


app.register_lifespan_task(life)

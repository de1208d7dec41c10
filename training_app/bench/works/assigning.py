"""Assigning one course to everyone: who is skipped and who joins is decided, and the messages are made (A-11, A-14)."""

from training_app.access.actor import Actor
from training_app.assignments import actions
from training_app.assignments.making.entry import NewAssignment
from training_app.audience.filters import PeopleFilter
from training_app.bench import sql
from training_app.bench.ground import NOW, TODAY, Ground
from training_app.bench.history import Course
from training_app.bench.measure import Bar, Work
from training_app.bench.sizes import RUNS
from training_app.core import db
from training_app.core.clock import days_after
from training_app.notifications.deciding import outbox
from training_app.worker.jobs import PEOPLE

SYSTEM = Actor.system()
DUE = days_after(TODAY, 45)
TABLES = ("assignment", "enrollment", "assignee", "message", "event")

# The least: the rows that the act leaves behind, one INSERT … SELECT for each table in one transaction, from a list
# that says beforehand who gets an attempt and which number it has: what our run just found out for another course that
# the same people completed or are at. Nobody is looked up, chosen, skipped or counted.
DECIDED = """
SELECT a.person_id, e.number, CASE e.source WHEN 'assigned' THEN 1 ELSE 0 END AS is_new
FROM assignee a JOIN enrollment e ON e.id = a.enrollment_id WHERE e.training_id = {training}
"""
ASSIGNMENT = """
INSERT INTO assignment (key, training_id, starts_on, due_on, dashboard_notifications, emails, allow_duplicates,
                        made_at, published_at, version)
VALUES (:key, :training, :today, :due, true, true, false, :now, :now, 1) RETURNING id
"""
ENROLLMENTS = """
INSERT INTO enrollment (person_id, training_id, version_id, number, source, status, enrolled_at)
SELECT d.person_id, :training, :version, d.number, 'assigned', 'enrolled', :now FROM bench_decided d WHERE d.is_new = 1
"""
ASSIGNEES = """
INSERT INTO assignee (assignment_id, person_id, enrollment_id, due_on, due_set_at, occasion)
SELECT :assignment, d.person_id, e.id, :due, :now, 1
FROM bench_decided d
JOIN enrollment e ON e.training_id = :training AND e.person_id = d.person_id AND e.number = d.number
"""
MESSAGES = """
INSERT INTO message (key, channel, occasion, person_id, assignee_id, due_on, facts, made_at, next_try_at, status,
                     claimed_by, attempts, sent_at, answer, why, subject, text, link)
SELECT 'assignee:' || a.id || ':started:1', c.channel, 'assignment started', a.person_id, a.id, a.due_on, '{}', :now,
       :now, CASE c.channel WHEN 'email' THEN 'pending' ELSE 'sent' END, '', 0,
       CASE c.channel WHEN 'email' THEN NULL ELSE :now END, '', '', 'Assigned to you: ' || t.title, '',
       '/learn/' || a.enrollment_id
FROM (SELECT 'email' AS channel UNION ALL SELECT 'dashboard') c
CROSS JOIN assignee a CROSS JOIN training t WHERE a.assignment_id = :assignment AND t.id = :training
"""
EVENT = "INSERT INTO event (act, payload, at, processed_at) VALUES ('Bench', '{}', :now, :now)"


def works(ground: Ground) -> list[Work]:
    """Everyone, in the chunks that the job has, each in a transaction of its own; then the event becomes messages."""

    def ours(run: int) -> None:
        _assign(ground.fresh[run])

    def before(run: int) -> None:
        sql.keep("bench_decided", DECIDED.format(training=ground.fresh[run].id))

    def bare(run: int) -> None:
        _insert(ground.fresh[RUNS + run])

    bar = Bar(times=3, mb=400)
    return [Work("assign one course to everyone", bar, ours, bare, before=before, writes=TABLES)]


def _assign(course: Course) -> None:
    new = NewAssignment(f"ours-{course.id}", course.id, starts_on=TODAY, due_on=DUE)
    with db.write() as session:
        made = actions.assign(session, SYSTEM, new=new, whom=PeopleFilter(), now=NOW)
    after: int | None = 0
    while after is not None:
        with db.write() as session:
            after = actions.write_chunk(
                session, assignment_id=made.assignment_id, after_person_id=after, size=PEOPLE, now=NOW
            )
    with db.write() as session:
        actions.publish(session, assignment_id=made.assignment_id, now=NOW)
    while outbox.process_one_event(NOW):
        pass


def _insert(course: Course) -> None:
    values = {"training": course.id, "now": NOW}
    with db.write() as session:
        new = values | {"key": f"bare-{course.id}", "today": TODAY, "due": DUE}
        place = {"now": NOW, "assignment": sql.number(session, ASSIGNMENT, **new)}
        sql.do(session, sql.said(ENROLLMENTS, version=course.version_id, **values))
        sql.do(session, sql.said(ASSIGNEES, training=course.id, due=DUE, **place))
        sql.do(session, sql.said(MESSAGES, training=course.id, **place))
        sql.do(session, sql.said(EVENT, now=NOW))

"""Deciding the reminders of a day: every place that is due on it gets a dashboard message and an e-mail (A-16)."""

from datetime import date, datetime, timedelta

from training_app.bench import sql
from training_app.bench.ground import Ground
from training_app.bench.measure import Bar, Work
from training_app.bench.sizes import RUNS
from training_app.core import db, organization
from training_app.notifications.deciding import days

# The bare insert is told beforehand who is to be reminded; ours has to find out.
LISTED = """
SELECT a.id AS assignee_id, a.person_id, a.enrollment_id, a.due_on, s.training_id, t.title
FROM assignee a JOIN assignment s ON s.id = a.assignment_id JOIN training t ON t.id = s.training_id
JOIN enrollment e ON e.id = a.enrollment_id JOIN person p ON p.id = a.person_id
WHERE a.due_on = '{day}' AND a.withdrawn_at IS NULL AND a.excused_at IS NULL AND p.deactivated_at IS NULL
AND e.closed_as IS NULL AND e.status IN ('enrolled', 'passed')
"""

# The least: the same rows with keys and subjects in one INSERT … SELECT, and one row that says the day is decided.
INSERT = """
INSERT INTO message (key, channel, occasion, person_id, assignee_id, due_on, facts, made_at, next_try_at, status,
                     claimed_by, attempts, sent_at, answer, why, subject, text, link)
SELECT 'training:' || d.training_id || ':person:' || d.person_id || ':reminder:' || :day_text, c.channel, 'due today',
       d.person_id, d.assignee_id, d.due_on, '{}', :now, :now,
       CASE c.channel WHEN 'email' THEN 'pending' ELSE 'sent' END, '', 0,
       CASE c.channel WHEN 'email' THEN NULL ELSE :now END, '', '',
       'Due today: ' || d.title, '', '/learn/' || d.enrollment_id
FROM (SELECT 'email' AS channel UNION ALL SELECT 'dashboard') c CROSS JOIN bench_due d
"""
MARK = "INSERT INTO decided_day (moment, day, decided_at) VALUES ('bench', :day, :now)"


def works(ground: Ground) -> list[Work]:
    """The reminder hour of a day, with as many messages as the size has people for.

    Ours decides in the same transaction what else belongs to that hour, as the certifications that expire. Compared is
    what both make.
    """

    def ours(run: int) -> date:
        day = ground.due_days[run]
        days.process_reminder_hour(_hour(day) + timedelta(minutes=1))
        return day

    def before(run: int) -> None:
        sql.keep("bench_due", LISTED.format(day=ground.due_days[RUNS + run]))

    def bare(run: int) -> date:
        day = ground.due_days[RUNS + run]
        hour = _hour(day)
        with db.write() as session:
            sql.do(session, sql.said(INSERT, day_text=day.isoformat(), now=hour))
            sql.do(session, sql.said(MARK, day=day, now=hour))
        return day

    name = f"decide {ground.size.due_places() * 2:,} due messages"
    return [Work(name, Bar(times=3), ours, bare, before=before, outcome=_made, writes=("decided_day",))]


def _made(day: date) -> int:
    with db.read() as session:
        made = "SELECT count(*) FROM message WHERE occasion = 'due today' AND due_on = :day AND key LIKE 'training:%'"
        return sql.number(session, made, day=day)


def _hour(day: date) -> datetime:
    with db.read() as session:
        return organization.of(session).reminder_instant(day)

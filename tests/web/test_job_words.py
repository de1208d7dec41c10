"""What is said of long work: how far it is, how long it takes, and what came of it."""

from datetime import UTC, datetime, timedelta

import pytest

from training_app.people.long_work import JobRow
from training_app.web.shared import job_words

STARTED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def job(kind: str = "assign", *, title: str = "Lifting safely", **said) -> JobRow:
    facts = {
        "key": "3:form", "kind": kind, "title": title, "started_by": "Tess Trainer", "is_own": True,
        "started_at": STARTED, "started_said": "1 Mar 2027, 09:00", "done": 0, "total": 1300, "is_cancelling": False,
        "outcome": "", "result": {},
    }  # fmt: skip
    return JobRow(**(facts | said))


@pytest.mark.rule("J-01", "the time left is told by the speed so far")
@pytest.mark.parametrize(
    ("done", "spent", "said"),
    [
        (0, timedelta(minutes=3), ""),
        (650, timedelta(seconds=1), ""),
        (650, timedelta(seconds=30), "less than a minute left"),
        (650, timedelta(minutes=1), "about 1 minute left"),
        (325, timedelta(minutes=4), "about 12 minutes left"),
        (650, timedelta(minutes=70), "about 1 hour left"),
        (325, timedelta(hours=1), "about 3 hours left"),
        (1300, timedelta(minutes=4), ""),
    ],
)
def test_the_time_left_is_told_by_the_speed_so_far(done, spent, said):
    assert job_words.time_left(job(done=done), STARTED + spent) == said


@pytest.mark.parametrize("said", [{"is_cancelling": True}, {"outcome": "done"}])
def test_of_what_is_ending_no_time_is_told(said):
    assert job_words.time_left(job(done=650, **said), STARTED + timedelta(minutes=4)) == ""


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 0, 0), (1, 300, 0), (299, 300, 99), (300, 300, 100)])
def test_how_much_is_done(done, total, percent):
    assert job_words.percent(job(done=done, total=total)) == percent


@pytest.mark.rule("J-02", "what came of it is said in words and numbers")
@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            job(outcome="done", result={"assignment_id": 7, "people": 1284, "skipped": 16}),
            "Assigned “Lifting safely” to 1,284 people, 16 skipped",
        ),
        (
            job(outcome="done", result={"assignment_id": 7, "people": 1, "skipped": 0}),
            "Assigned “Lifting safely” to 1 person",
        ),
        (job(outcome="cancelled"), "Assigning “Lifting safely” was cancelled; nothing of it stays"),
        (
            job(outcome="failed", result={"error": "Nobody would be enrolled: all 120 are skipped."}),
            "Assigning “Lifting safely” failed: Nobody would be enrolled: all 120 are skipped",
        ),
        (
            job("import_people", title="roster.csv", outcome="done",
                result={"created": 1188, "changed": 0, "refused": 12}),
            "Imported roster.csv: 1,188 created, 12 refused",
        ),
        (
            job("import_people", title="roster.csv", outcome="cancelled", result={"created": 3, "left": 1197}),
            "Importing roster.csv was cancelled: 3 created, 1,197 left",
        ),
        (
            job("edit", outcome="done", result={"added": 140, "removed": 2, "moved": 0}),
            "Edited the assignment of “Lifting safely”: 140 added, 2 removed",
        ),
        (job("count_sheep", title="the flock", outcome="done"), "Count sheep: the flock"),
        (job(), ""),
    ],
)  # fmt: skip
def test_what_came_of_it(row, said):
    assert job_words.ended(row) == said


@pytest.mark.rule("J-01", "a job leads to what it made")
@pytest.mark.parametrize(
    ("row", "leads_to"),
    [
        (job(outcome="done", result={"assignment_id": 7, "people": 5}), ("Open the assignment", "/assignments/7")),
        (job(), ("", "")),
        (job(outcome="cancelled"), ("", "")),
        (job("import_people", key="people-import:12"), ("Open the import", "/people/import/12")),
        (job("import_awards", key="awards-import:12"), ("Open the import", "/certifications/import/12")),
        (job("import_people", key="people-import:12", is_own=False), ("", "")),
        (job("email_report", outcome="done", result={"people": 5}), ("", "")),
    ],
)
def test_it_leads_to_what_it_made(row, leads_to):
    assert job_words.made(row) == leads_to

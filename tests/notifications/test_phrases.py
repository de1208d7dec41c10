"""How the end of a job is put into words."""

import pytest

from training_app.notifications.wording import phrases


@pytest.mark.rule("J-02", "told how it ended, in words: done, failed with the reason, cancelled and what stays")
@pytest.mark.parametrize(
    ("kind", "outcome", "result", "said"),
    [
        ("assign", "done", {"people": 1284, "skipped": 16},
         ("Done: assigned “Airway” to 1,284 people", "16 skipped.")),
        ("assign", "done", {"people": 1, "skipped": 0},
         ("Done: assigned “Airway” to 1 person", "Open it to see what came of it.")),
        ("assign", "failed", {"error": "Nobody would be enrolled."},
         ("Failed: assigning “Airway”", "Nobody would be enrolled.")),
        ("assign", "cancelled", {}, ("Cancelled: assigning “Airway”", "Nothing of it stays.")),
        ("import_people", "done", {"created": 12, "changed": 1, "awards": 0, "refused": 0, "left": 0},
         ("Done: imported people from “Airway”", "12 created, 1 changed.")),
        ("import_people", "cancelled", {},
         ("Cancelled: importing people from “Airway”", "What was done until then stays.")),
        ("edit", "done", {"added": 150, "removed": 0, "moved": 20},
         ("Done: changed the assignment of “Airway”", "150 added, 20 due on another day.")),
        ("email_report", "failed", {}, ("Failed: e-mailing the report of “Airway”", "Open it to see how far it came.")),
        ("another", "done", {}, ("Done: finished “Airway”", "Open it to see what came of it.")),
    ],
)  # fmt: skip
def test_the_end_of_a_job_is_said_in_words(kind, outcome, result, said):
    assert phrases.of_job(kind, "Airway", outcome, result) == said

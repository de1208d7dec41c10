"""What an edit says, in words and numbers (A-13, A-19)."""

from dataclasses import replace
from datetime import date

import pytest

from training_app.assignments.making.editing import EditAccount, Saved
from training_app.assignments.making.reviewing import DraftAccount
from training_app.assignments.rules import Part
from training_app.web.admin.new_assignment import edited
from training_app.web.admin.new_assignment.review import edit_said

TODAY = date(2027, 3, 1)
NOTHING = EditAccount(
    added=0, returning=0, joining=0, skipped=0, removed=0, kept=0, moved=0, told=0, changed=(), theirs=(),
    conflicts=(), problems=(), is_locked=False, nothing=True,
    people=DraftAccount(0, 0, 0, 0, 0, 0, 0, ()),
)  # fmt: skip


def counts(**parts: int) -> dict[str, int]:
    return dict.fromkeys(Part, 0) | parts


@pytest.mark.rule("A-19", "an edit says for whom the due date moves and who of them is told at once")
@pytest.mark.parametrize(
    ("moved", "told", "words"),
    [
        (0, 0, ""),
        (1, 1, "The due date moves for 1 person; they are told at once."),
        (1214, 1200, "The due date moves for 1,214 people; 1,200 of them are told at once."),
        (3, 1, "The due date moves for 3 people; 1 of them is told at once."),
        (3, 0, "The due date moves for 3 people; nobody is told at once."),
    ],
)
def test_for_whom_the_due_date_moves(moved: int, told: int, words: str):
    assert edited.moves(replace(NOTHING, moved=moved, told=told)) == words


def test_the_parts_of_an_edit_are_listed_where_there_is_anybody():
    links = {part: f"?part={part}" for part in Part}
    listed = edit_said.lines(counts(enrolled=2, returning=1, kept=1, skipped=3, completed=3), links, Part.COMPLETED)
    assert [(one.number, one.words, one.is_shown) for one in listed] == [
        ("2", "are added", False),
        ("1", "comes back", False),
        ("0", "are removed", False),
        ("1", "stays because complete", False),
        ("3", "are skipped", True),
    ]


@pytest.mark.parametrize(
    ("query", "there", "part"),
    [
        ("", {"removed": 1, "staying": 9}, Part.REMOVED),
        ("", {}, Part.ENROLLED),
        ("part=kept", {"removed": 1}, Part.KEPT),
        ("part=nonsense", {"staying": 1}, Part.STAYING),
    ],
)
def test_an_address_without_a_part_shows_the_first_with_anybody(query: str, there: dict[str, int], part: Part):
    assert edit_said.shown(query, counts(**there)).part is part


@pytest.mark.rule("A-19", "added people are told by the switches, those moved at once, and all are reminded")
@pytest.mark.rule("A-13", "the review of an edit names every message, and to how many it goes")
@pytest.mark.parametrize(
    ("is_upcoming", "moved", "restarted"), [(False, 8, 0), (True, 10, 10)], ids=["it has started", "upcoming"]
)
def test_who_is_told_what(is_upcoming, moved: int, restarted: int):
    edit, there = replace(NOTHING, moved=10, told=8), counts(enrolled=1, joining=1, returning=1, staying=10)
    whom = edit_said.told(edit, there, is_upcoming=is_upcoming)
    assert whom == {"added": 3, "moved": moved, "staying": 10, "restarted": restarted}


def test_the_question_names_what_happens_to_how_many():
    there = counts(enrolled=2, joining=1, returning=1, removed=4, staying=9)
    edit = replace(NOTHING, moved=9, told=9)
    assert edit_said.asked(edit, there) == [
        "3 people added; 1 person coming back; 4 people removed.",
        "The due date moves for 9 people; they are told at once.",
        "Removed is withdrawn: their progress and history stay.",
    ]
    assert edit_said.touched(edit, there) == 17
    assert edit_said.asked(NOTHING, counts())[0] == "Nobody is added and nobody is removed."


@pytest.mark.parametrize(
    ("saved", "words"),
    [
        (Saved(1), "Changes saved."),
        (Saved(1, added=1, removed=2), "Changes saved: 1 person added, 2 people removed."),
        (Saved(1, added=240, job_key="k"), "It is being saved: 240 people are added, and told when that is done."),
    ],
)
def test_what_was_saved_is_said(saved: Saved, words: str):
    assert edit_said.done(saved) == words

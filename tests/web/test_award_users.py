"""The words of "Award Users", and its tree of branches as far as it is unfolded (C-15, P-02)."""

from dataclasses import replace
from datetime import date

import pytest

from training_app.certifications.awarding.confirming import Confirmed
from training_app.certifications.awarding.preview import Preview
from training_app.certifications.awarding.targets import BranchChoice
from training_app.web.admin.award_users import words
from training_app.web.admin.award_users.looking import Looking
from training_app.web.admin.award_users.places import tree_lines

FIRST, LAST = date(2027, 3, 12), date(2028, 6, 30)
NOBODY = Preview(0, 0, 0, 0, None, None, 0)


@pytest.mark.rule("C-15", "the line of the preview says how many people, how many already hold it, and until when")
@pytest.mark.parametrize(
    ("told", "said"),
    [
        (NOBODY, "Nobody is chosen yet"),
        (Preview(1, 0, 0, 0, None, None, 0), "1 person, who does not hold it"),
        (Preview(128, 0, 14, 0, FIRST, FIRST, 14), "128 people, 14 already hold it until 12 Mar 2027"),
        (
            Preview(1_280, 0, 14, 2, FIRST, LAST, 3),
            "1,280 people, 14 already hold it until 12 Mar 2027 – 30 Jun 2028, 2 of them for good",  # noqa: RUF001
        ),
        (Preview(2, 0, 1, 1, None, None, 0), "2 people, 1 already holds it for good"),
    ],
)
def test_the_line_of_the_preview(told: Preview, said: str):
    assert words.line(told) == said


@pytest.mark.rule("C-16", "the page says whether it is done at once or as a job, and how many are skipped and left out")
def test_what_confirming_comes_to():
    few = Preview(15, 0, 14, 0, FIRST, LAST, 14)
    assert words.outcome(few) == "1 person will be awarded. 14 are skipped: they hold one at least as long."
    job = " More than 100: a job does it, and you are told when it ends."
    assert words.outcome(replace(few, people=115)).endswith(f"as long.{job}")
    assert words.outcome(NOBODY) == ""
    assert words.left_out(replace(NOBODY, deactivated=2)) == "2 deactivated people are left out."
    assert words.done(Confirmed(1, 2, 1, 1, 1)) == "Awarded 1 person; 1 skipped; 1 deactivated person left out."


def branch(number: int, parent: int = 0, depth: int = 0, *, has_below: bool = False) -> BranchChoice:
    return BranchChoice(
        number, parent, f"Branch {number}", depth, number, has_below, is_chosen=False, is_included=False
    )


def test_as_much_of_the_tree_is_unfolded_as_has_room():
    county = branch(1, has_below=True)
    few = [county, *(branch(number, 1, 1) for number in range(2, 40))]
    assert len(tree_lines(few, "", [])) == 39
    assert len(tree_lines(few, "", turned=[1])) == 1, "folded by hand"
    many = [county, *(branch(number, 1, 1) for number in range(2, 90))]
    assert len(tree_lines(many, "", [])) == 1
    assert len(tree_lines(many, "", turned=[1])) == 89, "unfolded by hand"
    assert [line.name for line in tree_lines(many, "77 branch", [])] == ["Branch 77"]


def test_the_address_carries_step_tab_words_and_page():
    looking = Looking(2, "branches", "east & west", 3)
    assert Looking.from_query(looking.query()) == looking
    assert Looking.from_query("step=9&tab=made-up&page=-1&q=") == Looking()

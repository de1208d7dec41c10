import pytest

from training_app.core.errors import Invalid
from training_app.imports.columns import ATTRIBUTE, Field, match

USUAL = ("Given Name", "Surname", "E-mail Address", "Station")


@pytest.mark.rule("P-08", "columns are matched by name, with the usual synonyms")
@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("E-mail Address", Field.EMAIL), ("EMAIL", Field.EMAIL), ("Mail", Field.EMAIL),
        ("Surname", Field.LAST_NAME), ("last_name", Field.LAST_NAME), ("User Name", Field.USERNAME),
        ("Job Title", Field.TITLE), ("Provider Level", Field.LEVEL), ("License #", Field.LICENCE_NUMBER),
        ("Licence No.", Field.LICENCE_NUMBER), ("License Expiration Date", Field.LICENCE_EXPIRES),
        ("Supervisor E-mail", Field.SUPERVISOR), ("Date of Hire", Field.HIRED_ON),
        ("Employee ID", Field.EMPLOYEE_NUMBER),
        ("Active?", Field.STATUS), ("Tags", Field.TAGS), ("Groups", Field.GROUPS),
    ],
)  # fmt: skip
def test_a_column_is_recognized_by_its_usual_names(header, field):
    assert match(("Something", header)).fields == {field: 1}


@pytest.mark.rule("P-08", "columns can be re-matched by hand")
def test_a_column_matched_by_hand_takes_the_place_of_the_one_recognized():
    found = match((*USUAL, "Post"), by_hand={"Station": "", "post": "branch"})
    assert found.header[found.fields[Field.BRANCH]] == "Post"
    assert found.unused == ("Station",)
    assert not found.problems()


def test_missing_columns_are_named():
    problems = match(("First Name", "Mail", "Remarks")).problems()
    assert [problem.field for problem in problems] == [Field.LAST_NAME, Field.BRANCH]
    assert "Last name" in problems[0].text


def test_two_columns_that_could_be_the_same_are_asked_about_and_not_guessed():
    found = match((*USUAL, "Location"))
    assert "“Station” and “Location” could each be “Branch”" in found.problems()[0].text
    assert not match((*USUAL, "Location"), by_hand={"Location": ""}).problems()


def test_a_licence_without_type_or_expiry_columns_is_named():
    found = match((*USUAL, "License #"))
    assert [problem.field for problem in found.problems()] == [Field.LICENCE_TYPE, Field.LICENCE_EXPIRES]


@pytest.mark.rule("P-08", "unknown columns are named as not used, or kept as further attributes")
def test_unknown_columns_are_not_used_unless_wanted():
    header = (*USUAL, "Radio", "Boots")
    assert match(header).unused == ("Radio", "Boots")
    assert match(header, attributes=["radio"]).attributes == {"radio": 4}
    assert match(header, keep_unknown=True).attributes == {"Radio": 4, "Boots": 5}
    assert match(header, by_hand={"Boots": ATTRIBUTE}).attributes == {"Boots": 5}
    assert match(header, by_hand={"Boots": ""}, keep_unknown=True).unused == ("Boots",)


def test_matching_by_hand_names_what_does_not_exist():
    with pytest.raises(Invalid) as refused:
        match(USUAL, by_hand={"Nowhere": "Email", "Station": "Shoe size"})
    assert [problem.field for problem in refused.value.problems] == ["Nowhere", "Station"]
    with pytest.raises(Invalid, match="matched to two columns"):
        match(USUAL, by_hand={"Surname": "Email", "Station": "Email"})

"""What is entered for a kind of certification: what is wrong with it, and what stays of it (C-01)."""

from dataclasses import replace
from datetime import date

import pytest

from training_app.certifications.kinds import entry, form, words
from training_app.certifications.kinds.entry import NewCertification
from training_app.certifications.rules import AwardWhen, Prerequisite, Validity
from training_app.certifications.terms import Terms

EMT = NewCertification(name="EMT", code="EMT")


def faults(new: NewCertification) -> list[str]:
    """The fields with which something is wrong, as they are cleaned before they are stored."""
    new = new.cleaned()
    return [one.field for one in [*entry.problems_of(new), *entry.problems_of_window(new)]]


@pytest.mark.rule("C-01", "every faulty field is named at once")
def test_every_faulty_field_is_named_at_once():
    new = NewCertification(
        name=" ", code="", is_licence=True, validity=Validity.MONTHS, renewal_days=731, trainings=tuple(range(51)),
        prerequisites=tuple((one, Prerequisite.ENROLLED) for one in range(51)),
        required_hours=(("Airway", "many"),), remind_days=(-1,),
    )  # fmt: skip
    named = ["name", "code", "validity_number", "renewal_days", "trainings", "prerequisites", "required_hours",
             "remind_days"]  # fmt: skip
    assert faults(new) == named
    assert faults(EMT) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"name": "x" * 101}, "name"),
        ({"code": "x" * 51}, "code"),
        ({"validity": Validity.DAYS, "validity_number": 36_501}, "validity_number"),
        ({"validity": Validity.YEARS, "validity_number": 0}, "validity_number"),
        ({"validity": Validity.FIXED}, "fixed_day"),
        ({"renewal_days": -1}, "renewal_days"),
        ({"validity": Validity.DAYS, "validity_number": 90, "renewal_days": 90}, "renewal_days"),
        ({"remind_days": (731,)}, "remind_days"),
        ({"remind_days": tuple(range(21))}, "remind_days"),
    ],
)
def test_what_makes_no_sense_is_refused(said, fault):
    assert faults(replace(EMT, **said)) == [fault]


@pytest.mark.rule(
    "C-01", "what awards itself has a validity, or “Always Valid” is allowed: nobody is there to enter an expiry"
)
def test_what_awards_itself_needs_an_end_or_may_have_none():
    itself = replace(EMT, trainings=(1,))
    assert faults(itself) == ["always_valid_allowed"]
    assert faults(replace(itself, always_valid_allowed=True)) == []
    assert faults(replace(itself, validity=Validity.YEARS, validity_number=2)) == []


@pytest.mark.rule("C-01", "a licence has required hours per period by category, each a decimal number")
def test_required_hours_are_a_number_for_each_category():
    licence = replace(EMT, is_licence=True)
    given = (("Trauma", " 12,50 "), (" Airway ", "8"), ("", ""))
    assert replace(licence, required_hours=given).cleaned().required_hours == (("Airway", "8"), ("Trauma", "12.5"))
    for wrong in ("0", "-1", "1.234", "10000", "", "1e3", "٣"):
        assert faults(replace(licence, required_hours=(("Airway", wrong),))) == ["required_hours"], wrong
    assert faults(replace(licence, required_hours=(("", "3"),))) == ["required_hours"]
    assert faults(replace(licence, required_hours=(("Airway", "1"), ("Airway", "2")))) == ["required_hours"]
    assert replace(EMT, required_hours=given).cleaned().required_hours == ()


def test_what_other_answers_leave_out_is_not_kept():
    new = replace(EMT, validity_number=2, to_month_end=True, fixed_day=date(2030, 1, 1)).cleaned()
    assert (new.validity_number, new.to_month_end, new.fixed_day) == (None, False, None)
    fixed = replace(new, validity=Validity.FIXED, fixed_day=date(2030, 1, 1), validity_number=2).cleaned()
    assert (fixed.validity_number, fixed.fixed_day) == (None, date(2030, 1, 1))


def test_a_form_says_what_it_was_filled_with():
    kind = NewCertification(
        "ACLS", "ACLS", "Advanced", is_licence=True, validity=Validity.YEARS, validity_number=2, to_month_end=True,
        renewal_days=60, always_valid_allowed=True, series="Command Series", award_when=AwardWhen.ALL,
        remind_days=(30, 0), required_hours=(("Airway", "1.5"),), trainings=(1, 2),
        prerequisites=((3, Prerequisite.ATTENDED),),
    )  # fmt: skip
    chosen = {"hours": kind.required_hours, "trainings": kind.trainings, "prerequisites": kind.prerequisites}
    assert form.typed(form.texts(kind), **chosen) == kind
    assert form.texts(kind).keys() == form.BOXES.keys()


@pytest.mark.rule("C-09", "the days before an expiry are typed with commas between; of none, nobody is reminded")
def test_reminders_are_typed_with_commas_between():
    def days(text: str) -> tuple[int, ...]:
        none: dict = {"hours": (), "trainings": (), "prerequisites": ()}
        return form.typed(form.texts(EMT) | {"remind_days": text}, **none).remind_days

    assert days("0, 45,120;45") == (120, 45, 0)
    assert days("") == ()
    assert faults(replace(EMT, remind_days=days("30, soon"))) == ["remind_days"]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Terms(), "None"),
        (Terms(Validity.YEARS, 2, to_month_end=True), "2 years, to the end of the month"),
        (Terms(Validity.MONTHS, 1), "1 month"),
        (Terms(Validity.FIXED, fixed_day=date(2027, 6, 30)), "Until 30 Jun 2027"),
    ],
)
def test_a_validity_is_said_in_words(terms, said):
    assert words.validity(terms) == said

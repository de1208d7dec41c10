import pytest
from support.build import SYSTEM, Builder
from support.imports import Desk, reasons, roster, verdicts

from training_app.core.errors import Invalid
from training_app.core.tables import known
from training_app.imports.dates import Order
from training_app.imports.drafts import Change, Verdict
from training_app.imports.planned import DATE_ORDER, refusals_csv
from training_app.people import actions as people
from training_app.people import memberships

ANN = "Ann,Lee,ann@x.test,North"


@pytest.mark.rule("P-08", "the preview says what will be created, changed from what to what, and left alone")
def test_a_plan_says_row_by_row_what_will_be(desk: Desk, build: Builder):
    build.person("Ann", "Lee", branch="North", email="ann@x.test", title="Medic")
    build.person("Bob", "Ray", branch="North", email="bob@x.test", title="Medic")
    plan = desk.plan(
        roster(f"{ANN},Captain", "Bob,Ray,BOB@x.test,north,Medic", "Cyd,Fox,cyd@x.test,South,", more=",Title")
    )
    assert verdicts(plan) == {2: Verdict.CHANGE, 3: Verdict.ALONE, 4: Verdict.CREATE}
    assert plan.rows[0].changes == (Change("Title", "Medic", "Captain"),)
    assert plan.made.branches == ("South",)


@pytest.mark.rule("P-08", "planning writes nothing")
def test_planning_writes_nothing(desk: Desk):
    desk.plan(roster(ANN))
    assert desk.headcount() == 0


@pytest.mark.rule("P-08", "every reason of a refused row is named, not only the first")
def test_every_reason_of_a_row_is_named(desk: Desk):
    plan = desk.plan(roster(",Lee,nowhere,,soon,XLS,perhaps", more=",Hire date,Level,Status"))
    assert reasons(plan)[2] == [
        "Email “nowhere” is not an email address.",
        "First Name is missing.",
        "Level “XLS” is no level: BLS, ALS or none.",
        "Hire date “soon” is not a date.",
        "Status “perhaps” is no status: active or inactive.",
        "Station is missing.",
    ]


def test_rows_that_are_too_short_or_too_long_are_refused_by_themselves(desk: Desk):
    plan = desk.plan(roster("Ann,Lee,ann@x.test", f"{ANN},extra", "Bob,Ray,bob@x.test,North,"))
    assert sorted(reasons(plan)) == [2, 3]
    assert "The row has 3 cells where the header has 4" in reasons(plan)[2][0]


def test_a_text_that_is_too_long_is_refused(desk: Desk):
    assert "longer than 250" in reasons(desk.plan(roster(f"Ann,{'x' * 251},ann@x.test,North")))[2][0]


@pytest.mark.rule("P-01", "email and username are unique, compared without case")
def test_an_email_or_username_of_an_earlier_row_is_refused_naming_it(desk: Desk):
    lines = (
        f"{ANN},ann,1",
        "Bob,Ray,ANN@X.TEST,North,bob,2",
        "Cyd,Fox,cyd@x.test,North,ANN,3",
        "Di,Orr,di@x.test,North,di,1",
    )
    found = reasons(desk.plan(roster(*lines, more=",Username,Employee #")))
    assert found == {
        3: ["Email “ANN@X.TEST” is the email of row 2 already."],
        4: ["Username “ANN” is the username of row 2 already."],
        5: ["Employee # “1” is the employee number of row 2 already."],
    }


def test_a_username_that_is_somebody_elses_email_is_refused_because_either_signs_in(desk: Desk, build: Builder):
    build.person("Zoe", "Kerr", email="zoe@x.test", username="zoe", employee_number="77")
    lines = (f"{ANN},zoe@x.test,", "Bob,Ray,bob@x.test,North,ZOE,", "Cyd,Fox,cyd@x.test,North,cyd,77")
    found = reasons(desk.plan(roster(*lines, more=",Username,Employee #")))
    assert sorted(found) == [2, 3, 4]
    assert all("belongs to Zoe Kerr (zoe@x.test)" in why[0] for why in found.values())


def test_without_a_username_the_email_is_it(desk: Desk):
    desk.bring(roster(ANN))
    assert desk.person("ann@x.test").username == "ann@x.test"


@pytest.mark.parametrize(
    ("said", "level", "active"),
    [("basic,yes", "BLS", True), ("Advanced Life Support,TRUE", "ALS", True), ("none,Terminated", None, False),
     (",", None, True)],
)  # fmt: skip
def test_levels_and_statuses_are_known_by_their_synonyms(desk: Desk, said, level, active):
    desk.bring(roster(f"{ANN},{said}", more=",Level,Status"))
    person = desk.person("ann@x.test")
    assert (person.level, person.is_active()) == (level, active)


@pytest.mark.rule("P-08", "an ambiguous date is asked about once, never guessed")
def test_an_open_order_of_dates_is_asked_about_and_nothing_is_planned(desk: Desk):
    text = roster(f"{ANN},03/04/2026", "Bob,Ray,bob@x.test,North,05/06/2026", more=",Hire date")
    plan = desk.plan(text)
    assert plan.asks == DATE_ORDER
    assert "03/04/2026" in plan.question
    assert plan.rows == ()
    with pytest.raises(Invalid):
        desk.apply(plan)
    desk.bring(text, dates=Order.MONTH_FIRST)
    assert str(desk.person("ann@x.test").hired_on) == "2026-03-04"


def test_dates_of_another_column_settle_the_order(desk: Desk):
    text = roster(f"{ANN},03/04/2026,EMT,30/06/2027", more=",Hire date,License type,License expires")
    desk.bring(text)
    assert str(desk.person("ann@x.test").hired_on) == "2026-04-03"


@pytest.mark.rule("P-08", "dates that contradict the chosen order are refused by row")
def test_dates_that_contradict_each_other_are_asked_about_and_then_refused_by_row(desk: Desk):
    text = roster(f"{ANN},13/04/2026", "Bob,Ray,bob@x.test,North,04/14/2026", more=",Hire date")
    assert "contradict" in desk.plan(text).question
    found = reasons(desk.plan(text, dates=Order.DAY_FIRST))
    assert found == {3: ["Hire date “04/14/2026” is no day that exists when the day comes first."]}


def test_missing_columns_are_named_before_anything_is_planned(desk: Desk):
    with pytest.raises(Invalid, match="Branch"):
        desk.plan("First name,Last name,Email\nAnn,Lee,ann@x.test\n")


@pytest.mark.rule("P-08", "unknown columns become further attributes where wanted")
def test_unknown_columns_become_further_attributes_where_wanted(desk: Desk):
    text = roster(f"{ANN},7,XL", more=",Radio,Boots")
    assert desk.plan(text).columns.unused == ("Radio", "Boots")
    done = desk.bring(text, by_hand={"Radio": "attribute"})
    assert done.made.attributes == ("Radio",)
    again = desk.plan(roster(f"{ANN},8,XL", more=",radio,Boots"))
    assert again.rows[0].changes == (Change("Radio", "7", "8"),)
    desk.apply(again)
    assert desk.plan(roster(f"{ANN},8,XL", more=",radio,Boots")).count(Verdict.ALONE) == 1


def test_a_branch_of_several_places_has_to_be_written_with_those_above(desk: Desk, build: Builder):
    north, south = build.branch("North"), build.branch("South")
    for above in (north, south):
        people.add_branch(build.session, SYSTEM, name="Station 1", parent_id=above, now=build.now)
    plan = desk.plan(
        roster(
            "Ann,Lee,ann@x.test,Station 1",
            "Bob,Ray,bob@x.test,South > Station 1",
            "Cyd,Fox,cyd@x.test,East > Station 9",
        )
    )
    assert sorted(reasons(plan)) == [2, 4]
    assert "write “North > Station 1” or “South > Station 1”" in reasons(plan)[2][0]
    desk.apply(plan)
    assert desk.person("bob@x.test").branch_id not in {north, south}


def test_refused_rows_are_handed_back_without_anything_that_runs(desk: Desk):
    plan = desk.plan(roster('=1+1,@x,nowhere,"-cmd"', "Ann\t,+4,x,North"))
    text = refusals_csv(plan)
    assert "'=1+1,'@x,nowhere,'-cmd,2," in text
    again = desk.plan(text.replace("nowhere", "ann@x.test"))
    assert again.rows[0].name == "=1+1 @x"


def test_blank_cells_say_nothing_and_take_nothing_away(desk: Desk, build: Builder):
    boss = build.person("Max", "Boss", branch="North")
    ann = build.person("Ann", "Lee", branch="North", email="ann@x.test", title="Medic", level="ALS", manager_id=boss.id)
    memberships.join_team(build.session, SYSTEM, person_id=known(ann.id), team="Engine", now=build.now)
    text = roster("Ann,Lee,ann@x.test,,,,,", more=",Title,Level,Supervisor,Team")
    assert verdicts(desk.plan(text)) == {2: Verdict.ALONE}

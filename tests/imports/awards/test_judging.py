"""What becomes of each row of a file of awards, and why (C-17)."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import Session, func, select
from support.build import Builder
from support.cards import Cards, cards, kinds
from support.cast import Cast
from support.imports import reasons, verdicts

from training_app.access.actor import Scope
from training_app.access.rules import Permission
from training_app.certifications.model import Award
from training_app.certifications.module import TrackingOff
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed
from training_app.core.organization import OrganizationRow
from training_app.imports.awards.columns import AWARDS
from training_app.imports.columns import match
from training_app.imports.dates import Order
from training_app.imports.drafts import Verdict
from training_app.imports.parsing import parse

GOOD = "lea@muster.test,CPR,2026-03-01,2028-03-01,77"


@pytest.fixture
def desk(session: Session, now: datetime) -> Cards:
    kinds(session, now, "CPR", "ACLS")
    return Cards(session, now)


def count(session: Session, table) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.rule("C-17", "the user is named by email, username or employee number, the certification by code or name")
def test_people_and_certifications_are_found_by_what_they_are_called(desk: Cards, cast: Cast):
    cast.noa.employee_number = "E-7"
    text = cards("LEA@muster.test,cpr,2026-03-01,2028-03-01,77", "max,ACLS card,,2028-03-01,", "E-7,ACLS,,2027-01-01,")
    plan = desk.plan(text, actor=cast.actor(cast.sam))
    assert [(row.name, row.lines) for row in plan.rows] == [
        ("Lea Learner", ("CPR card, issued 1 Mar 2026, valid to 1 Mar 2028, number 77",)),
        ("Max Manager", ("ACLS card, valid to 1 Mar 2028",)),
        ("Noa Nearby", ("ACLS card, valid to 1 Jan 2027",)),
    ]
    assert count(desk.session, Award) == 0
    done = desk.apply(plan, actor=cast.actor(cast.sam))
    assert desk.held(cast.lea) == [("CPR", "2026-03-01", "2028-03-01", "77")]
    assert {row.by_id for row in desk.session.exec(select(Award))} == {cast.sam.id}
    (entry,) = desk.session.exec(select(AuditEntry).where(AuditEntry.act == "certifications awarded")).all()
    assert (entry.actor_id, entry.rows) == (cast.sam.id, [[min(done.ids), max(done.ids)]])


@pytest.mark.rule("C-17", "each refused row names the column, what stands there, and the reason")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("lea,NOPE,,2028-03-01,", "Certification Code “NOPE” is no certification's code or name."),
        ("lea,OLD,,2028-03-01,", "Certification Code “OLD” is archived and is not awarded any more."),
        ("ghost,CPR,,2028-03-01,", "User “ghost” is nobody whom you see in the roster."),
        (",CPR,,2028-03-01,", "User is missing."),
        ("lea,,,2028-03-01,", "Certification Code is missing."),
        ("lea,CPR,,,", "Expires is missing."),
        ("lea,CPR,,2028-02-30,", "Expires “2028-02-30” is no day that exists."),
        ("lea,CPR,soon,2028-02-03,", "Issued “soon” is not a date."),
        ("lea,CPR,2028-03-02,2028-03-01,", "Expires “2028-03-01” lies before the day of issue, 2028-03-02."),
        ("lea,CPR,,always valid,", "Expires “always valid” is not possible: CPR card has a day on which it expires."),
        ("lea,CPR,,2028-03-01", "The row has 4 cells where the header has 5, so what stands where is unclear."),
    ],
)
def test_a_row_is_refused_with_its_reason(desk: Cards, cast: Cast, now: datetime, line, why):
    kinds(desk.session, now, "OLD", archived_at=now)
    plan = desk.plan(cards(line, GOOD))
    assert reasons(plan) == {2: [why]}
    assert len(desk.apply(plan).ids) == 1


def test_a_name_that_two_people_are_called_by_is_refused(desk: Cards, cast: Cast):
    cast.noa.employee_number = "lea"
    assert reasons(desk.plan(cards("lea,CPR,,2028-03-01,"))) == {
        2: ["User “lea” is what two people are called by."],
    }


@pytest.mark.rule("C-17", "what is there already or twice in the file is left alone; a renewal is awarded beside it")
@pytest.mark.rule("C-17", "several awards of one person in one file are fine")
def test_what_is_there_already_is_left_alone(desk: Cards, cast: Cast):
    desk.apply(desk.plan(cards(GOOD)))
    plan = desk.plan(cards(
        "lea,CPR,2026-03-01,2028-03-01,other", "lea,CPR,2028-02-20,2030-03-01,",
        "lea@muster.test,CPR,2028-02-20,2030-03-01,", "lea,ACLS,2026-03-01,2028-03-01,",
    ))  # fmt: skip
    assert verdicts(plan) == {2: Verdict.ALONE, 3: Verdict.CREATE, 4: Verdict.ALONE, 5: Verdict.CREATE}
    assert plan.rows[0].lines[-1] == "It is there already."
    assert plan.rows[2].lines[-1] == "Row 3 says the same."
    desk.apply(plan)
    assert [one[:3] for one in desk.held(cast.lea)] == [
        ("CPR", "2026-03-01", "2028-03-01"), ("CPR", "2028-02-20", "2030-03-01"), ("ACLS", "2026-03-01", "2028-03-01"),
    ]  # fmt: skip
    assert desk.apply(desk.plan(cards(GOOD))).ids == []


@pytest.mark.rule("C-14", "what was revoked does not come again by a file that names it")
def test_what_was_revoked_stays_so(desk: Cards, cast: Cast, now: datetime):
    desk.apply(desk.plan(cards(GOOD)))
    desk.session.exec(select(Award)).one().revoked_at = now
    plan = desk.plan(cards(GOOD))
    assert plan.rows[0].verdict is Verdict.ALONE
    assert plan.rows[0].lines[-1] == "It was awarded and revoked, and stays so."


@pytest.mark.rule("C-17", "always valid is a word of the file, where the certification allows it")
@pytest.mark.parametrize("word", ["always valid", "Always Valid", "never expires"])
def test_always_valid_is_a_word(session: Session, cast: Cast, now: datetime, word):
    kinds(session, now, "FOUNDER", always_valid_allowed=True)
    desk = Cards(session, now)
    desk.apply(desk.plan(cards(f"lea,FOUNDER,2020-01-01,{word},")))
    row = session.exec(select(Award)).one()
    assert (row.always_valid, row.issued_on, row.expires_on) == (True, date(2020, 1, 1), None)


@pytest.mark.rule("C-17", "a deactivated person is awarded, as history, and the row says so")
def test_somebody_deactivated_is_awarded_and_said_to_be(desk: Cards, cast: Cast):
    plan = desk.plan(cards("ivo,CPR,2020-03-01,2022-03-01,"))
    assert plan.rows[0].lines[-1] == "For somebody who is deactivated, as history."
    assert len(desk.apply(plan).ids) == 1


@pytest.mark.rule("P-04", "whoever looks after some people only awards them by a file, and nobody else exists")
def test_people_out_of_sight_are_unknown(desk: Cards, cast: Cast, build: Builder):
    near = replace(cast.actor(cast.sam), scope=Scope(branch_ids=frozenset({build.branch("Station 2")})))
    plan = desk.plan(cards("noa,CPR,,2028-03-01,", "lea,CPR,,2028-03-01,", "ghost,CPR,,2028-03-01,"), actor=near)
    assert reasons(plan) == {
        3: ["User “lea” is nobody whom you see in the roster."],
        4: ["User “ghost” is nobody whom you see in the roster."],
    }
    assert len(desk.apply(plan, actor=near).ids) == 1


@pytest.mark.rule("C-17", "awarding by a file needs the right to award")
def test_who_may_not_award_plans_and_awards_nothing(desk: Cards, cast: Cast):
    plan = desk.plan(cards(GOOD))
    for person in (cast.ada, cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed, match=Permission.AWARD_CERTIFICATIONS):
            desk.plan(cards(GOOD), actor=cast.actor(person))
        with pytest.raises(NotAllowed, match=Permission.AWARD_CERTIFICATIONS):
            desk.apply(plan, actor=cast.actor(person))
    assert count(desk.session, Award) == 0


@pytest.mark.rule("C-02", "while certifications are not tracked, nothing is awarded by a file")
def test_while_certifications_are_not_tracked_nothing_is_awarded_by_a_file(desk: Cards, cast: Cast):
    plan = desk.plan(cards(GOOD))
    desk.session.merge(OrganizationRow(certification_tracking=False))
    for act in (lambda: desk.plan(cards(GOOD)), lambda: desk.apply(plan)):
        with pytest.raises(TrackingOff):
            act()


@pytest.mark.rule("C-17", "a row that would do anything else than was shown is refused when it comes to be written")
def test_what_changed_since_the_preview_is_refused_or_left_alone(desk: Cards, cast: Cast, now: datetime):
    plan = desk.plan(cards(GOOD, "max,CPR,,2028-03-01,", "noa,ACLS,,2028-03-01,"))
    desk.apply(desk.plan(cards(GOOD)))
    cast.noa.last_name, cast.noa.email, cast.noa.username_key = "Other", "new@x.test", "noanew"
    cast.max.deactivated_at = now
    done = desk.apply(plan)
    assert len(done.ids) == 0
    assert verdicts(done.plan) == {2: Verdict.ALONE, 3: Verdict.REFUSE, 4: Verdict.REFUSE}
    assert "other than in the preview: CPR card, valid to 1 Mar 2028" in reasons(done.plan)[3][0]


@pytest.mark.rule("C-17", "an ambiguous date is settled by the other dates of the file, else asked about")
def test_an_ambiguous_date_is_asked_about_and_read_by_the_answer(desk: Cards, cast: Cast):
    text = cards("lea,CPR,03/04/2026,03/04/2028,")
    plan = desk.plan(text)
    assert plan.question == "Is “03/04/2026” in row 2 (Issued) written day first or month first?"
    with pytest.raises(Invalid):
        desk.apply(plan)
    desk.apply(desk.plan(text, dates=Order.DAY_FIRST))
    desk.apply(desk.plan(cards("lea,CPR,05/04/2026,05/13/2028,")))
    assert [one[1] for one in desk.held(cast.lea)] == ["2026-04-03", "2026-05-04"]


@pytest.mark.rule("C-17", "columns are matched by name with the usual synonyms, and by hand")
@pytest.mark.parametrize("header", [
    "User,Certification Code,Issued,Expires,Certification Num",
    "E-mail Address;Cert;Issue Date;Expiry Date;Card #",
    "Employee #,Certificate Name,Valid from,Valid until,License No",
])  # fmt: skip
def test_columns_are_known_by_their_names(header):
    columns = match(parse(f"{header}\na,b,c,d,e\n".encode()).header, vocabulary=AWARDS)
    assert list(columns.fields.values()) == [0, 1, 2, 3, 4]
    assert columns.problems() == ()


def test_two_columns_that_could_say_who_are_named_and_a_missing_one_too():
    header = ("Email", "Username", "Cert")
    assert [problem.field for problem in match(header, vocabulary=AWARDS).problems()] == ["Expires", "User"]
    matched = match(header, by_hand={"Username": "", "Cert": "Expires"}, vocabulary=AWARDS)
    assert [problem.field for problem in matched.problems()] == ["Certification"]
    with pytest.raises(Invalid, match="nothing that a column can say"):
        match(header, by_hand={"Cert": "Further attribute"}, vocabulary=AWARDS)


@pytest.mark.rule("C-17", "a bad file is named with its fault: empty, only a header, not text")
@pytest.mark.parametrize(("content", "said"), [
    (b"", "The file is empty."), (b"User,Cert,Expires\n", "no row below it"), (b"PK\x03\x04", "a workbook"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(content, said):
    with pytest.raises(Invalid, match=said):
        parse(content)


@pytest.mark.rule("C-17", "semicolons and Windows-1252 are read as well as tabs and UTF-8")
def test_a_file_of_excel_is_read(desk: Cards, cast: Cast):
    cast.lea.username_key = "léa"
    text = cards("léa,CPR,01.03.2026,31.03.2028,€ 5").replace(",", ";").encode("cp1252")
    desk.apply(desk.plan(text))
    assert desk.held(cast.lea) == [("CPR", "2026-03-01", "2028-03-31", "€ 5")]

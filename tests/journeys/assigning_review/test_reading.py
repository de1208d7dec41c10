"""The review: who and what, before anything is written (A-04, A-13)."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.browser import DESK, PHONE, axe, scrolls_sideways, too_small_to_touch
from support.review import Desk

# ── who


@pytest.mark.rule("A-13", "the review says how many get an enrollment, how many join, how many are skipped and why")
def test_everybody_is_accounted_for(review, whole):
    who = review(whole).column("Who")
    expect(who).to_contain_text("4 people will be assigned")
    expect(who).to_contain_text(re.compile(r"3\s*get a new enrollment"))
    expect(who).to_contain_text(re.compile(r"1\s*joins with the attempt they have open"))
    expect(who).to_contain_text("Progress is kept; one completion counts in both")
    expect(who).to_contain_text(re.compile(r"2\s*are skipped"))
    expect(who).to_contain_text("1 completed it in this licensing period, 1 is deactivated")


@pytest.mark.rule("A-13", "the lists of who is enrolled, joins and is skipped name each person and the reason")
def test_each_list_names_its_people_and_why(review, whole):
    seen = review(whole)
    expect(seen.people()).to_have_count(3)
    expect(seen.people()).to_contain_text(["Bo Learner", "Lea Learner", "Nell Learner"])
    seen.tab("Joining 1").click()
    expect(seen.people()).to_contain_text([re.compile("Noa Learner.*Has it open since")])
    seen.tab("Skipped 2").click()
    expect(seen.people()).to_contain_text(
        [re.compile("Ivo Learner.*Deactivated "), re.compile("Max Learner.*Evaluated .*, period from ")]
    )
    expect(seen.tab("Skipped 2")).to_have_attribute("aria-selected", "true")


@pytest.mark.rule("A-13", "who is skipped for one reason is a list of its own")
@pytest.mark.parametrize(
    ("link", "heading", "name"),
    [
        ("1 completed it in this licensing period", "Completed it in this licensing period", "Max Learner"),
        ("1 is deactivated", "Deactivated", "Ivo Learner"),
    ],
)
def test_a_reason_opens_its_list(review, whole, link: str, heading: str, name: str):
    seen = review(whole)
    seen.page.get_by_role("link", name=link).click()
    expect(seen.people()).to_contain_text([name])
    expect(seen.column("Who").get_by_text(heading, exact=True)).to_be_visible()
    expect(seen.tab("Skipped 2")).to_have_attribute("aria-selected", "true")
    seen.page.get_by_role("link", name="Show all").click()
    expect(seen.people()).to_have_count(2)


@pytest.mark.rule("A-13", "each list of the review is searched")
@pytest.mark.rule("M-04", "the list, search and page of the review stand in its address")
def test_a_list_is_searched_and_paged_and_the_address_says_so(review, desk_of: Desk, crew):
    seen = review(desk_of.draft(crew.course, crew.lea, found="q=Kim"))
    expect(seen.people()).to_have_count(10)
    seen.page.get_by_role("link", name="Next page").click()
    expect(seen.page.get_by_text(re.compile("11.20 of 61"))).to_be_visible()
    expect(seen.page).to_have_url(re.compile(r"part=enrolled&page=2$"))
    search = seen.page.get_by_label("Search these people")
    search.press_sequentially("lea")
    expect(seen.people()).to_contain_text(["Lea Learner"])
    expect(search).to_be_focused()
    expect(seen.page).to_have_url(re.compile(r"part=enrolled&q=lea$"))
    seen.reload()
    expect(seen.people()).to_contain_text(["Lea Learner"])
    expect(search).to_have_value("lea")
    search.fill("nobody of that name")
    expect(seen.column("Who").get_by_text("Nobody here matches “nobody of that name”.")).to_be_visible()


@pytest.mark.rule("A-13", "the list that is shown is downloaded from the page")
def test_the_list_that_is_shown_is_downloaded(review, whole, tmp_path: Path):
    seen = review(whole)
    seen.tab("Skipped 2").click()
    expect(seen.people()).to_have_count(2)
    with seen.page.expect_download() as coming:
        seen.page.get_by_role("link", name="Download", exact=True).click()
    coming.value.save_as(tmp_path / "list.csv")
    rows = list(csv.reader((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["Course Title", "Pediatric airway (PAM-204)"]
    assert [row[0] for row in rows[-2:]] == ["Ivo Learner", "Max Learner"]


@pytest.mark.rule("A-04", "the review says how many of another level or none there are, and who")
def test_people_of_another_level_are_counted_and_shown(review, whole):
    seen = review(whole)
    call = seen.page.get_by_role("status").filter(has_text="another level")
    expect(call).to_contain_text("2 of the 4 people have another level. The course is ALS; 1 is BLS, 1 has no level.")
    call.get_by_role("link", name="Show the 2").click()
    expect(seen.people()).to_contain_text(["Bo Learner", "Nell Learner"])
    expect(seen.people().first).to_contain_text("BLS; the training is ALS")
    expect(seen.people().last).to_contain_text("No level; the training is ALS")


@pytest.mark.rule("A-04", "“Remove people of another level” takes them out and says how many")
def test_people_of_another_level_are_removed(review, whole):
    seen = review(whole)
    seen.page.get_by_role("link", name="Show the 2").click()
    expect(seen.people()).to_have_count(2)
    seen.page.get_by_role("button", name="Remove people of another level").click()
    expect(seen.page.locator("#notice")).to_contain_text("2 people of another level removed. 4 people are chosen.")
    expect(seen.column("Who")).to_contain_text("2 people will be assigned")
    expect(seen.page.get_by_text("have another level")).to_have_count(0)
    expect(seen.people()).to_contain_text(["Lea Learner"])


@pytest.mark.rule("A-04", "the level stands at the review, and beside what is assigned")
def test_the_level_stands_at_the_review(review, whole):
    seen = review(whole)
    expect(seen.page.get_by_role("heading", level=1).locator("xpath=..")).to_contain_text("ALS")
    expect(seen.column("What")).to_contain_text(re.compile("Level\\s*ALS"))


# ── what


def test_what_is_assigned_is_said_whole(review, whole):
    seen = review(whole)
    what = seen.column("What")
    for words in ("Pediatric airway", "PAM-204", "Riverside library", "2.0", "No end"):
        expect(what).to_contain_text(words)
    for label, days in (("Start", 2), ("Due", 32), ("Can be edited until", 28)):
        expect(what).to_contain_text(f"{label}{seen.today + timedelta(days):%a %-d %b %Y}")
    for label in ("Dashboard notifications", "E-mails"):
        expect(what).to_contain_text(f"{label}On")
    expect(what).to_contain_text("Allow Duplicate EnrollmentsOff")


def test_each_column_leads_to_its_step(review, whole):
    seen = review(whole)
    for name, step in (("Who", "people"), ("What", "training"), ("When", "dates")):
        link = seen.column(name).get_by_role("link", name=re.compile("^Change "))
        expect(link).to_have_attribute("href", f"/assignments/new/{whole}/{step}")


@pytest.mark.rule("A-19", "the review says that an assignment made inside the lock is locked from the start")
def test_what_is_due_in_three_days_is_locked_from_the_start(review, desk_of: Desk, crew):
    seen = review(desk_of.draft(crew.course, crew.lea, due=3))
    expect(seen.column("What")).to_contain_text("Locked from the start")
    expect(seen.column("What")).to_contain_text("locked for editing from the start")
    expect(seen.moment("Locked for editing")).to_contain_text("at once")


@pytest.mark.rule("A-19", "the review says until when it can be edited")
def test_what_is_due_in_four_days_can_still_be_edited_today(review, desk_of: Desk, crew):
    seen = review(desk_of.draft(crew.course, crew.lea, due=4))
    expect(seen.column("What")).to_contain_text(f"Can be edited until{seen.today:%a %-d %b %Y}")


# ── as a page


@pytest.mark.rule("A-13", "looking at the review writes nothing")
def test_looking_at_the_review_writes_nothing(desk_review, desk_of: Desk, crew, whole):
    before = desk_of.written(crew.course)
    seen = desk_review(whole)
    for tab in ("Joining 1", "Skipped 2", "Enrolled 3"):
        seen.tab(tab).click()
        expect(seen.tab(tab)).to_have_attribute("aria-selected", "true")
    seen.create()
    expect(seen.dialog()).to_be_visible()
    seen.dialog().get_by_role("button", name="Cancel").click()
    expect(seen.dialog()).to_have_count(0)
    assert desk_of.written(crew.course) == before


@pytest.mark.rule("L-03", "the review, light and dark, at both widths: nothing that axe finds serious or too small")
@pytest.mark.parametrize("query", ["", "?part=other_level", "?part=skipped&q=nobody"])
def test_the_review_can_be_read_and_touched_by_everybody(desk_review, whole, query: str):
    seen = desk_review(whole)
    seen.page.goto(f"/assignments/new/{whole}/review{query}")
    seen.ready()
    for size in (PHONE, DESK):
        seen.page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            seen.page.emulate_media(color_scheme=scheme)
            expect(seen.page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))
            axe(seen.page)
        assert not scrolls_sideways(seen.page)
        assert size is DESK or too_small_to_touch(seen.page) == []

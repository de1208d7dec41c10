"""Those chosen: searched, paged, and taken out one by one or by their addresses (A-10)."""

import re

import pytest
from playwright.sync_api import expect
from support.assign_users import AssignUsers
from support.town import Town


def everybody(step: AssignUsers) -> None:
    """All 124 are chosen."""
    step.everybody().click()
    step.dialog().get_by_role("button", name=re.compile("^Choose all")).click()
    step.counts(124)


@pytest.mark.rule("M-04", "in the browser: those chosen have a search and pages of their own, in the address")
def test_those_chosen_are_searched_and_paged(step: AssignUsers):
    everybody(step)
    chosen, page = step.page.get_by_role("region", name="Chosen people"), step.page
    expect(step.chosen()).to_have_count(7)
    chosen.get_by_role("link", name="Next page").click()
    expect(chosen).to_contain_text(re.compile("8.14 of 124"))
    step.search_chosen().press_sequentially("no")
    expect(step.chosen()).to_have_count(3)
    expect(step.search_chosen()).to_be_focused()
    expect(page).to_have_url(re.compile("chosen=no$"))
    page.reload()
    expect(step.chosen()).to_have_count(3)
    expect(step.search_chosen()).to_have_value("no")
    step.search_chosen().fill("nobody of that name")
    expect(page.get_by_text("Nobody chosen matches “nobody of that name”.")).to_be_visible()
    step.search_chosen().fill("")
    expect(step.chosen()).to_have_count(7)


def test_one_is_taken_out_by_its_button(step: AssignUsers):
    step.go("shift=C")
    step.below(4).click()
    step.counts(3)
    expect(step.chosen()).to_have_text([re.compile("Nora Nashville"), re.compile("Noa Nearby"), re.compile("Norbert")])
    step.take_out("Noa Nearby").click()
    step.counts(2)
    expect(step.chosen()).to_have_text([re.compile("Nora Nashville"), re.compile("Norbert")])
    expect(step.row("Noa Nearby").get_by_role("button", name="Add Noa Nearby")).to_be_visible()
    step.take_out("Nora Nashville").click()
    step.take_out("Norbert Noon").click()
    expect(step.page.get_by_text("Nobody is chosen yet.")).to_be_visible()


@pytest.mark.rule("A-10", "in the browser: pasted addresses are taken out; the others are named back and stay")
def test_pasted_addresses_are_taken_out_and_the_others_named_back(step: AssignUsers):
    everybody(step)
    step.remove("Noa Nearby <noa@muster.test>; NORA@muster.test\nsomebody@else.where, nonsense")
    step.tells("2 people removed.")
    step.counts(122)
    expect(step.named_back("Not among those chosen")).to_have_text("somebody@else.where")
    expect(step.named_back("No email address")).to_have_text("nonsense")
    expect(step.addresses()).to_have_value("somebody@else.where\nnonsense")
    step.remove("norbert@muster.test")
    step.tells("1 person removed.")
    expect(step.named_back("Not among those chosen")).to_have_count(0)
    expect(step.addresses()).to_have_value("")
    step.remove("  ")
    expect(step.page.get_by_text("Paste or type at least one email address.")).to_be_visible()
    expect(step.addresses()).to_be_focused()


@pytest.mark.rule("A-10", "in the browser: hundreds of pasted addresses, a third of them unknown")
def test_hundreds_of_addresses_are_pasted(step: AssignUsers, town: Town):
    station = f"Crowded by {step.page.viewport_size['width']}"
    with town.building() as build:
        emails = [person.email for person in build.people(334, first="Pat", branch=station)]
        branch = build.branch(station)
    step.go(f"branch={branch}")
    step.below(334).click()
    step.counts(334)
    unknown = [f"unknown.{number}@muster.test" for number in range(166)]
    step.remove(", ".join([*emails, *unknown]))
    step.tells("334 people removed.")
    step.counts(0)
    expect(step.page.get_by_text("166 are not among those chosen")).to_be_visible()
    shown = step.named_back("Not among those chosen").get_by_role("listitem")
    expect(shown).to_have_count(51)
    expect(shown.last).to_contain_text("116 more")
    expect(step.addresses()).to_have_value("\n".join(unknown))


@pytest.mark.rule("A-10", "in the browser: text beyond the limit is refused whole, and stays")
def test_too_much_text_is_refused(step: AssignUsers):
    step.go("shift=C")
    step.below(4).click()
    step.counts(3)
    step.remove("noa@muster.test\n" + "ä" * 319_000)
    expect(step.page.get_by_text("This is more than 300 kB at once.")).to_be_visible()
    step.counts(3)
    step.remove("noa@muster.test")
    step.counts(2)

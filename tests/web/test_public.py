"""The pages for people who are not signed in, and where one is led on to (P-07)."""

# ruff: noqa: RUF001 (the dash between two numbers)

import pytest

from training_app.accounts.rules import PasswordProblem
from training_app.core.paging import Page, Paged
from training_app.web.public import pages
from training_app.web.public.pages import Entrance
from training_app.web.shared import lists, routes
from training_app.web.shared.lists import Foot


@pytest.mark.parametrize(
    ("address", "words", "is_wrong"),
    [
        ("/sign-in", "", False),
        ("/sign-in?refused=1", "Email, username or password is not right.", True),
        ("/sign-in?wait=30", "Too many tries. Wait 30 seconds, then try again.", True),
        ("/sign-in?wait=%3Cscript%3E", "Too many tries. Wait a few seconds, then try again.", True),
        ("/forgot?sent=1", "If there is an account of that name, a link is on its way to its email address.", False),
        ("/reset/a-token?problem=differs", "The two passwords are not the same.", True),
        ("/reset/a-token?problem=made-up", "This password cannot be used.", True),
        *((f"/invitation/a-token?problem={one}", one.text(), True) for one in PasswordProblem),
    ],
)
async def test_a_page_says_in_words_what_its_form_was_answered_with(tab, address, words, is_wrong):
    await tab.open(address)
    entrance = await tab.state(Entrance)
    assert (entrance.told, entrance.is_wrong) == (words, is_wrong)


async def test_the_answer_to_one_form_is_not_said_beside_the_next(tab):
    await tab.open("/sign-in?refused=1")
    await tab.go("/forgot")
    assert (await tab.state(Entrance)).told == ""


def test_an_address_that_leads_nowhere_says_nothing_of_a_form_before():
    assert "told" in str(pages.forgot())
    assert "told" not in str(pages.not_found())


async def test_a_link_by_mail_carries_its_token_into_the_form(tab):
    await tab.open("/invitation/a-token?problem=short")
    assert (await tab.state(Entrance)).token == "a-token"


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/assignments/3", "tab=failed&q=lea", "/sign-in?next=%2Fassignments%2F3%3Ftab%3Dfailed%26q%3Dlea"),
        ("/learn/7", "", "/sign-in?next=%2Flearn%2F7"),
        ("/", "", "/sign-in"),
        ("/home", "", "/sign-in"),
        ("/sign-in", "next=%2Flearn%2F7", "/sign-in"),
    ],
)
def test_after_signing_in_one_is_led_to_the_page_that_was_asked_for(path, query, address):
    assert routes.sign_in(path, query) == address


@pytest.mark.parametrize(
    ("rows", "total", "number", "foot"),
    [
        (0, 0, 1, Foot("0 of 0")),
        (7, 7, 1, Foot("1–7 of 7")),
        (50, 1284, 1, Foot("1–50 of 1,284", after="/list/2")),
        (50, 1284, 2, Foot("51–100 of 1,284", before="/list/1", after="/list/3")),
        (34, 1284, 26, Foot("1,251–1,284 of 1,284", before="/list/25")),
    ],
)
def test_the_foot_of_a_list_says_which_rows_are_shown_and_where_the_others_are(rows, total, number, foot):
    assert lists.foot_of(Paged(list(range(rows)), total, Page(number)), lambda page: f"/list/{page}") == foot

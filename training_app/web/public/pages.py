"""The pages for people who are not signed in: native forms that the browser sends to `/auth/…` (P-07)."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.accounts.rules import SHORTEST, PasswordProblem
from training_app.web.shared.forms import NativeForm
from training_app.web.shared.gate import ANYONE
from training_app.web.shared.handling import handler
from training_app.web.shared.pages import Page

PROBLEMS = {
    "differs": "The two passwords are not the same.",
    "link": "This link was used already or has expired. Ask for a new one.",
    **{problem.value: problem.text() for problem in PasswordProblem},
}
HINT = f"At least {SHORTEST} characters. A few words together are easy to remember."


class Entrance(rx.State):
    """What the address of a public page says."""

    told: str = ""
    is_wrong: bool = False
    next: str = ""
    token: str = ""

    @handler(ANYONE)
    async def load(self) -> None:
        """Read what a form was answered with."""
        said = self.router.url.query_parameters
        self.told, self.is_wrong = _told(dict(said))
        self.next = said.get("next", "")
        self.token = self.router.url.path.rstrip("/").rpartition("/")[2]


def sign_in() -> rx.Component:
    """Signing in by email or username."""
    return _alone(
        "Sign in",
        NativeForm.create(
            _name(),
            _field("Password", "password", "password", auto_complete="current-password"),
            rx.el.input(type="hidden", name="next", value=Entrance.next, read_only=True),
            rx.el.button("Sign in", type="submit", class_name="btn solid"),
            action="/auth/sign-in",
            method="post",
            class_name="stack",
        ),
        PlainLink.create("Forgot your password?", href="/forgot", class_name="link"),
    )


def forgot() -> rx.Component:
    """Asking for a link to choose a new password."""
    return _alone(
        "Forgot your password?",
        rx.el.p("We send a link to your email address. It can be used once, within two hours.", class_name="muted"),
        NativeForm.create(
            _name(),
            rx.el.button("Send the link", type="submit", class_name="btn solid"),
            action="/auth/forgot",
            method="post",
            class_name="stack",
        ),
        PlainLink.create("Back to sign in", href="/sign-in", class_name="link"),
    )


def invitation() -> rx.Component:
    """Choosing the first password."""
    return _password("Welcome to Muster", "Choose a password to begin.")


def reset() -> rx.Component:
    """Choosing a new password."""
    return _password("Choose a new password", "You are signed out everywhere else when it is set.")


def not_found() -> rx.Component:
    """An address that leads nowhere."""
    return _alone(
        "Page not found",
        rx.el.p("There is nothing at this address, or you may not see it.", class_name="muted"),
        PlainLink.create("Go to the home page", href="/", class_name="btn"),
        is_told=False,
    )


def _password(title: str, words: str) -> rx.Component:
    return _alone(
        title,
        rx.el.p(words, class_name="muted"),
        NativeForm.create(
            rx.el.input(type="hidden", name="token", value=Entrance.token, read_only=True),
            _field("New password", "password", "password", help_text=HINT, auto_complete="new-password"),
            _field("The same again", "again", "password", auto_complete="new-password"),
            rx.el.button("Set password", type="submit", class_name="btn solid"),
            action="/auth/password",
            method="post",
            class_name="stack",
        ),
    )


def _alone(title: str, *content: rx.Component, is_told: bool = True) -> rx.Component:
    """A page of one card. `is_told`: it is led to by a form, whose answer it says."""
    told = rx.el.div(
        rx.cond(Entrance.is_wrong, rx.icon("circle-alert", size=16), rx.icon("mail", size=16)),
        Entrance.told,
        class_name=rx.cond(Entrance.is_wrong, "call red", "call green"),
        role="alert",
    )
    return rx.el.main(
        rx.el.div(
            rx.el.div(rx.el.span(rx.icon("flag", size=18), class_name="logo"), "Muster", class_name="row strong"),
            rx.el.h1(title, id="page_title", tab_index=-1),
            rx.cond(Entrance.told != "", told) if is_told else rx.fragment(),
            *content,
            class_name="card",
        ),
        class_name="alone",
    )


def _name() -> rx.Component:
    # A phone would begin a username with a capital and correct it.
    return _field("Email or username", "name", auto_complete="username", auto_capitalize="none", spell_check=False,
                  auto_focus=True)  # fmt: skip


def _field(label: str, name: str, kind: str = "text", *, help_text: str = "", **props: Any) -> rx.Component:
    described = {"aria_describedby": f"{name}_help"} if help_text else {}
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.el.input(id=name, name=name, type=kind, required=True, class_name="in", **described, **props),
        rx.el.div(help_text, id=f"{name}_help", class_name="help") if help_text else rx.fragment(),
        class_name="field",
    )


def _told(said: dict[str, str]) -> tuple[str, bool]:
    """What the form's answer means, and whether something is wrong."""
    if "refused" in said:
        return "Email, username or password is not right.", True
    if "wait" in said:
        seconds = said["wait"] if said["wait"].isascii() and said["wait"].isdecimal() else "a few"
        return f"Too many tries. Wait {seconds} seconds, then try again.", True
    if "problem" in said:
        return PROBLEMS.get(said["problem"], "This password cannot be used."), True
    if "sent" in said:
        return "If there is an account of that name, a link is on its way to its email address.", False
    return "", False


PAGES = (
    Page("/sign-in", "Sign in", sign_in, (Entrance.load,), is_public=True),
    Page("/forgot", "Forgot your password?", forgot, (Entrance.load,), is_public=True),
    Page("/invitation/[token]", "Welcome", invitation, (Entrance.load,), is_public=True),
    Page("/reset/[token]", "Choose a new password", reset, (Entrance.load,), is_public=True),
    Page("/404", "Page not found", not_found, (), is_public=True),
)

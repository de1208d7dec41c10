"""Signing in and out and choosing a password, by native forms (P-07). Each answers with a redirect to a page.

A refusal goes back to the form: `?refused=1`, `?wait=<seconds>`, `?problem=<code>`, `?sent=1`. The codes are those of
`accounts.rules.PasswordProblem`, and `differs` (the two passwords) and `link` (used or expired).
"""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from training_app.accounts import actions, keys, passwords, queries, rules, signing
from training_app.accounts.rules import FREE_FOR_ADDRESS, SIGN_IN_LASTS, Purpose, network_of
from training_app.accounts.signing import MustWait, Refused
from training_app.api.session import MaybeActorDep, address_of, same_origin
from training_app.core import clock, db
from training_app.core.settings import settings

router = APIRouter(prefix="/auth", dependencies=[Depends(same_origin)])
Field = Annotated[str, Form()]
LONGEST_NAME = 300
HOME = "/"


@router.post("/sign-in")
async def sign_in(request: Request, name: Field = "", password: Field = "", next: Field = "") -> RedirectResponse:  # noqa: A002
    """Check email or username and password; set the cookie and lead on to `next`, a path of ours."""
    back = {"next": next} if local(next) != HOME else {}
    try:
        key = await signing.sign_in(
            name[:LONGEST_NAME],
            password,
            address=address_of(request),
            device=request.headers.get("user-agent", ""),
            replacing=_key_hash(request),
            now=clock.now(),
        )
    except Refused:
        return _to("/sign-in", refused=1, **back)
    except MustWait as told:
        return _to("/sign-in", wait=told.seconds, **back)
    return _with_cookie(_to(local(next)), key)


@router.post("/sign-out")
async def sign_out(actor: MaybeActorDep) -> RedirectResponse:
    """End the session on the server and forget the cookie."""
    if actor:
        await db.in_write(signing.sign_out, actor, now=clock.now())
    answer = _to("/sign-in")
    answer.delete_cookie(keys.COOKIE, path="/", secure=settings().behind_tls(), httponly=True, samesite="lax")
    return answer


@router.post("/forgot")
async def forgot(request: Request, later: BackgroundTasks, name: Field = "") -> RedirectResponse:
    """Say that a link is on its way, then look whether there is anybody to mail it to."""
    subject = keys.subject("forgot", network_of(address_of(request)))
    try:
        await db.in_write(signing.count_try, subject, free=FREE_FOR_ADDRESS, now=clock.now())
    except MustWait as told:
        return _to("/forgot", wait=told.seconds)
    later.add_task(db.in_write, actions.request_reset, name=name[:LONGEST_NAME], now=clock.now())
    return _to("/forgot", sent=1)


@router.post("/password")
async def password(request: Request, token: Field = "", password: Field = "", again: Field = "") -> RedirectResponse:
    """Set the password by a link, once, and sign in: whoever has the link could do so anyway."""
    link = await db.in_read(queries.open_link, token=token, now=clock.now())
    if link is None:
        return _back(Purpose.RESET, token, "link")
    problem = rules.password_problem(password, personal=link.personal)
    if problem or password != again:
        return _back(link.purpose, token, problem or "differs")
    hashed = await passwords.hashed_apart(password, link.personal)
    try:
        key = await db.in_write(_set_and_sign_in, request, token, hashed)
    except actions.LinkOver:
        return _back(link.purpose, token, "link")
    return _with_cookie(_to(HOME), key)


def local(address: str) -> str:
    """The address if it is a path of ours, else the home page: nobody is sent to another site from here."""
    plain = address.isprintable() and address.isascii() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else HOME


def _set_and_sign_in(session: Session, request: Request, token: str, hashed: passwords.Hashed) -> str:
    now = clock.now()
    person_id = actions.set_password(session, token=token, password=hashed, now=now)
    device = request.headers.get("user-agent", "")
    return signing.begin_session(session, person_id=person_id, address=address_of(request), device=device, now=now)


def _key_hash(request: Request) -> str:
    return keys.hash_of(keys.key_in(request.headers.get("cookie", "")))


def _back(purpose: Purpose, token: str, problem: str) -> RedirectResponse:
    page = "invitation" if purpose is Purpose.INVITATION else "reset"
    return _to(f"/{page}/{quote(token, safe='')}", problem=problem)


def _to(path: str, **said: object) -> RedirectResponse:
    query = f"?{urlencode(said)}" if said else ""
    return RedirectResponse(path + query, 303, headers={"Cache-Control": "no-store"})


def _with_cookie(answer: RedirectResponse, key: str) -> RedirectResponse:
    answer.set_cookie(
        keys.COOKIE,
        key,
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().behind_tls(),
    )
    return answer

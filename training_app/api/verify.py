"""Checking the code of a certificate, by anybody: plain HTML that needs no script and no sign-in (T-06, C-14)."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from training_app.accounts import lookups
from training_app.accounts.signing import MustWait
from training_app.api import verify_page
from training_app.api.session import address_of
from training_app.assignments.certificates import verifying
from training_app.assignments.certificates.verifying import Checked
from training_app.certifications.proof import Verdict
from training_app.core import clock, codes, db

router = APIRouter(prefix="/verify")
METHODS = ["GET", "HEAD"]
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src '{verify_page.STYLE_HASH}'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    # An address with a code must not come to other sites, nor into anybody's search.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
FOUND, SEE_OTHER, NOT_FOUND, TOO_MANY = 200, 303, 404, 429


@router.api_route("", methods=METHODS)
@router.api_route("/", methods=METHODS)
async def form(code: str = "") -> Response:
    """The form; what it sends leads to the address of that code."""
    if not code.strip():
        return _page(verify_page.asking(), FOUND)
    plain = codes.read(code)
    if plain is None:
        return _page(verify_page.no_code(code), NOT_FOUND)
    return RedirectResponse(f"/verify/{codes.shown(plain)}", SEE_OTHER, headers=HEADERS)


@router.api_route("/{code}", methods=METHODS)
async def check(request: Request, code: str) -> Response:
    """What the code proves. 404 where it is not known, 429 where too many were checked from one address."""
    plain = codes.read(code)
    if plain is None:
        return _page(verify_page.no_code(code), NOT_FOUND)
    try:
        found = await db.in_write(_looked_up, plain, address_of(request))
    except MustWait as wait:
        return _page(verify_page.too_many(plain, wait.seconds), TOO_MANY, {"Retry-After": str(wait.seconds)})
    return _page(verify_page.checked(plain, found), NOT_FOUND if found.verdict is Verdict.UNKNOWN else FOUND)


def _looked_up(session: Session, code: str, address: str) -> Checked:
    now = clock.now()
    lookups.count(session, address=address, now=now)
    return verifying.check(session, code=code, now=now)


def _page(html: str, status: int, more: dict[str, str] | None = None) -> Response:
    return Response(html, status, media_type="text/html; charset=utf-8", headers=HEADERS | (more or {}))

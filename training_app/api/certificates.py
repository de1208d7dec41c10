"""Certificates of completion as PDF, to the person themselves and to whoever may see them (T-06)."""

import asyncio
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from training_app.api import spreadsheets
from training_app.api.kept_files import saved_as
from training_app.api.session import ActorDep
from training_app.assignments.certificates import drawing, issuing, reading
from training_app.assignments.certificates.reading import CertificateView
from training_app.core import clock, codes, db, files
from training_app.core.settings import settings

router = APIRouter(prefix="/certificates")
HEADERS = {
    "Cache-Control": "private, no-store",
    # It is ours and has no script; a stricter rule keeps some browsers from showing a PDF at all.
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'",
}


@router.api_route("/{enrollment_id}.pdf", methods=["GET", "HEAD"])
async def certificate(actor: ActorDep, enrollment_id: str) -> Response:
    """The certificate of a complete attempt, made now if it was complete before there were certificates."""
    number = spreadsheets.number(enrollment_id)
    found = await db.in_read(reading.certificate, actor, enrollment_id=number)
    while found is None:
        await db.in_write(issuing.issue, [number], now=clock.now())
        found = await db.in_read(reading.certificate, actor, enrollment_id=number)
    name = saved_as(f"Certificate {found.person}, {found.title}"[:150] + ".pdf")
    headers = HEADERS | {"Content-Disposition": name.replace("attachment", "inline", 1)}
    return Response(await asyncio.to_thread(_drawn, found), media_type="application/pdf", headers=headers)


def _drawn(found: CertificateView) -> bytes:
    with files.workshop() as folder:
        address = f"{settings().address()}/verify/{quote(codes.shown(found.code))}"
        return drawing.drawn(found, address=address, folder=folder)

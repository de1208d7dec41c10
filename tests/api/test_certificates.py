"""Certificates over HTTP: a PDF to whoever may see it, whatever was completed and when (T-06)."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from pypdf import PdfReader
from sqlmodel import select
from support import scans
from support.build import Builder
from support.cast import Cast
from support.sending import signed_in

from training_app import wiring
from training_app.assignments.records import Certificate
from training_app.core import clock, codes, db
from training_app.core.settings import settings
from training_app.core.tables import known
from training_app.people import mark


@pytest.fixture
def attempt(stored: Cast) -> int:
    """What Lea has completed."""
    wiring.bind()
    with db.write() as session:
        build = Builder(session, clock.now())
        course = build.course("Lifting “safely”")
        build.assign(course, "q=lea")
        build.complete(stored.lea, course)
        return known(build.attempt(stored.lea, course).id)


@pytest.mark.rule("T-06", "a completed enrollment has a certificate: a PDF that opens in the browser, in no cache")
@pytest.mark.rule("T-06", "it bears the organization's mark, where there is one")
async def test_the_person_gets_their_certificate(client: AsyncClient, stored: Cast, attempt: int):
    with db.write() as session:
        ada = Builder(session, clock.now()).actor(stored.ada)
        number = scans.sent(session, stored.ada, mark.PLACE, now=clock.now(), content=scans.jpg("red", (1800, 600)))
        mark.change(session, ada, file_id=number, now=clock.now())
        # As what was completed before there were certificates.
        session.connection().execute(sa.delete(Certificate))
    signed_in(client, stored.lea)
    answer = await client.get(f"/certificates/{attempt}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    said = answer.headers["content-disposition"]
    assert said.startswith('inline; filename="Certificate Lea Learner, Lifting _safely_.pdf"; ')
    read = PdfReader(BytesIO(answer.content))
    with db.read() as session:
        code = codes.shown(session.exec(select(Certificate.code)).one())
    assert f"{settings().address()}/verify/{code}" in read.pages[0].extract_text()
    (image,) = read.pages[0].images
    assert image.image.size == (900, 300)
    assert (await client.get(f"/certificates/{attempt}.pdf")).content == answer.content
    # ── the mark, to whoever is signed in
    assert (await client.get("/files/mark")).content.startswith(b"\xff\xd8\xff")
    client.cookies.clear()
    assert (await client.get("/files/mark")).status_code == 401


@pytest.mark.rule("P-05", "a stranger finds nobody's certificate, and no made-up one")
async def test_a_stranger_finds_none(client: AsyncClient, stored: Cast, attempt: int):
    assert (await client.get(f"/certificates/{attempt}.pdf")).status_code == 401
    signed_in(client, stored.noa)
    for made_up in (attempt, attempt + 999, "x", "-1", "9" * 30, "1%2F2"):
        assert (await client.get(f"/certificates/{made_up}.pdf")).status_code == 404
    assert (await client.get("/files/mark")).status_code == 404
    signed_in(client, stored.max)
    assert (await client.head(f"/certificates/{attempt}.pdf")).status_code == 200

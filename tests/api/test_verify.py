"""Checking a code without signing in: what the page says, what it never says, and how often it may be asked (T-06)."""

import re
from base64 import b64encode
from datetime import date, timedelta
from hashlib import sha256

import pytest
from httpx import AsyncClient
from sqlmodel import Session, col, select
from support import scans
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.over_http import client_from

from training_app import wiring
from training_app.accounts import lookups
from training_app.accounts.model import FailedTry
from training_app.accounts.signing import MustWait
from training_app.api import verify_page
from training_app.assignments.certificates.verifying import UNKNOWN, Checked
from training_app.assignments.records import Certificate
from training_app.certifications import actions, proof
from training_app.certifications.actions import NewAward
from training_app.certifications.awarding import revoking
from training_app.certifications.proof import Verdict
from training_app.core import clock, codes, db
from training_app.core.tables import known
from training_app.people.model import Person

NOBODYS = "/verify/0000-0000-0000"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def code(stored: Cast) -> str:
    """The code of a course that Lea has completed, whose last name is a script."""
    wiring.bind()
    with db.write() as session:
        build = Builder(session, clock.now())
        course = build.course("Lifting & “carrying”", code="SECRET-1", category="Hidden")
        build.assign(course, "q=lea")
        build.complete(stored.lea, course)
        session.get_one(Person, stored.lea.id).last_name = SCRIPT
        return session.exec(select(Certificate.code)).one()


@pytest.mark.rule("T-06", "anyone can check it on a public page without signing in")
@pytest.mark.rule("T-06", "which reveals nothing but validity, name, training and dates")
@pytest.mark.rule("T-06", "which works without a script, and stands in no search and no cache")
async def test_anybody_checks_a_code(client: AsyncClient, code: str):
    for typed in (codes.shown(code), code.lower(), f"{code[:6]} {code[6:]}"):
        answer = await client.get(f"/verify/{typed}")
        assert answer.status_code == 200
        today = f"{clock.now().date():%-d %B %Y}"
        shown = re.sub("<style>.*</style>", "", answer.text, flags=re.DOTALL)
        facts = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", shown)
        assert facts == [
            ("Name", "Lea &lt;script&gt;alert(1)&lt;/script&gt;"), ("Training", "Lifting &amp; “carrying”"),
            ("Completed on", today), ("Code", codes.shown(code)),
        ]  # fmt: skip
        assert "This certificate is valid" in shown
        for secret in (
            SCRIPT,
            "<script",
            "SECRET",
            "Hidden",
            "lea@",
            "Station",
            "muster.test",
            "Our organization",
            "C-",
        ):
            assert secret not in shown.replace(codes.shown(code), "")
    said = answer.headers
    assert "script-src" not in said["content-security-policy"]
    assert said["content-security-policy"].startswith("default-src 'none'; ")
    style = re.search("<style>(.*)</style>", answer.text, flags=re.DOTALL)
    assert style
    assert f"'sha256-{b64encode(sha256(style[1].encode()).digest()).decode()}'" in said["content-security-policy"]
    assert (said["cache-control"], said["x-robots-tag"]) == ("private, no-store", "noindex, nofollow")
    assert "set-cookie" not in said
    assert (await client.head(f"/verify/{code}")).status_code == 200


async def test_a_form_leads_to_the_code_and_what_is_none_is_said(client: AsyncClient, code: str):
    assert 'action="/verify" method="get"' in (await client.get("/verify")).text
    led = await client.get("/verify", params={"code": code.lower()})
    assert (led.status_code, led.headers["location"]) == (303, f"/verify/{codes.shown(code)}")
    unknown = await client.get(NOBODYS)
    assert (unknown.status_code, "This code is not known" in unknown.text) == (404, True)
    for typed in ('"><script>', "K7QM", "x" * 5000):
        for answer in (await client.get("/verify", params={"code": typed}), await client.get(f"/verify/{typed[:60]}")):
            assert (answer.status_code, "This is not a code" in answer.text) == (404, True)
            assert "<script" not in answer.text
    # What can be no code is nothing to count, so nobody runs out of looks by typing.
    with db.read() as session:
        assert len(session.exec(select(FailedTry)).all()) == 1


@pytest.mark.rule("C-14", "on the public page a revoked certification is withdrawn")
async def test_a_revoked_certification_is_withdrawn(client: AsyncClient, stored: Cast):
    with db.write() as session:
        build = Builder(session, clock.now())
        kind = scans.kind(session, "EMT", now=build.now)
        new = NewAward(known(stored.lea.id), kind, expires_on=date(2099, 1, 31))
        number = actions.award(session, SYSTEM, new=new, now=build.now)
        address = f"/verify/{proof.code_of(session, build.actor(stored.lea), award_id=number, now=build.now)}"
    assert "This certification is valid" in (await client.get(address)).text
    with db.write() as session:
        revoking.take_back(session, award_ids=[number], by_id=None, why="A secret reason", now=clock.now())
    answer = await client.get(address)
    assert "This certification was withdrawn" in answer.text
    assert "valid" not in answer.text.replace("Last valid day", "").split("<main>")[1].split("<form")[0]
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Checked(Verdict.VALID, "Lea", "EMT", expires_on=date(2027, 3, 1)), ("is valid", "1 March 2027")),
        (Checked(Verdict.VALID, "Lea", "EMT", issued_on=date(2027, 3, 1)), ("is valid", "Always valid")),
        (Checked(Verdict.EXPIRED, "Lea", "EMT", expires_on=date(2027, 2, 28)), ("expired", "since 1 March 2027")),
        (Checked(Verdict.AHEAD, "Lea", "EMT", issued_on=date(2027, 3, 2)), ("not yet valid", "from 2 March 2027")),
        (Checked(Verdict.WITHDRAWN, "Lea", "Airway", date(2027, 3, 2)), ("certificate was withdrawn", "Airway")),
        (UNKNOWN, ("not known", "No certificate has it")),
    ],
)
def test_each_verdict_in_words(found: Checked, said: tuple[str, ...]):
    page = verify_page.checked("K7QM2XTP9WRD", found)
    assert all(words in page for words in said)


@pytest.mark.rule("T-06", "checking is limited per address: the 31st within five minutes waits, and is told how long")
async def test_checking_is_limited_per_address(client: AsyncClient, code: str):
    now = clock.now()
    with db.write() as session:
        for second in range(lookups.MOST - 1):
            lookups.count(session, address="192.0.2.1", now=now - timedelta(seconds=90 - second))
    assert (await client.get(NOBODYS)).status_code == 404
    refused = await client.get(f"/verify/{code}")
    assert refused.status_code == 429
    assert 200 <= int(refused.headers["retry-after"]) <= 210
    assert "Wait 4 minutes" in refused.text
    assert "Lea" not in refused.text
    async with client_from("198.51.100.7") as other:
        assert (await other.get(f"/verify/{code}")).status_code == 200


def test_what_is_long_ago_counts_no_more_and_goes(session: Session, now):
    for second in range(lookups.MOST):
        lookups.count(session, address="192.0.2.1", now=now + timedelta(seconds=second))
    with pytest.raises(MustWait) as refused:
        lookups.count(session, address="192.0.2.1", now=now + timedelta(seconds=60))
    assert refused.value.seconds == 240
    lookups.count(session, address="192.0.2.1", now=now + lookups.WITHIN)
    kept = session.exec(select(FailedTry.at).order_by(col(FailedTry.at))).all()
    assert (len(kept), kept[0]) == (lookups.MOST, now + timedelta(seconds=1))

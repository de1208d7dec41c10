"""Invitations, resets and new passwords (P-07)."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.signing_in import PASSWORD, mailed, sign_in, who

from training_app.access.rules import Permission
from training_app.accounts import actions as accounts
from training_app.accounts import keys, passwords, queries, reach
from training_app.accounts.actions import HasPassword, LinkOver
from training_app.accounts.model import Link
from training_app.accounts.rules import Purpose
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.mark.rule("P-07", "first password by an invitation link")
def test_an_invited_person_chooses_a_password_and_signs_in(cast: Cast, hashed: passwords.Hashed):
    session, now = cast.build.session, cast.build.now
    token = accounts.invite(session, cast.actor(cast.ada), person_id=known(cast.lea.id), now=now)
    assert mailed(session, "InvitationMade") == token
    link = queries.open_link(session, token=token, now=now)
    assert link is not None
    assert (link.name, link.purpose) == ("Lea Learner", Purpose.INVITATION)
    assert accounts.set_password(session, token=token, password=hashed, now=now) == cast.lea.id
    assert sign_in(cast, "lea")


@pytest.mark.rule("P-10", "invitations, resets and passwords are written down without secrets")
def test_no_secret_is_written_into_the_audit_or_the_link(cast: Cast, session: Session, hashed: passwords.Hashed):
    token = accounts.invite(session, cast.actor(cast.ada), person_id=known(cast.lea.id), now=cast.build.now)
    accounts.set_password(session, token=token, password=hashed, now=cast.build.now)
    session.flush()
    entries = session.exec(select(AuditEntry)).all()
    assert {"person invited", "password set"} <= {entry.act for entry in entries}
    written = " ".join(map(repr, [*entries, *session.exec(select(Link))]))
    assert token not in written
    assert hashed not in written


@pytest.mark.rule("P-07", "a link is single-use")
def test_a_link_sets_a_password_once(cast: Cast, session: Session, hashed: passwords.Hashed):
    told = {"token": accounts.invite(session, SYSTEM, person_id=known(cast.lea.id), now=cast.build.now)}
    told |= {"password": hashed, "now": cast.build.now}
    accounts.set_password(session, **told)
    session.expire_all()
    assert queries.open_link(session, token=told["token"], now=cast.build.now) is None
    with pytest.raises(LinkOver):
        accounts.set_password(session, **told)


@pytest.mark.rule("P-07", "links expire: invitations after 14 days, resets after 2 hours")
@pytest.mark.parametrize(("act", "lasts"), [("InvitationMade", timedelta(days=14)), ("ResetAsked", timedelta(hours=2))])
def test_an_expired_link_sets_no_password(cast: Cast, session: Session, hashed, act: str, lasts: timedelta):
    if act == "InvitationMade":
        accounts.invite(session, SYSTEM, person_id=known(cast.lea.id), now=cast.build.now)
    else:
        accounts.request_reset(session, name="lea", now=cast.build.now)
    token, end = mailed(session, act), cast.build.now + lasts
    assert queries.open_link(session, token=token, now=end) is None
    with pytest.raises(LinkOver):
        accounts.set_password(session, token=token, password=hashed, now=end)
    assert accounts.set_password(session, token=token, password=hashed, now=end - timedelta(seconds=1))


def test_a_made_up_token_sets_no_password(cast: Cast, session: Session, hashed: passwords.Hashed):
    with pytest.raises(LinkOver):
        accounts.set_password(session, token=keys.new(), password=hashed, now=cast.build.now)


def test_a_new_invitation_ends_the_one_before(cast: Cast, session: Session, hashed: passwords.Hashed):
    first, second = (accounts.invite(session, SYSTEM, person_id=known(cast.lea.id), now=cast.build.now) for _ in "12")
    with pytest.raises(LinkOver):
        accounts.set_password(session, token=first, password=hashed, now=cast.build.now)
    assert accounts.set_password(session, token=second, password=hashed, now=cast.build.now)


@pytest.mark.rule("P-07", "a new password ends every session and every other link, and the waiting")
def test_a_new_password_ends_sessions_links_and_waiting(cast: Cast, lea: Person, session: Session):
    key = sign_in(cast, "lea") or ""
    for _ in range(5):
        sign_in(cast, "lea", "wrong")
    accounts.request_reset(session, name="lea", now=cast.build.now)
    other = mailed(session, "ResetAsked")
    accounts.request_reset(session, name="LEA@muster.test", now=cast.build.now)
    new = passwords.hashed("another-password")
    accounts.set_password(session, token=mailed(session, "ResetAsked"), password=new, now=cast.build.now)
    session.expire_all()
    assert who(cast, key) is None
    assert queries.open_link(session, token=other, now=cast.build.now) is None
    assert sign_in(cast, "lea", "another-password")
    assert sign_in(cast, "lea", PASSWORD) is None


@pytest.mark.rule("P-07", "asking for a reset says nothing of whether the account exists")
@pytest.mark.parametrize("name", ["nobody", "", "ivo", "ivo@muster.test"])
def test_nobody_is_mailed_a_link_for_an_unknown_or_deactivated_account(cast: Cast, session: Session, name: str):
    accounts.request_reset(session, name=name, now=cast.build.now)
    session.flush()
    assert session.exec(select(Event).where(Event.act == "ResetAsked")).all() == []


def test_a_mailbox_is_not_filled_with_links(cast: Cast, session: Session):
    for _ in range(10):
        accounts.request_reset(session, name="lea", now=cast.build.now)
    session.flush()
    assert len(session.exec(select(Event).where(Event.act == "ResetAsked")).all()) == 3


def test_who_has_a_password_is_not_invited_again(cast: Cast, lea: Person, session: Session):
    with pytest.raises(HasPassword):
        accounts.invite(session, cast.actor(cast.ada), person_id=known(lea.id), now=cast.build.now)


def test_a_deactivated_person_is_not_invited(cast: Cast, session: Session):
    with pytest.raises(Conflict):
        accounts.invite(session, cast.actor(cast.ada), person_id=known(cast.ivo.id), now=cast.build.now)


def test_a_manager_with_the_right_invites_their_own_people_only(cast: Cast, session: Session, build: Builder):
    told = {"permission": Permission.MANAGE_PEOPLE, "given": True, "now": build.now}
    accounts.set_permission(session, SYSTEM, person_id=known(cast.max.id), **told)
    session.flush()
    boss = cast.actor(cast.max)
    assert accounts.invite(session, boss, person_id=known(cast.lea.id), now=build.now)
    with pytest.raises(NotFound):
        accounts.invite(session, boss, person_id=known(cast.noa.id), now=build.now)


@pytest.mark.rule("P-06", "inviting needs the right, where the work is done")
def test_somebody_without_the_right_invites_nobody(cast: Cast, session: Session):
    for person in (cast.max, cast.tess, cast.lea):
        with pytest.raises(NotAllowed):
            accounts.invite(session, cast.actor(person), person_id=known(cast.lea.id), now=cast.build.now)


def test_an_admin_gets_no_link_into_a_superadmins_account(cast: Cast, session: Session):
    with pytest.raises(reach.MoreThanOwn):
        accounts.invite(session, cast.actor(cast.ada), person_id=known(cast.sam.id), now=cast.build.now)


def test_a_password_that_breaks_a_rule_is_never_hashed():
    with pytest.raises(Invalid, match="at least 8 characters"):
        passwords.hashed("short")


def test_the_same_signs_are_the_same_password_however_the_keyboard_makes_them():
    decomposed, composed = "Deichgru\u0308n 1895", "Deichgr\u00fcn 1895"
    assert passwords.matches(passwords.hashed(decomposed), composed)


def test_what_is_compared_for_nobody_is_up_to_date_and_matches_nothing():
    assert passwords.is_up_to_date(passwords.NOBODY)
    assert not passwords.matches(passwords.NOBODY, "")

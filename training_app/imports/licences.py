"""Licence columns become awards of certifications that are marked as licences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.certifications import actions as certifications
from training_app.certifications.actions import AwardChange, NewAward, NewCertification
from training_app.core.tables import known as stored
from training_app.imports import differences
from training_app.imports.cells import name_key
from training_app.imports.differences import Step
from training_app.imports.drafts import Draft
from training_app.imports.known import Known
from training_app.people.rules import key_of


def award(
    session: Session,
    actor: Actor,
    *,
    drafts: Sequence[Draft],
    ids: Mapping[str, int],
    known: Known,
    names: Iterable[str],
    now: datetime,
) -> dict[str, list[int]]:
    """Award the licences of these rows; answer the ids of what was made and changed, by kind."""
    new_kinds = _add_kinds(session, actor, names, known, now)
    kinds = {key: kind.id for key, kind in known.kinds.items()} | new_kinds
    awards: list[NewAward] = []
    changes: list[AwardChange] = []
    for draft in drafts:
        licence = draft.entry.licence
        if licence is None:
            continue
        step, old = differences.licence_step(licence, differences.awards_of(draft, known))
        if step is Step.NEW:
            kind = kinds[name_key(licence.kind)]
            awards.append(NewAward(ids[draft.key], kind, licence.issued_on, licence.expires_on, number=licence.number))
        elif step is Step.CHANGED and old is not None:
            issued, number = licence.issued_on or old.issued_on, licence.number or old.number
            changes.append(AwardChange(old.id, issued, licence.expires_on, number))
    certifications.change_awards(session, actor, changes=changes, now=now, entry=False)
    made = certifications.award_many(session, actor, awards=awards, now=now, entry=False)
    changed = [change.award_id for change in changes]
    return {"certifications": list(new_kinds.values()), "awards": made, "awards changed": changed}


def _add_kinds(session: Session, actor: Actor, names: Iterable[str], known: Known, now: datetime) -> dict[str, int]:
    codes = {key_of(kind.code) for kind in known.kinds.values()}
    made = {}
    for name in names:
        new = NewCertification(name=name, code=_code(name, codes), is_licence=True)
        row = certifications.add_certification(session, actor, new=new, now=now, entry=False)
        made[key_of(name)] = stored(row.id)
    return made


def _code(name: str, taken: set[str]) -> str:
    """A code made of the name that no other certification has; it is remembered in `taken`."""
    letters = "".join(sign if sign.isalnum() else " " for sign in name)
    stem = "-".join(letters.upper().split()) or "LICENCE"
    code, number = stem, 1
    while key_of(code) in taken:
        number += 1
        code = f"{stem}-{number}"
    taken.add(key_of(code))
    return code

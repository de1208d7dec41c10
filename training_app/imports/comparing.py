"""What the rows of a roster would do to what is known: taken names, branches, and what differs."""

from collections.abc import Iterable, Sequence

from training_app.access.actor import Actor
from training_app.imports import differences, supervisors
from training_app.imports.cells import name_key
from training_app.imports.columns import Columns, Field
from training_app.imports.drafts import Draft
from training_app.imports.entries import Entry
from training_app.imports.known import ABOVE, Known, KnownPerson
from training_app.people.rules import key_of


def compare(entries: Iterable[Entry], known: Known, *, columns: Columns, actor: Actor) -> list[Draft]:
    """Each row with the person it is about, what is wrong with it, and what it would change.

    Supervisors who are refused, and circles, are left to `supervisors.refuse_dangling`, when everything else is said.
    """
    drafts = [
        Draft(entry, key := entry.key(), known.by_email.get(key) if key else None, list(entry.refusals))
        for entry in entries
    ]
    _refuse_taken(drafts, known, columns)
    for draft in drafts:
        _place(draft, known, columns)
        _refuse_strangers(draft, known, columns, actor)
        differences.refuse_licence(draft, known, columns)
    supervisors.resolve(drafts, known, columns.name(Field.SUPERVISOR))
    for draft in drafts:
        if draft.person is not None and not draft.is_refused():
            draft.changes = tuple(differences.of(draft, draft.person, known))
    return drafts


def username_of(entry: Entry) -> str:
    """What somebody new signs in with: the username, or else the email."""
    return entry.username or entry.email


def _refuse_taken(drafts: Sequence[Draft], known: Known, columns: Columns) -> None:
    """Email and username are one set of names, because either signs in (P-07); a name belongs to the first row."""
    names: dict[str, tuple[Draft, Field]] = {}
    numbers: dict[str, Draft] = {}
    for draft in drafts:
        entry = draft.entry
        for field, text in ((Field.EMAIL, entry.email), (Field.USERNAME, entry.username)):
            key = key_of(text)
            if not key:
                continue
            earlier, what = names.setdefault(key, (draft, field))
            if earlier is not draft:
                draft.refuse(columns.name(field), text, f"is the {what.lower()} of row {earlier.entry.number} already")
            elif holder := _other(draft, known.by_email.get(key), known.by_username.get(key)):
                draft.refuse(columns.name(field), text, f"belongs to {_named(holder, known)}")
        if number := entry.employee_number:
            before = numbers.setdefault(number, draft)
            column = columns.name(Field.EMPLOYEE_NUMBER)
            if before is not draft:
                draft.refuse(column, number, f"is the employee number of row {before.entry.number} already")
            elif holder := _other(draft, known.by_employee_number.get(number)):
                draft.refuse(column, number, f"belongs to {_named(holder, known)}")


def _other(draft: Draft, *holders: KnownPerson | None) -> KnownPerson | None:
    return next((holder for holder in holders if holder is not None and holder is not draft.person), None)


def _named(holder: KnownPerson, known: Known) -> str:
    if known.mine is not None and holder.id not in known.mine:
        return "somebody else"
    return f"{holder.first_name} {holder.last_name} ({holder.email})"


def _place(draft: Draft, known: Known, columns: Columns) -> None:
    said = draft.entry.branch
    column = columns.name(Field.BRANCH)
    if not said:
        if draft.person is None:
            draft.refuse(column, "", "is missing")
        return
    if draft.person is not None and _is_branch(said, known.branch_names.get(draft.person.branch_id, "")):
        draft.branch_id = draft.person.branch_id
        return
    found = known.branches.get(name_key(said), [])
    if len(found) == 1:
        draft.branch_id = found[0]
    elif found:
        paths = " or ".join(f"“{known.branch_names[one]}”" for one in sorted(found))
        draft.refuse(column, said, f"is the name of several branches: write {paths}")
    elif known.open_branches is not None:
        draft.refuse(column, said, "is not among the branches that you look after")
    elif ABOVE in said:
        draft.refuse(column, said, "is no branch: only one at the top is made by an import")


def _is_branch(said: str, path: str) -> bool:
    return name_key(said) in {name_key(path), name_key(path.rsplit(ABOVE, 1)[-1])}


def _refuse_strangers(draft: Draft, known: Known, columns: Columns, actor: Actor) -> None:
    person = draft.person
    if person is None:
        return
    if known.mine is not None and person.id not in known.mine:
        draft.refuse(columns.name(Field.EMAIL), draft.entry.email, "belongs to somebody whom you do not look after")
    if person.id == actor.person_id and draft.entry.active is False:
        draft.refuse(columns.name(Field.STATUS), "", "would deactivate yourself")

"""Who reports to whom in a roster: found further down or among the people known, and never in a circle."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from training_app.imports.drafts import Draft
from training_app.imports.known import Known
from training_app.people.rules import key_of


def resolve(drafts: Sequence[Draft], known: Known, column: str) -> None:
    """Find the supervisor of each row; refuse those whose supervisor is unknown or themselves."""
    usernames: dict[str, str] = {}
    emails = set()
    for draft in drafts:
        if draft.key:
            emails.add(draft.key)
            usernames.setdefault(key_of(draft.entry.username), draft.key)
    for draft in drafts:
        said = key_of(draft.entry.supervisor)
        if not said:
            continue
        found = _among_known(said, known, draft)
        if not found and said not in known.by_email:
            found = said if said in emails else usernames.get(said, "")
        if not found:
            draft.refuse(column, draft.entry.supervisor, "is nobody in the file or in the roster")
        elif found == draft.key:
            draft.refuse(column, draft.entry.supervisor, "is the person of this row; nobody reports to themselves")
        else:
            draft.supervisor_key = found


def refuse_dangling(drafts: Sequence[Draft], known: Known, column: str) -> None:
    """Refuse rows whose supervisor is refused or who would report to themselves through others, until none is left."""
    owners: dict[str, Draft] = {}
    for draft in drafts:
        owners.setdefault(draft.key, draft)
    _refuse_below_refused(drafts, owners, known, column)
    while loops := list(_loops(drafts, known)):
        for loop in loops:
            _refuse_loop(loop, column)
        _refuse_below_refused(drafts, owners, known, column)


def from_the_top(drafts: Sequence[Draft], known: Known) -> list[Draft]:
    """The drafts in the order of writing: each after all who will be above it, else as they stand in the file.

    Written in portions of this order, nobody waits for a supervisor who comes later, and no circle stands meanwhile.
    """
    above = _above(known)
    above |= {draft.key: draft.supervisor_key for draft in drafts if draft.supervisor_key and not draft.is_refused()}
    depths: dict[str, int] = {}
    for draft in drafts:
        trail: dict[str, None] = {}
        key: str | None = draft.key
        while key in above and key not in depths and key not in trail:
            trail[key] = None
            key = above[key]
        depth = depths.get(key or "", 0)
        depths |= {passed: deeper for deeper, passed in enumerate(reversed(trail), depth + 1)}
    return sorted(drafts, key=lambda draft: depths.get(draft.key, 0))


def _above(known: Known) -> dict[str, str]:
    """Who is above whom now, by their keys."""
    return {
        person.email_key: known.people[person.manager_id].email_key
        for person in known.people.values()
        if person.manager_id in known.people
    }


def _among_known(said: str, known: Known, draft: Draft) -> str:
    person = known.by_email.get(said) or known.by_username.get(said)
    if person is None:
        return ""
    already = draft.person is not None and draft.person.manager_id == person.id
    seen = known.mine is None or person.id in known.mine or person.id == known.me
    return person.email_key if seen or already else ""


def _refuse_below_refused(drafts: Sequence[Draft], owners: dict[str, Draft], known: Known, column: str) -> None:
    reports = defaultdict(list)
    for draft in drafts:
        if draft.supervisor_key and draft.supervisor_key not in known.by_email:
            reports[draft.supervisor_key].append(draft)
    waiting = [owners[key] for key in reports if owners[key].is_refused()]
    done = set()
    while waiting:
        above = waiting.pop()
        if above.key in done:
            continue
        done.add(above.key)
        for draft in reports.get(above.key, ()):
            if any(refusal.column == column for refusal in draft.refusals):
                continue
            draft.refuse(column, draft.entry.supervisor, f"is the person of row {above.entry.number}, which is refused")
            if owners[draft.key] is draft:
                waiting.append(draft)


def _loops(drafts: Sequence[Draft], known: Known) -> Iterator[list[Draft]]:
    """The circles that these rows would make: the rows of each that put somebody under a new supervisor."""
    above = _above(known)
    changed: dict[str, Draft] = {}
    for draft in drafts:
        if draft.supervisor_key and not draft.is_refused() and above.get(draft.key) != draft.supervisor_key:
            above[draft.key] = draft.supervisor_key
            changed[draft.key] = draft
    settled: set[str] = set()
    for start in changed:
        trail: dict[str, None] = {}
        key: str | None = start
        while key is not None and key not in settled and key not in trail:
            trail[key] = None
            key = above.get(key)
        if key is not None and key in trail:
            circle = list(trail)[list(trail).index(key) :]
            yield [changed[one] for one in circle if one in changed]
        settled.update(trail)


def _refuse_loop(loop: list[Draft], column: str) -> None:
    numbers = sorted(draft.entry.number for draft in loop)
    rows = f"row {numbers[0]}" if len(numbers) == 1 else "rows " + ", ".join(map(str, numbers))
    for draft in loop:
        draft.refuse(
            column, draft.entry.supervisor, f"reports to the person of this row, directly or through others ({rows})"
        )

"""Who acts: what they may do and whom they may see. Built on the server from the session, required everywhere."""

from dataclasses import dataclass, field

from training_app.access.rules import Permission, Role
from training_app.core.errors import NotAllowed


@dataclass(frozen=True)
class Scope:
    """Whose data somebody sees. `people.queries.visible` turns it into SQL.

    Everybody, or the union of: the people reporting to `manager_id` (directly or through others) together with
    the members of the teams that person leads; the people of `branch_ids` and the branches below them; the
    members of `team_ids`. An empty scope sees nobody (P-04, P-05).
    """

    everybody: bool = False
    manager_id: int | None = None
    branch_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Somebody who acts. `person_id` is None for the system itself: the loop, the command line."""

    person_id: int | None
    name: str
    permissions: frozenset[Permission]
    scope: Scope
    roles: frozenset[Role] = field(default=frozenset())
    key_hash: str = field(default="", repr=False)

    @classmethod
    def system(cls) -> "Actor":
        """The loop and the command line: every right over everybody."""
        return cls(None, "Muster", frozenset(Permission), Scope(everybody=True))

    def can(self, permission: Permission) -> bool:
        """Whether this actor has the right."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Refuse with `NotAllowed` unless this actor has the right (P-06)."""
        if not self.can(permission):
            message = f"You need the right “{permission}” to do this."
            raise NotAllowed(message)

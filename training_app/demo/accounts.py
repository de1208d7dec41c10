"""The well-known accounts of the demo. They exist in demo data alone, which is served to this machine only."""

from dataclasses import dataclass

from training_app.access.rules import Role

PASSWORD = "muster-demo"  # noqa: S105  # meant to be known


@dataclass(frozen=True)
class Account:
    """Somebody whom one signs in as."""

    username: str
    first_name: str
    last_name: str
    role: Role

    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.username}@demo.test"


SUPERADMIN = Account("superadmin", "Priya", "Raman", Role.SUPERADMIN)
ADMIN = Account("admin", "Helen", "Okafor", Role.ADMIN)
COORDINATOR = Account("coordinator", "Tomás", "Villareal", Role.COORDINATOR)
MANAGER = Account("manager", "Dana", "Whitfield", Role.MANAGER)
LEARNER = Account("learner", "Leo", "Marchetti", Role.LEARNER)

ACCOUNTS = (SUPERADMIN, ADMIN, COORDINATOR, MANAGER, LEARNER)
EMAILS = tuple(account.email() for account in ACCOUNTS)

"""How people sign in, and which roles they were given."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from training_app.core.tables import Table


class Account(Table, table=True):
    """A person's password. No row, or no hash: not yet able to sign in."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    password_hash: str | None = Field(default=None, description="argon2id")
    password_set_at: datetime | None = None


class SignIn(Table, table=True):
    """A sign-in session. The key itself is only in the browser's cookie; here is its SHA-256."""

    __tablename__ = "sign_in"

    key_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    began_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    device: str = ""
    address: str = ""

    def is_live(self, now: datetime) -> bool:
        """Whether this session still signs anybody in."""
        return self.ended_at is None and now < self.expires_at


class Link(Table, table=True):
    """A single-use link by mail: an invitation or a password reset. Only the SHA-256 of its token is stored."""

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    purpose: str = Field(description="A `Purpose`.")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def is_usable(self, now: datetime) -> bool:
        """Whether the link may still set a password."""
        return self.used_at is None and now < self.expires_at


class FailedTry(Table, table=True):
    """A sign-in that failed, kept under its account (or what was typed in place of one) and its address (P-07).

    Also a code that somebody checked without signing in, under the address (T-06).
    """

    __tablename__ = "failed_try"
    __table_args__ = (sa.Index("ix_failed_try_subject", "subject", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(
        description="Made by `accounts.keys`: `account:<hash>`, `address:<hash>`, `forgot:<hash>` or `verify:<hash>`."
    )
    at: datetime
    level: int = Field(default=0, description="How long the next try waits, see `rules.wait_at`; 0 is not at all.")


class RolePermission(Table, table=True):
    """One permission of one role, as the organization set it; the migration fills in the defaults of P-03."""

    __tablename__ = "role_permission"

    role: str = Field(primary_key=True)
    permission: str = Field(primary_key=True)


class RoleGrant(Table, table=True):
    """A role given to a person, for everybody or (with rows of `RoleScope`) for some branches or teams."""

    __tablename__ = "role_grant"
    __table_args__ = (sa.UniqueConstraint("person_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    role: str = Field(index=True)
    given_at: datetime


class RoleScope(Table, table=True):
    """One branch or one team that a role is limited to."""

    __tablename__ = "role_scope"
    __table_args__ = (sa.CheckConstraint("(branch_id IS NULL) <> (team_id IS NULL)", name="branch_or_team"),)

    id: int | None = Field(default=None, primary_key=True)
    grant_id: int = Field(foreign_key="role_grant.id", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")


class PersonPermission(Table, table=True):
    """A single permission given to (or taken from) a person beside their roles."""

    __tablename__ = "person_permission"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    permission: str = Field(primary_key=True)
    given: bool


class Refusal(Table, table=True):
    """Refused calls of one person and handler within one minute, counted (P-06). Person 0 is nobody."""

    person_id: int = Field(primary_key=True)
    handler: str = Field(primary_key=True)
    minute: datetime = Field(primary_key=True, index=True)
    count: int = 1

"""Hashing and comparing passwords. Both take tens of milliseconds of one core: never inside a transaction.

On SQLite a write transaction keeps all others waiting; so a try is begun in one transaction, compared outside
of any, and ended in another (`accounts.signing`).
"""

from asyncio import get_running_loop
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from training_app.accounts.rules import normal, password_problem
from training_app.core.errors import Invalid, Problem

Hashed = NewType("Hashed", str)
"""A password that kept the rules and was hashed. Only `hashed` makes one."""

AT_ONCE = 2
# OWASP's smallest recommendation of memory: a shift of people who sign in together must fit into a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Made with these parameters from a password that nobody knows; compared where there is no account to compare with.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$EJMVTxZJk7589sihtFHd5A$TMp6cYdUVUHh3FUHI65p7cD0NKiiGkskTgqC1voh6As"


def hashed(password: str, *, personal: Iterable[str] = ()) -> Hashed:
    """The argon2id hash of a new password. `Invalid` when it breaks a rule (P-07)."""
    problem = password_problem(password, personal=personal)
    if problem:
        raise Invalid(Problem("password", problem.text()))
    return Hashed(_hasher.hash(normal(password)))


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return _hasher.verify(password_hash, normal(password))
    except VerificationError:
        return False


def is_up_to_date(password_hash: str) -> bool:
    """Whether a hash was made with the parameters in force, so that comparing it takes as long as any."""
    return not _hasher.check_needs_rehash(password_hash)


async def matches_apart(password_hash: str, password: str) -> bool:
    """`matches` in a thread of its own kind, so that neither handlers nor the database wait for it."""
    return await get_running_loop().run_in_executor(_threads(), matches, password_hash, password)


async def hashed_apart(password: str, personal: Iterable[str]) -> Hashed:
    """`hashed` in a thread of its own kind."""
    return await get_running_loop().run_in_executor(_threads(), lambda: hashed(password, personal=personal))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")

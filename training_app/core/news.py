"""News between processes: whose open pages have something new to show. Needs Redis; without it there is one process."""

import logging
from collections.abc import Iterable
from functools import cache

from redis import Redis
from redis.exceptions import RedisError

from training_app.core.settings import settings

CHANNEL = "muster:changed"
log = logging.getLogger(__name__)


def publish(person_ids: Iterable[int]) -> None:
    """Tell every web process about these people, from a process that has no pages itself. Missed news is only late."""
    try:
        _line(settings().redis_url).publish(CHANNEL, written(person_ids))
    except (RedisError, OSError) as failed:
        log.warning("Redis cannot be reached, open pages learn of news within a minute: %s", failed)


def written(person_ids: Iterable[int]) -> str:
    """News as it is sent."""
    return ",".join(map(str, person_ids))


def people_in(message: bytes) -> frozenset[int]:
    """Whom news is about; what cannot be read is about nobody."""
    return frozenset(int(part) for part in message.decode("ascii", "replace").split(",") if part.isdecimal())


@cache
def _line(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

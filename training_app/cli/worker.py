"""`muster worker`: the background loop and jobs in a process of their own, for when there are several web processes."""

import argparse
import signal
import threading
from typing import Any


def register(commands: Any) -> None:
    """Add `muster worker`."""
    command = commands.add_parser("worker", help="run the background loop and jobs in a process of their own")
    command.set_defaults(run=work)


def work(_said: argparse.Namespace) -> None:
    """Carry out `muster worker`, until told to end; what was begun is finished first, or goes on at the next start."""
    from training_app.core import news
    from training_app.core.settings import settings
    from training_app.migrations import run
    from training_app.notifications import bell
    from training_app.worker import jobs, loop

    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda _number, _frame: stop.set())
    run.upgrade()
    if settings().redis_url:
        bell.connect(news.publish)
    with jobs.working():
        print("The loop and the jobs run (Ctrl C ends them)", flush=True)
        loop.run(stop)

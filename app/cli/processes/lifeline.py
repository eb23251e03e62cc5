"""A child's hold on its supervisor: when the pipe closes, the child goes too."""

import os
import signal
import threading
import time
from collections.abc import Callable

import click

#: How long a child may take to end in good order before it is killed.
GRACE_SECONDS = 15

option = click.option("--lifeline", type=int, hidden=True)


class Lifeline:
    """A pipe that the supervisor holds and its children wait on."""

    def __init__(self) -> None:
        self.end, self._held = os.pipe()

    def cut(self) -> None:
        os.close(self._held)
        os.close(self.end)


def follow(lifeline: int | None, end: Callable[[], None]) -> None:
    """Call `end` when the supervisor is gone, and kill the group if that is no help.

    The supervisor alone holds the other end of the pipe and never writes, so reading
    returns only when it is gone, however it went.
    """
    if lifeline is None:
        return

    def wait() -> None:
        os.read(lifeline, 1)
        end()
        time.sleep(GRACE_SECONDS)
        # The supervisor made this process the leader of its own group.
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def end_myself() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def end_parent() -> None:
    os.kill(os.getppid(), signal.SIGTERM)

"""One transaction per verb: effect, feed, audit and deferred jobs commit together."""

import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.core import jobs
from app.core.database import session
from app.core.errors import refusal_for
from app.core.events import handlers_of

P = ParamSpec("P")
T = TypeVar("T")

#: SQLSTATE of a serialisation failure and of a deadlock: the same work, done again,
#: may succeed.
PASSING: Final = frozenset({"40001", "40P01"})
TRIES: Final = 8


class Transaction:
    """What a verb holds while it runs."""

    def __init__(self, current: Session) -> None:
        self.session = current
        self._facts: deque[object] = deque()
        self._before: list[Callable[[], None]] = []
        self._after: list[Callable[[], None]] = []
        #: Whatever a part gathers during the verb, by its own key.
        self.gathered: dict[str, Any] = {}

    def publish(self, fact: object) -> None:
        """Announce a fact: its subscribers run before the commit, inside it."""
        self._facts.append(fact)

    def defer(self, job: str, **ids: int) -> None:
        """Queue a job that exists if and only if this transaction commits."""
        self.session.flush()
        jobs.defer(job, **ids)

    def before_commit(self, hook: Callable[[], None]) -> None:
        """Run `hook` last of all, so that hot rows are locked as briefly as can be."""
        self._before.append(hook)

    def after_commit(self, hook: Callable[[], None]) -> None:
        """Run `hook` once the commit is done; it must not touch the database."""
        self._after.append(hook)

    def settle(self) -> None:
        """Handle every fact, also those that handlers publish, then the last hooks."""
        while self._facts:
            fact = self._facts.popleft()
            for handle in handlers_of(fact):
                handle(fact)
        self.session.flush()
        for hook in self._before:
            hook()

    def finish(self) -> None:
        for hook in self._after:
            hook()


_open: ContextVar[Transaction | None] = ContextVar("paigong_transaction", default=None)


@contextmanager
def transaction() -> Iterator[Transaction]:
    """Open the verb's transaction, or join the one a calling verb has open.

    Leaving the block commits; an exception rolls everything back. A violated
    constraint that a domain gave a meaning to comes out as that refusal.
    """
    joined = _open.get()
    if joined is not None:
        yield joined
        return
    tx = Transaction(session())
    token = _open.set(tx)
    try:
        yield tx
        tx.settle()
        tx.session.commit()
    except IntegrityError as error:
        tx.session.rollback()
        refusal = refusal_for(constraint_of(error))
        if refusal is None:
            raise
        raise refusal from error
    except BaseException:
        tx.session.rollback()
        raise
    finally:
        _open.reset(token)
    tx.finish()


def constraint_of(error: DBAPIError) -> str | None:
    """Name the constraint that the database says was violated."""
    diagnostics = getattr(error.orig, "diag", None)
    return getattr(diagnostics, "constraint_name", None)


def retry_conflicts(verb: Callable[P, T]) -> Callable[P, T]:
    """Run the verb again when the database broke a tie against it.

    Only the outermost verb retries: a joined one belongs to its caller's transaction.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if _open.get() is not None:
            return verb(*args, **kwargs)
        for attempt in range(1, TRIES):
            try:
                return verb(*args, **kwargs)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in PASSING:
                    raise
                time.sleep(random.uniform(0, 0.02) * 2**attempt)  # noqa: S311 - jitter
        return verb(*args, **kwargs)

    return run

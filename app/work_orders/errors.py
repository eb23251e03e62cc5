"""What a work order refuses."""

from app.core.errors import ConflictError, InvalidError


class StartedError(ConflictError):
    """Work has begun or ended; the order can no longer be changed."""

    code = "work_started"
    title = "The work has begun"


class TooMuchWorkError(InvalidError):
    """The work would take more visits than one order can."""

    code = "too_much_work"
    title = "Too much work for one order"

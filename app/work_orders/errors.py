"""What a work order refuses."""

from app.core.errors import ConflictError


class StartedError(ConflictError):
    """Work has begun or ended; the order can no longer be changed."""

    code = "work_started"
    title = "The work has begun"

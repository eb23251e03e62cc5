"""What a project refuses."""

from app.core.errors import ConflictError, InvalidError


class DifferentOrderError(ConflictError):
    """The reference is known, and it came with other content."""

    code = "different_order"
    title = "This reference belongs to another order"


class SettledError(ConflictError):
    """The project has ended; nothing about it changes any more."""

    code = "settled"
    title = "The project has ended"


class UnreadableError(InvalidError):
    """The file as a whole cannot be taken; each fault names a way to mend it."""

    code = "unreadable_file"
    title = "The file cannot be read"

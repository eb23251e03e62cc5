"""Pure decisions on customers' links."""

from datetime import timedelta
from typing import Final

from app.web.secret_links import MOST_FAILURES, counted_for, is_token, new_token

__all__ = [
    "MOST_DAYS",
    "MOST_FAILURES",
    "SEEN_EACH",
    "USUAL_DAYS",
    "counted_for",
    "is_token",
    "new_token",
]

USUAL_DAYS: Final = 180
MOST_DAYS: Final = 730
#: How exactly it is kept when a link was last used.
SEEN_EACH: Final = timedelta(minutes=1)

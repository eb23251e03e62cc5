"""Sales over HTTP: one blueprint, whose operations are in two files."""

from app.sales.views import leads, quotes
from app.sales.views.parts import blueprint

__all__ = ["blueprint", "leads", "quotes"]

"""A quote's page: made on the server, read and answered without scripts."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from flask import Response, current_app, render_template, request
from flask_babel import force_locale
from flask_babel import lazy_gettext as _

from app.portal import words
from app.sales.queries.quotes import Offer
from app.web.shells import Shell

_REGIONS: Final = {"zh": Locale("zh", "CN", script="Hans"), "en": Locale("en", "GB")}
UNITS: Final = {"piece": "", "hour": _("h")}
#: What an answer that could not be taken says of itself.
REFUSED: Final = frozenset({"name", "seen", "late"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Writes amounts, days and names as one reads them."""

    language: str
    currency: str
    zone: str

    def money(self, minor: int) -> str:
        amount = Decimal(minor) / 100
        return format_currency(amount, self.currency, locale=_REGIONS[self.language])

    def count(self, quantity: str, unit: str) -> str:
        number = format_decimal(Decimal(quantity), locale=_REGIONS[self.language])
        return f"{number} {UNITS[unit]}".strip()

    def day(self, text: str) -> str:
        day = date.fromisoformat(text)
        return format_date(day, "long", locale=_REGIONS[self.language])

    def moment(self, at: datetime) -> str:
        local = at.astimezone(ZoneInfo(self.zone))
        return format_datetime(
            local, "d MMM y HH:mm", tzinfo=local.tzinfo, locale=_REGIONS[self.language]
        )

    def called(self, row: dict[str, Any], key: str = "name") -> str:
        chinese = row.get(f"{key}_zh") if self.language == "zh" else ""
        return str(chinese or row[key])


def page(offer: Offer, token: str, language: str, shell: Shell | None) -> Response:
    """Show what was frozen, and what became of it."""
    zone = str(current_app.config["DEFAULT_TIME_ZONE"])
    said = request.args.get("said")
    with force_locale(language):
        text = render_template(
            "quote.html",
            offer=offer,
            document=offer.document,
            read=Reader(language, offer.document["currency"], zone),
            words=words,
            token=token,
            said=said if said in REFUSED else None,
            language=language,
            shell=shell,
        )
    return Response(text)

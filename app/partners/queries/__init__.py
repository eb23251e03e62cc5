"""Reads on rules, offers, what partners' records say, and what they did."""

from app.partners.queries.candidates import (
    asked_in,
    candidates_for,
    hold_quotas,
    jobs_since,
    records_of,
    rounds_of,
    standing_partners,
)
from app.partners.queries.offers import (
    OfferFilter,
    expired,
    held,
    live_offer_of,
    offer,
    offer_to,
    offers,
)
from app.partners.queries.rules import (
    known_partner,
    own_desk,
    own_territory,
    partners,
    rule_for_change,
    rules,
    technicians_of,
)
from app.partners.queries.statements import statement

__all__ = [
    "OfferFilter",
    "asked_in",
    "candidates_for",
    "expired",
    "held",
    "hold_quotas",
    "jobs_since",
    "known_partner",
    "live_offer_of",
    "offer",
    "offer_to",
    "offers",
    "own_desk",
    "own_territory",
    "partners",
    "records_of",
    "rounds_of",
    "rule_for_change",
    "rules",
    "standing_partners",
    "statement",
    "technicians_of",
]

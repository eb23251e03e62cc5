"""What happened to quotes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuoteSent:
    """A customer is about to be shown it: whoever cannot carry it out says so now."""

    quote_id: int


@dataclass(frozen=True, slots=True)
class QuoteAccepted:
    """The customer agreed to what was shown: work may follow."""

    quote_id: int

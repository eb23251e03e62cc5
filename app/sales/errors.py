"""What sales refuses."""

from app.core.errors import ConflictError, StaleError


class LeadSettledError(ConflictError):
    code = "lead_settled"
    title = "The lead is settled"


class NotSurveyedError(ConflictError):
    code = "not_surveyed"
    title = "The site was not surveyed"


class RateTakenError(ConflictError):
    code = "rate_taken"
    title = "There is a rate from this day already"

    def __init__(self) -> None:
        super().__init__("A rate of this kind begins on that day; choose another day.")


class SeenOtherwiseError(StaleError):
    """What the customer saw is not what would be agreed to."""

    code = "seen_otherwise"
    title = "This is not what was shown"


class QuoteDecidedError(ConflictError):
    code = "quote_decided"
    title = "The quote was decided on already"

"""What offers and their rules refuse."""

from app.core.errors import ConflictError, refuse_on


class NotOfferableError(ConflictError):
    code = "not_offerable"
    title = "This work cannot be offered now"


class NobodyToAskError(ConflictError):
    code = "nobody_to_ask"
    title = "No rule names a partner for this work"


class OfferClosedError(ConflictError):
    code = "offer_closed"
    title = "The offer is no longer open"


class OfferNotAcceptedError(ConflictError):
    code = "offer_not_accepted"
    title = "Accept the work before planning it"


class RuleExistsError(ConflictError):
    code = "offer_rule_exists"
    title = "There is such a rule already"

    def __init__(self) -> None:
        super().__init__(
            "This partner has a rule for that territory and kind; change that one."
        )


class OfferedAlreadyError(ConflictError):
    code = "offered_already"
    title = "The work is offered already"

    def __init__(self) -> None:
        super().__init__("A partner has this work, or is being asked just now.")


refuse_on("uq_offer_rules_for", RuleExistsError)
refuse_on("uq_offers_live", OfferedAlreadyError)

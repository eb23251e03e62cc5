from routing.formats.native.reader import Reader
from routing.model import Disruption, Policy, Priority
from routing.model.policy import DEFAULT_PENALTIES, MANDATORY
from routing.model.units import MAX_PENALTY, MAX_TIME, MAX_WEIGHT

_RATES = (
    "travel_second",
    "travel_kilometre",
    "work_second",
    "waiting_second",
    "overtime_second",
)
_PRICES = ("shift_used", "unpreferred")


def read_policy(item: Reader) -> Policy:
    node = item.record(*_RATES, *_PRICES, "disruption", "penalties")
    usual = Policy()
    given = {
        name: node.integer(name, 0, high, getattr(usual, name))
        for names, high in ((_RATES, MAX_WEIGHT), (_PRICES, MAX_PENALTY))
        for name in names
    }
    return Policy(
        **given,
        disruption=node.optional("disruption", _disruption) or Disruption(),
        penalties=node.optional("penalties", _penalties) or DEFAULT_PENALTIES,
    )


def _disruption(item: Reader) -> Disruption:
    node = item.record("budget", "price", "tolerance")
    return Disruption(
        budget=node.optional("budget", lambda k: k.as_integer(0, MAX_TIME)),
        price=node.integer("price", 0, MAX_PENALTY, 0),
        tolerance=node.integer("tolerance", 0, MAX_TIME, 0),
    )


def _penalties(item: Reader) -> dict[str, int]:
    names = [MANDATORY, *Priority]
    node = item.record(*names)
    return {
        name: node.integer(name, 0, MAX_PENALTY, DEFAULT_PENALTIES[name])
        for name in names
    }

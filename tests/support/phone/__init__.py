"""A phone of the sync protocol in Python: for tests, the simulator, and to read."""

from tests.support.phone.clocks import PhoneClock
from tests.support.phone.line import HttpLine, Line, LineError
from tests.support.phone.phone import Phone
from tests.support.phone.store import Kept, Store

__all__ = ["HttpLine", "Kept", "Line", "LineError", "Phone", "PhoneClock", "Store"]

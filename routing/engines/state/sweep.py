"""Earliest times along a route, breaks placed best."""

from collections.abc import Sequence

from routing.engines.state.duty import BIG, Duty


def advance(breaks: Sequence[tuple[int, int, int]], leaves: int, drive: int) -> int:
    """Return when a drive with these breaks on the way is over; `BIG` if never.

    Each break is taken as early as it may, pausing the drive or after arrival.
    """
    for earliest, latest_end, length in breaks:
        begins = max(leaves, earliest)
        if begins + length > latest_end:
            return BIG
        drive -= min(drive, begins - leaves)
        leaves = begins + length
    return leaves + drive


def opening(windows: Sequence[tuple[int, int]], ready: int) -> int:
    """Return the first start not before `ready`; `BIG` when every window is over."""
    for opens, closes in windows:
        if ready <= closes:
            return max(ready, opens)
    return BIG


class Sweep:
    """Earliest times by the number of breaks taken, forward along the route.

    Taking a break later or earlier changes only the time, so the earliest time in
    each state dominates all others in that state.
    """

    def __init__(self, duty: Duty) -> None:
        self.duty = duty
        self.count = len(duty.breaks)
        self.latest = min(duty.hard_end, BIG - 1)
        self.leaves = [duty.start] + [BIG] * self.count
        self.starts: list[list[int]] = []
        self.origins: list[list[int]] = []
        self.ready = [duty.start]

    def drive(self, seconds: int) -> tuple[list[int], list[int]]:
        """Return the earliest arrival in each state, and the state it came from."""
        leaves = self.leaves
        times = [at + seconds if at < BIG else BIG for at in leaves]
        origins = list(range(self.count + 1))
        for state in range(1, self.count + 1):
            for before in range(state):
                if leaves[before] < BIG:
                    taken = self.duty.breaks[before:state]
                    at = advance(taken, leaves[before], seconds)
                    if at < times[state]:
                        times[state], origins[state] = at, before
        return times, origins

    def serve(
        self, seconds: int, floor: int, windows: Sequence[tuple[int, int]], length: int
    ) -> bool:
        times, origins = self.drive(seconds)
        starts = [opening(windows, max(at, floor)) if at < BIG else BIG for at in times]
        self.leaves = [start + length if start < BIG else BIG for start in starts]
        self.starts.append(starts)
        self.origins.append(origins)
        self.ready.append(min(self.leaves))
        return self.ready[-1] <= self.latest

    def finish(self, seconds: int) -> tuple[int, int]:
        """Return the earliest end and its state; breaks left must fit after it."""
        times, origins = self.drive(seconds)
        self.origins.append(origins)
        best, state = BIG, 0
        for taken, end in enumerate(times):
            left = self.duty.breaks[taken:]
            if end < best and (not left or advance(left, end, 0) < BIG):
                best, state = end, taken
        return best, state

    def trace(self, state: int) -> list[int]:
        """Return the states along the way that leads to `state` at the end."""
        states = [state]
        for origins in reversed(self.origins):
            states.append(origins[states[-1]])
        return states[::-1]


def fits_alone(
    duty: Duty, place: int, floor: int, windows: Sequence[tuple[int, int]], length: int
) -> bool:
    """Say whether the shift can hold this and nothing else, not before `floor`."""
    sweep = Sweep(duty)
    if not sweep.serve(duty.seconds[duty.start_place][place], floor, windows, length):
        return False
    return sweep.finish(duty.seconds[place][duty.end_place])[0] <= sweep.latest

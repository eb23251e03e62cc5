import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from routing.model import GreatCircle, Location, Table
from routing.travel import FORBIDDEN, source

LATITUDES = st.floats(-89.9, 89.9)
LONGITUDES = st.floats(-180, 180)
POINTS = st.tuples(LATITUDES, LONGITUDES)


@given(one=POINTS, two=POINTS)
def test_great_circle_agrees_with_geopy(
    one: tuple[float, float], two: tuple[float, float]
) -> None:
    places = [Location("one", *one), Location("two", *two)]
    spec = GreatCircle("car", speed_kmh=36, detour=1, access_seconds=0)
    legs = source(spec).legs(places)
    metres = great_circle(one, two).meters
    assert legs.metres[0, 1] == pytest.approx(metres, abs=2)
    assert legs.seconds[0, 1] == pytest.approx(metres / 10, abs=1)
    assert legs.seconds[0, 1] == legs.seconds[1, 0]


def test_detour_speed_and_access_count_but_staying_takes_nothing() -> None:
    places = [Location("one", 31.0, 121.0), Location("two", 31.0, 121.0)]
    legs = source(GreatCircle("car", 25, 1.4, 120)).legs(places)
    assert legs.seconds.tolist() == [[0, 120], [120, 0]]


def test_a_table_is_taken_row_to_column_and_null_forbids() -> None:
    spec = Table("car", ("b", "a"), ((0, 5), (None, None)), ((0, 50), (None, 0)))
    legs = source(spec).legs([Location("a"), Location("b"), Location("c")])
    assert legs.seconds.tolist() == [
        [0, FORBIDDEN, FORBIDDEN],
        [5, 0, FORBIDDEN],
        [FORBIDDEN, FORBIDDEN, 0],
    ]
    assert legs.metres[1, 0] == 50
    assert legs.metres.dtype == np.int64

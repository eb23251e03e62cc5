import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.coordinates import Datum, Degrees, from_wgs84, is_shifted, to_wgs84

SHIFTED = st.sampled_from([Datum.GCJ02, Datum.BD09])
INSIDE = st.builds(Degrees, st.floats(4, 53.5), st.floats(73.5, 135))
ANYWHERE = st.builds(Degrees, st.floats(-90, 90), st.floats(-180, 180))


def metres(a: Degrees, b: Degrees) -> float:
    north = (a.lat - b.lat) * 111_320
    east = (a.lon - b.lon) * 111_320 * math.cos(math.radians(a.lat))
    return math.hypot(north, east)


@given(INSIDE, SHIFTED)
def test_there_and_back_is_within_a_tenth_of_a_metre(
    place: Degrees, datum: Datum
) -> None:
    assert metres(to_wgs84(from_wgs84(place, datum), datum), place) < 0.1


@given(ANYWHERE.filter(lambda place: not is_shifted(place)), SHIFTED)
def test_outside_china_nothing_moves(place: Degrees, datum: Datum) -> None:
    assert to_wgs84(place, datum) == from_wgs84(place, datum) == place


@given(ANYWHERE)
def test_wgs84_is_what_it_is(place: Degrees) -> None:
    assert to_wgs84(place, Datum.WGS84) == from_wgs84(place, Datum.WGS84) == place


@given(ANYWHERE, SHIFTED)
def test_every_place_has_an_answer(place: Degrees, datum: Datum) -> None:
    assert all(map(math.isfinite, to_wgs84(place, datum)))


@pytest.mark.parametrize(
    ("datum", "lat", "lon"),
    [
        # Tiananmen, as widely quoted for the three systems.
        (Datum.GCJ02, 39.908823, 116.397470),
        (Datum.BD09, 39.915119, 116.403963),
    ],
)
def test_a_known_place_is_where_it_is(datum: Datum, lat: float, lon: float) -> None:
    known = Degrees(39.907423, 116.391229)

    assert metres(to_wgs84(Degrees(lat, lon), datum), known) < 30

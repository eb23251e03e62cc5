from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import BaseSyncAdapter

from app.core.geocoders import make_geocoder
from app.core.geocoding import Geocoder, GeocoderAwayError, Place

ADDRESS = "上海市人民大道200号"


def geocoder(name: str, answer: Any, asked: list[str]) -> Geocoder:
    """Return a geocoder whose network always gives one answer."""

    class Canned(BaseSyncAdapter):  # type: ignore[misc] # geopy ships no types
        def get_json(self, url: str, **_: Any) -> Any:
            asked.append(url)
            return answer

        def get_text(self, url: str, **_: Any) -> str:
            raise AssertionError(url)

    made = make_geocoder(name, "k-1", adapter_factory=Canned)
    assert made is not None
    assert made.name == name
    return made


def test_without_a_name_there_is_no_geocoder() -> None:
    assert make_geocoder("none") is None


def test_amap_answers_in_shifted_coordinates_and_is_put_right() -> None:
    asked: list[str] = []
    answer = {"status": "1", "geocodes": [{"location": "116.397470,39.908823"}]}

    place = geocoder("amap", answer, asked).find(ADDRESS)

    assert place is not None
    assert abs(place.lat - 39.907423) < 3e-4
    assert abs(place.lon - 116.391229) < 3e-4
    query = parse_qs(urlsplit(asked[0]).query)
    assert (query["address"], query["key"]) == ([ADDRESS], ["k-1"])


def test_tianditu_answers_as_it_is() -> None:
    asked: list[str] = []
    answer = {"status": "0", "location": {"lon": 121.4737, "lat": 31.2304}}

    place = geocoder("tianditu", answer, asked).find(ADDRESS)

    assert place == Place(31.2304, 121.4737)
    assert ADDRESS in parse_qs(urlsplit(asked[0]).query)["ds"][0]


def test_nominatim_answers_as_it_is() -> None:
    asked: list[str] = []
    answer = [{"lat": "31.2304", "lon": "121.4737", "display_name": "Shanghai"}]

    assert geocoder("nominatim", answer, asked).find(ADDRESS) == Place(
        31.2304, 121.4737
    )
    assert asked[0].startswith("https://nominatim.openstreetmap.org/search?")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("amap", {"status": "1", "geocodes": []}),
        ("tianditu", {"status": "404"}),
        ("nominatim", []),
    ],
)
def test_an_address_that_is_not_found_is_no_place(name: str, answer: Any) -> None:
    assert geocoder(name, answer, []).find(ADDRESS) is None


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("amap", {"status": "0", "info": "INVALID_USER_KEY"}),
        ("amap", {"status": "1", "geocodes": [{}]}),
        ("tianditu", {"status": "301007", "msg": "key"}),
        ("tianditu", {"status": "0", "location": {"lon": "x", "lat": "y"}}),
        ("tianditu", []),
    ],
)
def test_a_geocoder_that_answers_nonsense_is_away(name: str, answer: Any) -> None:
    with pytest.raises(GeocoderAwayError, match=name):
        geocoder(name, answer, []).find(ADDRESS)

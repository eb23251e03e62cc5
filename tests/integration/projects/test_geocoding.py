from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from app.core import geocoding
from app.core.database import session
from app.core.geocoding import Geocode, GeocoderAwayError, Place
from tests.factories.market import NEARBY, order
from tests.factories.network import Person

KNOWN = "200 Renmin Avenue, Huangpu, Shanghai"


class Atlas:
    """A geocoder that knows one address, and counts who asks."""

    name = "atlas"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_away = False

    def find(self, address: str) -> Place | None:
        if self.is_away:
            raise GeocoderAwayError("atlas")
        self.asked.append(address)
        return Place(*NEARBY) if address == KNOWN else None


@pytest.fixture
def atlas(dispatcher: Person) -> Iterator[Atlas]:
    assert dispatcher
    atlas = Atlas()
    geocoding.use_geocoder(atlas)
    yield atlas
    geocoding.use_geocoder(None)


def without_point(address: str = KNOWN, reference: str = "SO-1") -> dict[str, object]:
    body = order(external_reference=reference)
    del body["sites"][0]["point"]
    body["sites"][0]["address"] = address
    return body


def test_an_address_is_looked_up_once_and_kept(
    dispatcher: Person, atlas: Atlas
) -> None:
    first = dispatcher.ask("POST", "/projects", without_point())
    second = dispatcher.ask("POST", "/projects", without_point(reference="SO-2"))

    assert (first.status_code, second.status_code) == (201, 201), first.text
    assert first.json["sites"][0]["lat"] == NEARBY[0]
    assert atlas.asked == [KNOWN]
    assert session().scalar(select(func.count()).select_from(Geocode)) == 1


def test_an_address_that_is_not_found_is_refused_and_not_asked_again(
    dispatcher: Person, atlas: Atlas
) -> None:
    for _ in range(2):
        answer = dispatcher.ask("POST", "/projects", without_point("1 Nowhere Road"))
        assert answer.status_code == 422
        [fault] = answer.json["errors"]
        assert fault["code"] == "address_not_found"
    assert atlas.asked == ["1 Nowhere Road"]


def test_a_geocoder_that_is_away_is_asked_again_later(
    dispatcher: Person, atlas: Atlas
) -> None:
    atlas.is_away = True
    assert dispatcher.ask("POST", "/projects", without_point()).status_code == 422

    atlas.is_away = False
    assert dispatcher.ask("POST", "/projects", without_point()).status_code == 201


def test_an_order_with_its_point_asks_nobody(dispatcher: Person, atlas: Atlas) -> None:
    assert dispatcher.ask("POST", "/projects", order()).status_code == 201
    assert atlas.asked == []

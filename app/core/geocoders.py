"""Geocoders behind the port of `app.core.geocoding`, all through geopy."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL
from geopy.geocoders.base import Geocoder as GeopyGeocoder
from geopy.location import Location

from app.core.coordinates import Datum, Degrees, to_wgs84
from app.core.geocoding import Geocoder, GeocoderAwayError, Place

TIMEOUT_SECONDS: Final = 5
USER_AGENT: Final = "paigong"
Answer = Mapping[str, Any]


class _Chinese(GeopyGeocoder):  # type: ignore[misc] # geopy ships no types
    """What AMap and Tianditu have in common: one GET, one JSON answer."""

    host: str
    path: str

    def __init__(self, key: str, url: str | None = None, **kw: Any) -> None:
        parts = urlsplit(url or f"https://{self.host}")
        super().__init__(
            scheme=parts.scheme, timeout=TIMEOUT_SECONDS, user_agent=USER_AGENT, **kw
        )
        self.key = key
        self._base = f"{self.scheme}://{parts.netloc}{parts.path}{self.path}"

    def geocode(self, query: str, *, timeout: Any = DEFAULT_SENTINEL) -> Any:
        url = f"{self._base}?{urlencode(self._question(query))}"
        return self._call_geocoder(url, partial(self._read, query), timeout=timeout)

    def _question(self, query: str) -> dict[str, str]:
        raise NotImplementedError

    def _read(self, query: str, answer: Answer) -> Location | None:
        raise NotImplementedError


class AMap(_Chinese):
    """Gaode's geocoder; its answers are in GCJ-02."""

    host = "restapi.amap.com"
    path = "/v3/geocode/geo"

    def _question(self, query: str) -> dict[str, str]:
        return {"address": query, "key": self.key, "output": "JSON"}

    def _read(self, query: str, answer: Answer) -> Location | None:
        if answer.get("status") != "1":
            raise GeopyError(f"AMap refuses: {answer.get('info')}")
        for found in answer.get("geocodes") or ():
            lon, lat = map(float, found["location"].split(","))
            place = to_wgs84(Degrees(lat, lon), Datum.GCJ02)
            return Location(query, (place.lat, place.lon), dict(found))
        return None


class Tianditu(_Chinese):
    """The national map's geocoder; its datum differs from WGS-84 by centimetres."""

    host = "api.tianditu.gov.cn"
    path = "/geocoder"

    def _question(self, query: str) -> dict[str, str]:
        wanted = json.dumps({"keyWord": query}, ensure_ascii=False)
        return {"ds": wanted, "tk": self.key}

    def _read(self, query: str, answer: Answer) -> Location | None:
        status = str(answer.get("status"))
        if status == "404":
            return None
        if status != "0":
            raise GeopyError(f"Tianditu refuses: {answer.get('msg')}")
        found = answer["location"]
        point = (float(found["lat"]), float(found["lon"]))
        return Location(query, point, dict(found))


class FromGeopy:
    """Fits a geopy geocoder to the port."""

    def __init__(self, name: str, geocode: Callable[[str], Any]) -> None:
        self.name = name
        self._geocode = geocode

    def find(self, address: str) -> Place | None:
        try:
            found = self._geocode(address)
        except (GeopyError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise GeocoderAwayError(f"{self.name}: {error}") from error
        return Place(found.latitude, found.longitude) if found else None


def make_geocoder(
    name: str, key: str | None = None, url: str | None = None, **options: Any
) -> Geocoder | None:
    """Return the configured geocoder, or None for the name `none`."""
    if name == "none":
        return None
    if name == "nominatim":
        parts = urlsplit(url or "https://nominatim.openstreetmap.org")
        made = Nominatim(
            scheme=parts.scheme,
            domain=f"{parts.netloc}{parts.path}",
            timeout=TIMEOUT_SECONDS,
            user_agent=USER_AGENT,
            **options,
        )
        return FromGeopy(name, made.geocode)
    kinds: dict[str, type[_Chinese]] = {"amap": AMap, "tianditu": Tianditu}
    return FromGeopy(name, kinds[name](key or "", url, **options).geocode)

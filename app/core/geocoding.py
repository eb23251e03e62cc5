"""From an address to a place, when a geocoder is configured; found places are kept."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import String, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.database import Base, session
from app.core.transaction import transaction

#: Public geocoders allow about one question a second: a file may not ask for ever.
MOST_AT_ONCE: Final = 100


class Geocode(Base):
    """What a geocoder answered; the address itself is not kept, only its digest."""

    __tablename__ = "geocodes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    asked_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Place:
    """WGS-84 degrees."""

    lat: float
    lon: float


class GeocoderAwayError(Exception):
    """The geocoder cannot be reached or refuses to answer."""


class Geocoder(Protocol):
    """Finds an address, or None; raises GeocoderAwayError."""

    name: str

    def find(self, address: str) -> Place | None: ...


_geocoder: Geocoder | None = None


def use_geocoder(geocoder: Geocoder | None) -> None:
    """Plug the geocoder in; the composition root does it once."""
    global _geocoder  # noqa: PLW0603 - a port has one adapter per process
    _geocoder = geocoder


def is_configured() -> bool:
    return _geocoder is not None


def places_of(addresses: Iterable[str]) -> dict[str, Place]:
    """Find what can be found of the addresses, kept answers first.

    Call it outside a transaction: it may wait on the network.
    """
    if _geocoder is None:
        return {}
    digests = {address: _digest(_geocoder.name, address) for address in addresses}
    kept = _kept(digests.values())
    fresh = [a for a, digest in digests.items() if digest not in kept][:MOST_AT_ONCE]
    found = _ask(_geocoder, fresh)
    _keep({digests[address]: place for address, place in found.items()})
    answers = {a: kept.get(digest, found.get(a)) for a, digest in digests.items()}
    return {address: place for address, place in answers.items() if place}


def _digest(geocoder: str, address: str) -> str:
    return hashlib.sha256(
        f"{geocoder}\n{' '.join(address.split())}".encode()
    ).hexdigest()


def _ask(geocoder: Geocoder, addresses: Iterable[str]) -> dict[str, Place | None]:
    answers: dict[str, Place | None] = {}
    for address in addresses:
        try:
            answers[address] = geocoder.find(address)
        except GeocoderAwayError:
            break
    return answers


def _kept(digests: Iterable[str]) -> dict[str, Place | None]:
    rows = session().scalars(select(Geocode).where(Geocode.digest.in_(list(digests))))
    return {
        row.digest: None
        if row.lat is None or row.lon is None
        else Place(row.lat, row.lon)
        for row in rows
    }


def _keep(places: dict[str, Place | None]) -> None:
    if not places:
        return
    at = now()
    rows = [
        {
            "digest": digest,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "asked_at": at,
        }
        for digest, place in places.items()
    ]
    with transaction() as tx:
        tx.session.execute(insert(Geocode).values(rows).on_conflict_do_nothing())

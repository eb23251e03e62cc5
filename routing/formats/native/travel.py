from enum import StrEnum

from routing.formats.native.reader import Reader
from routing.model import GreatCircle, Location, Table, Travel
from routing.model.units import MAX_METRES, MAX_TIME


class TravelSource(StrEnum):
    GREAT_CIRCLE = "great_circle"
    TABLE = "table"


def read_location(item: Reader) -> Location:
    node = item.record("id", "lat", "lon")
    return Location(
        id=node.text("id"),
        lat=node.optional("lat", lambda lat: lat.as_number(-90, 90)),
        lon=node.optional("lon", lambda lon: lon.as_number(-180, 180)),
    )


def read_travel(item: Reader) -> Travel:
    kind = item.value.get("source") if isinstance(item.value, dict) else None
    if kind == TravelSource.TABLE:
        return _table(item)
    node = item.record("profile", "source", "speed_kmh", "detour", "access_seconds")
    node.choice("source", TravelSource)
    return GreatCircle(
        profile=node.text("profile"),
        speed_kmh=node.number("speed_kmh", 1, 1000, 25),
        detour=node.number("detour", 1, 10, 1.4),
        access_seconds=node.integer("access_seconds", 0, 86_400, 0),
    )


def _table(item: Reader) -> Table:
    node = item.record("profile", "source", "locations", "seconds", "metres")
    return Table(
        profile=node.text("profile"),
        locations=tuple(place.as_text() for place in node.each("locations")),
        seconds=tuple(_row(row, MAX_TIME) for row in node.each("seconds")),
        metres=tuple(_row(row, MAX_METRES) for row in node.each("metres", None)),
    )


def _row(row: Reader, high: int) -> tuple[int | None, ...]:
    return tuple(
        None if cell.value is None else cell.as_integer(0, high) for cell in row.items()
    )

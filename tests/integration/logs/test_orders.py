"""Orders by API and by sheet, links and searches: who the customer is stays unsaid."""

import io
from typing import Any

import pytest

from app.core import geocoding
from app.core.geocoding import GeocoderAwayError, Place
from app.core.logging import hide_private
from app.projects.actions.import_file import carry_out
from tests.factories.market import order
from tests.factories.network import Person
from tests.integration.logs.conftest import CANARIES, LAT, LON, NOTE, Refusing, leaked
from tests.integration.projects.conftest import dispatcher, market, network
from tests.integration.projects.sheets import row, sheet, show
from tests.support.jobs import RunJobs

__all__ = ["dispatcher", "market", "network"]

CUSTOMER = {key: CANARIES[key] for key in ("name", "phone", "email")}
ROW = {
    "project_name": CANARIES["project"],
    "customer_name": CANARIES["name"],
    "customer_phone": CANARIES["phone"],
    "customer_email": CANARIES["email"],
    "address": CANARIES["street"],
    "lat": LAT,
    "lon": LON,
    "note": CANARIES["note"],
}


def body(reference: str = "SO-1", **of_site: Any) -> dict[str, Any]:
    site = {
        **order()["sites"][0],
        "name": CANARIES["project"],
        "address": CANARIES["street"],
        "point": {"lat": LAT, "lon": LON},
        "contact_name": CANARIES["contact"],
        "contact_phone": CANARIES["phone"],
        "access_note": NOTE,
        **of_site,
    }
    wishes = {"note": NOTE}
    return order(
        external_reference=reference,
        name=CANARIES["project"],
        customer=CUSTOMER,
        wishes=wishes,
        sites=[site],
    )


def test_orders_taken_refused_changed_and_looked_for(
    dispatcher: Person, lines: io.StringIO, refusing: Refusing
) -> None:
    with refusing("sites"):
        assert dispatcher.ask("POST", "/projects", body()).status_code == 500
    made = dispatcher.ask("POST", "/projects", body())
    assert made.status_code == 201, made.text
    path = f"/projects/{made.json['id']}"
    again = body(name=CANARIES["contact"])
    wrong = body("SO-2", point={"lat": LAT + 100, "lon": CANARIES["name"]})
    assert dispatcher.ask("POST", "/projects", again).status_code in (201, 409)
    assert dispatcher.ask("POST", "/projects", wrong).status_code == 422
    change = {"name": CANARIES["name"], "note": NOTE}
    with refusing("projects"):
        assert dispatcher.ask("PATCH", path, change, version=1).status_code >= 422
    dispatcher.ask("PATCH", path, {"name": [CANARIES["name"]]}, version=1)
    dispatcher.ask("GET", f"/projects?q={CANARIES['contact']}")
    dispatcher.ask("GET", f"/projects?{CANARIES['email']}=1")
    told = lines.getvalue()
    assert told.count('"event": "request"') == 8
    assert "CheckViolation" in told
    assert leaked(told, dispatcher.token) == []


def test_links_made_opened_and_failed_at(
    dispatcher: Person, lines: io.StringIO, refusing: Refusing
) -> None:
    project_id = dispatcher.ask("POST", "/projects", body()).json["id"]
    path = f"/projects/{project_id}/links"
    with refusing("customer_links"):
        failed = dispatcher.ask("POST", path, {"label": CANARIES["label"]})
    assert failed.status_code == 500
    made = dispatcher.ask("POST", path, {"label": CANARIES["label"]})
    assert made.status_code == 201, made.text
    token = made.json["url"].rpartition("/")[2]
    for shown in (f"/t/{token}", f"/t/{token}.json", f"/t/{token}/x", f"/t/{token}?x"):
        dispatcher.client.get(shown)
    assert leaked(lines.getvalue(), dispatcher.token, token) == []


def test_sheets_shown_taken_in_and_failed_at(
    dispatcher: Person, lines: io.StringIO, refusing: Refusing, run_jobs: RunJobs
) -> None:
    bad = {"customer_phone": CANARIES["name"], "quantity": CANARIES["note"]}
    rows = [ROW, {**ROW, **bad}, {**ROW, "lat": LAT + 100}]
    data = sheet(*(row(number, **each) for number, each in enumerate(rows)))
    with refusing("import_rows"):
        assert show(dispatcher, data, CANARIES["file"]).status_code == 500
    shown = show(dispatcher, data, CANARIES["file"])
    assert (shown.status_code, shown.json["rows_good"]) == (201, 1), shown.text
    import_id = shown.json["id"]
    dispatcher.ask("GET", f"/imports/{import_id}/rows?limit=200")
    for broken in (CANARIES["name"].encode(), data[:400]):
        assert show(dispatcher, broken, CANARIES["file"]).status_code == 422
    dispatcher.ask("POST", f"/imports/{import_id}/commit")
    with refusing("projects"):
        run_jobs()
    carry_out(import_id)
    told = lines.getvalue()
    assert "CheckViolation" in told
    assert leaked(told, dispatcher.token) == []


class Away:
    """A geocoder whose refusal repeats the question."""

    name = "away"

    def find(self, address: str) -> Place | None:
        raise GeocoderAwayError(f"https://maps.example.com/?q={address}")


def test_addresses_looked_up_in_vain(
    dispatcher: Person, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoding, "_geocoder", Away())
    asked = body()
    del asked["sites"][0]["point"]
    assert dispatcher.ask("POST", "/projects", asked).status_code == 422
    assert leaked(lines.getvalue(), dispatcher.token) == []


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Error handling request GET /api/v1/projects?q=Canary", "/api/v1/projects?"),
        ("Invalid request from ip=1.2.3.4: Invalid HTTP Header: 'X: Canary", "Invalid"),
        ('broken\nDETAIL:  Failing row contains (1, "a\nCanary")', "broken"),
        ("https://a:Canary@b.example.com", "https://a:"),
    ],
)
def test_what_servers_and_libraries_repeat_is_cut(line: str, shown: str) -> None:
    told = hide_private(None, "warning", {"event": line})["event"]
    assert shown in told
    assert "Canary" not in told

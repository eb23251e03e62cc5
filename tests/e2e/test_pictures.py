"""A picture comes from a phone while a dispatcher looks at its visit."""

import base64
import hashlib

from flask import Flask
from playwright.sync_api import APIRequestContext, Page, expect

from app.core.actor import SYSTEM, Role, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.actions import Membership, NewUser, add_user
from app.technicians.models import Technician
from app.visits.actions.execution import add_evidence
from app.visits.models import Visit
from app.visits.rules import Doing, NewEvidence
from app.visits.states import EvidenceKind
from tests.e2e import test_field_work as field
from tests.e2e.conftest import Open
from tests.factories.people import make_token
from tests.support.pictures import corpus
from tests.support.server import Server

house, trips = field.house, field.trips
__all__ = ["house", "trips"]


def photographed(house: Flask, trip: field.Trip, content: bytes) -> str:
    """Say that there is a photo; return a token of the technician's phone."""
    with field.inside(house):
        visit = session().get_one(Visit, trip.visit_id)
        assert visit.starts_at is not None
        photo = NewEvidence(
            kind=EvidenceKind.PHOTO,
            purpose="before",
            sha256=hashlib.sha256(content).digest(),
            size=len(content),
            media_type="image/jpeg",
        )
        add_evidence(visit.id, Doing(trip.technician_id, visit.starts_at), photo)
    with house.app_context(), acting_as(SYSTEM), transaction() as tx:
        technician = tx.session.get_one(Technician, trip.technician_id)
        if technician.user_id is None:
            member = Membership(technician.owner_organisation_id, Role.TECHNICIAN)
            user = add_user(
                NewUser(f"camera{technician.id}@example.com", "Camera", None, [member])
            )
            technician.user_id = user.id
        return make_token(technician.user_id)[1]


def send(api: APIRequestContext, url: str, token: str, content: bytes, of: int) -> None:
    facts = {
        "visit_id": str(of),
        "sha256": hashlib.sha256(content).hexdigest(),
        "media_type": "image/jpeg",
    }
    said = ",".join(
        f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in facts.items()
    )
    headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}
    begun = api.post(
        f"{url}/mobile/v1/uploads",
        headers={
            **headers,
            "Upload-Length": str(len(content)),
            "Upload-Metadata": said,
        },
    )
    assert begun.status == 201, begun.text()
    added = api.patch(
        url + begun.headers["location"],
        headers={
            **headers,
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        },
        data=content,
    )
    assert added.status == 204, added.text()


def open_visit(visit: Open, house: Flask, trip: field.Trip) -> Page:
    field.work_on(house, trip)
    page = visit("dispatcher", field.board_of(trip))
    field.detail_of(page, trip)
    return page


def test_a_picture_appears_when_it_is_there(
    visit: Open, house: Flask, trips: list[field.Trip], demo: Server
) -> None:
    page, content = open_visit(visit, house, trips[0]), corpus.good()["jpeg"]
    token = photographed(house, trips[0], content)
    detail = page.get_by_role("region", name="The visit")
    expect(detail.get_by_text("The picture is still to come")).to_be_visible()
    send(page.request, demo.url, token, content, trips[0].visit_id)
    picture = detail.get_by_role("img", name="Photo")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)")


def test_what_is_no_picture_is_said_to_be_none(
    visit: Open, house: Flask, trips: list[field.Trip], demo: Server
) -> None:
    page, content = open_visit(visit, house, trips[1]), corpus.bad()["a document"]
    token = photographed(house, trips[1], content)
    detail = page.get_by_role("region", name="The visit")
    expect(detail.get_by_text("The picture is still to come")).to_be_visible()
    send(page.request, demo.url, token, content, trips[1].visit_id)
    expect(detail.get_by_text("Picture not taken: This is no picture")).to_be_visible()

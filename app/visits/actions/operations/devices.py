"""A person takes a phone into use, and it goes out of use again."""

import secrets
from dataclasses import dataclass
from typing import Final

from app.core.actor import current_actor
from app.core.clock import now
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.organisations.actions import audit, end_session, make_token
from app.visits.actions.operations.release import release_all
from app.visits.errors import DeviceRetiredError, NoTechnicianError
from app.visits.models import Device
from app.visits.queries import devices as queries

ENTITY: Final = "device"
TOKEN_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Registered:
    """A device in use; `token` is shown this once."""

    device: Device
    token: str
    technician: queries.Me


def register_device(label: str, app: int, public_id: str | None = None) -> Registered:
    """Take a phone into use, or give one that is in use a new token.

    Raises
    ------
    NoTechnicianError
        The person is signed in, but is no technician.
    DeviceRetiredError
        The phone that is named went out of use.
    """
    with transaction() as tx:
        me = queries.me()
        if me is None:
            raise NoTechnicianError("Phones are for technicians; this login is none's.")
        device = _device(me, public_id)
        device.label, device.app = label, app
        if device.session_id is not None:
            end_session(device.session_id)
        opened = make_token(f"Phone {label}"[:200], TOKEN_DAYS)
        device.session_id = opened.id
        tx.session.add(device)
        tx.session.flush()
        organisation_id = device.owner_organisation_id
        audit.record(tx, organisation_id, "device.register", ENTITY, device.id)
    return Registered(device, opened.token, me)


def _device(me: queries.Me, public_id: str | None) -> Device:
    if public_id is None:
        return Device(
            public_id=secrets.token_urlsafe(16),
            user_id=current_actor().user_id,
            technician_id=me.id,
            owner_organisation_id=me.owner_organisation_id,
            registered_at=now(),
        )
    device = queries.own_device(public_id)
    if device.retired_at is not None:
        raise DeviceRetiredError("This phone went out of use; register it anew.")
    return device


def retire_device(device_id: int, action: str) -> Device:
    """Take a phone out of use: its token ends, and its gaps are given up.

    What it sent and what waited for the missing is carried out now, in order.
    """
    with transaction() as tx:
        device = queries.device_for_change(device_id, action)
        if device.retired_at is not None:
            raise NotFoundError
        device.retired_at = now()
        if device.session_id is not None:
            end_session(device.session_id)
        organisation_id = device.owner_organisation_id
        audit.record(tx, organisation_id, "device.retire", ENTITY, device.id)
    release_all(device.id)
    return device

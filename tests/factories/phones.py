"""A technician's phone, and a report of it that nobody took."""

from itertools import count
from uuid import uuid4

from app.core.clock import now
from app.core.database import session
from app.technicians.models import Technician
from app.visits.models import Device, Operation
from app.visits.states import Fate

_numbers = count(1)


def make_device(technician_id: int, user_id: int, label: str = "Phone") -> Device:
    technician = session().get_one(Technician, technician_id)
    row = Device(
        public_id=f"d{next(_numbers)}",
        user_id=user_id,
        technician_id=technician_id,
        owner_organisation_id=technician.owner_organisation_id,
        label=label,
        app=1,
        registered_at=now(),
    )
    session().add(row)
    session().flush()
    return row


def make_operation(device: Device, visit_id: int, mark: str = "") -> Operation:
    """Make a parked note; it holds no place in its stream."""
    row = Operation(
        op_id=uuid4(),
        device_id=device.id,
        stream=f"visit:{visit_id}",
        seq=1,
        in_sequence=False,
        technician_id=device.technician_id,
        user_id=device.user_id,
        owner_organisation_id=device.owner_organisation_id,
        visit_id=visit_id,
        type="evidence.add",
        data={"kind": "note", "data": {"text": f"{mark} note"}},
        body_hash=b"",
        received_at=now(),
        estimated_at=now(),
        skew_seconds=0,
        fate=Fate.PARKED,
        code="visit_reassigned",
    )
    session().add(row)
    session().flush()
    return row

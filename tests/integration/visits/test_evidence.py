"""What is recorded on a visit, and when its order counts as done."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.visits.actions.execution import (
    add_evidence,
)
from app.visits.actions.supervise import verify_work
from app.visits.errors import (
    EvidenceRefusedError,
)
from app.visits.models import VisitEvidence
from app.visits.rules import NewEvidence
from app.visits.states import EvidenceKind, VisitState
from app.work_orders.states import WorkOrderState
from tests.integration.visits.commissioning import Job, rows_of
from tests.integration.visits.site import (
    add_hand,
    add_lines,
    add_model,
    note,
    now_of,
    order_of,
    photo,
    plan,
    signature,
    step,
)
from tests.integration.visits.world import Work, World, add_project, make_world


def test_what_is_recorded_is_kept_with_who_and_when(job: Job) -> None:
    job.record(step(job.model_id, "insulation", 0.5))
    row = rows_of(job.visit)[0]
    assert (row.kind, row.technician_id) == (
        EvidenceKind.STEP,
        job.hand.technician_id,
    )
    assert row.data["passes"] is False
    assert row.data["unit"] == "Mohm"
    assert row.template_version == 1
    assert row.recorded_at < row.received_at or row.recorded_at is not None


def test_evidence_that_does_not_fit_is_refused_with_every_fault(job: Job) -> None:
    wrong = NewEvidence(kind=EvidenceKind.STEP, model_id=10**6, data={"x": 1})
    with pytest.raises(EvidenceRefusedError) as refused:
        job.record(wrong)
    assert {fault.pointer for fault in refused.value.faults} >= {
        "/model_id",
        "/data/x",
        "/data/value",
        "/step_key",
    }
    assert rows_of(job.visit) == []


def test_nobody_changes_what_was_recorded(job: Job) -> None:
    job.record(note("Fine"))
    with acting_as(SYSTEM):
        changed = session().execute(text("UPDATE visit_evidence SET data = '{}'"))
        assert changed.rowcount == 0  # type: ignore[attr-defined] # of a cursor result
        assert session().execute(text("DELETE FROM visit_evidence")).rowcount == 0  # type: ignore[attr-defined] # likewise
        session().rollback()
    with acting_as(job.hand.actor), pytest.raises(ProgrammingError):
        session().execute(
            text(
                "INSERT INTO visit_evidence (visit_id, project_id, technician_id,"
                " owner_organisation_id, kind, data, recorded_at, received_at)"
                " VALUES (:v, :p, :t, :o, 'note', '{}', now(), now())"
            ),
            {
                "v": job.visit.id,
                "p": job.visit.project_id,
                "t": job.hand.technician_id,
                "o": job.visit.owner_organisation_id,
            },
        )
    session().rollback()


def test_the_order_is_done_when_nothing_is_missing(job: Job) -> None:
    job.finish()
    assert now_of(job.visit).state is VisitState.DONE
    assert job.standing() is WorkOrderState.IN_PROGRESS
    job.all_of_it()
    assert job.standing() is WorkOrderState.WORK_DONE


def test_an_amendment_stands_in_for_what_was_wrong(job: Job) -> None:
    first = uuid4()
    with acting_as(job.hand.actor):
        add_evidence(
            job.visit.id,
            job.hand.does(9, operation_id=first),
            step(job.model_id, "insulation", 0.5),
        )
        better = step(job.model_id, "insulation", 3)
        amending = NewEvidence(
            kind=better.kind,
            model_id=better.model_id,
            unit=1,
            step_key="insulation",
            data=better.data,
            amends=first,
        )
        # Told later, though said to be earlier: the amended one is out all the same.
        add_evidence(job.visit.id, job.hand.does(8), amending)
    job.finish()
    job.record(
        step(job.model_id, "training", value=True),
        photo("plate", step_key="plate"),
        signature("customer"),
    )
    order = order_of(job.visit)
    with acting_as(job.world.dispatcher):
        assert verify_work(order.id).state is WorkOrderState.CLOSED


def test_only_what_is_there_can_be_amended(job: Job) -> None:
    with pytest.raises(EvidenceRefusedError):
        job.record(
            NewEvidence(kind=EvidenceKind.NOTE, data={"text": "x"}, amends=uuid4())
        )


def test_another_organisation_sees_no_evidence(job: Job) -> None:
    job.record(note("Fine"))
    other = make_world(0, "nanjing")
    with acting_as(other.dispatcher):
        assert session().scalars(select(VisitEvidence)).all() == []
    with acting_as(other.dispatcher), pytest.raises(Exception, match="may see"):
        verify_work(job.visit.work_order_id)


def test_an_answer_by_formula_is_judged_by_the_other_one(world: World) -> None:
    hand = add_hand(world)
    visit = add_project(world, Work(kind=WorkKind.COMMISSIONING))[0]
    formula = {"of": "metres", "factor": 15.0, "minus": 5.0}
    reading: dict[str, Any] = {"kind": "reading", "quantity": "mass", "unit": "g"}
    steps = [
        {**reading, "key": "metres", "title": "Length"},
        {**reading, "key": "charge", "title": "Charge", "formula": formula},
    ]
    model_id = add_model(world, steps=steps)
    add_lines(visit, {model_id: 1})
    plan(world, visit, hand)
    job = Job(world, hand, visit, model_id)
    job.record(step(model_id, "charge", 150), step(model_id, "metres", 15))
    job.record(step(model_id, "charge", 150), step(model_id, "charge", 300))
    verdicts = [row.data["passes"] for row in rows_of(visit)]
    assert verdicts == [None, None, True, False]

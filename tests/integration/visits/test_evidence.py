"""What is recorded on a visit, when its order counts as done, and who says so."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import InvalidError, StaleError
from app.projects.models import Project
from app.projects.states import ProjectState
from app.technicians.models import Technician
from app.visits.actions.execution import (
    add_evidence,
    arrive,
    change_contact,
    finish_work,
)
from app.visits.actions.supervise import send_back, verify_work
from app.visits.errors import (
    EvidenceRefusedError,
    OwnWorkError,
    WaiverNeededError,
    WorkNotDoneError,
    WorkVerifiedError,
)
from app.visits.models import Visit, VisitEvidence
from app.visits.queries import evidence_of, site_of, visits_of_orders
from app.visits.rules import NewEvidence
from app.visits.states import EvidenceKind, VisitState
from app.work_orders.states import WorkOrderState
from tests.integration.visits.site import (
    STEPS,
    Hand,
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


@dataclass(frozen=True)
class Job:
    world: World
    hand: Hand
    visit: Visit
    model_id: int

    def record(self, *pieces: NewEvidence, hour: float = 10) -> None:
        with acting_as(self.hand.actor):
            for piece in pieces:
                add_evidence(self.visit.id, self.hand.does(hour), piece)

    def finish(self) -> None:
        with acting_as(self.hand.actor):
            arrive(self.visit.id, self.hand.at_site(self.visit, 9))
            finish_work(self.visit.id, self.hand.does(11))

    def standing(self) -> WorkOrderState:
        return order_of(self.visit).state

    def all_of_it(self, insulation: float = 2) -> None:
        self.record(
            step(self.model_id, "insulation", insulation),
            step(self.model_id, "training", value=True),
            photo("plate", model_id=self.model_id, step_key="plate"),
            signature("customer"),
        )


@pytest.fixture
def job(world: World) -> Job:
    """The commissioning of one unit with a template."""
    hand = add_hand(world)
    visit = add_project(world, Work(kind=WorkKind.COMMISSIONING))[0]
    model_id = add_model(world, steps=STEPS)
    add_lines(visit, {model_id: 1})
    plan(world, visit, hand)
    return Job(world, hand, visit, model_id)


def rows_of(visit: Visit) -> list[VisitEvidence]:
    with acting_as(SYSTEM):
        return list(evidence_of(visit.id))


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


class TestSupervision:
    def test_somebody_else_verifies_and_the_house_closes(self, job: Job) -> None:
        job.finish()
        job.all_of_it()
        order = order_of(job.visit)
        with acting_as(job.world.dispatcher):
            with pytest.raises(StaleError):
                verify_work(order.id, order.version - 1)
            closed = verify_work(order.id, order.version)
            project = session().get_one(Project, closed.project_id)
        assert closed.state is WorkOrderState.CLOSED
        assert closed.verified_by_user_id == job.world.dispatcher.user_id
        assert closed.waiver is None
        assert project.state is ProjectState.ACCEPTANCE

    def test_nobody_verifies_their_own_work(self, job: Job) -> None:
        job.finish()
        job.all_of_it()
        with acting_as(SYSTEM):
            technician = session().get_one(Technician, job.hand.technician_id)
            technician.user_id = job.world.dispatcher.user_id
            session().commit()
        with acting_as(job.world.dispatcher), pytest.raises(OwnWorkError):
            verify_work(job.visit.work_order_id)

    def test_a_technician_verifies_nothing(self, job: Job) -> None:
        job.finish()
        job.all_of_it()
        with acting_as(job.hand.actor), pytest.raises(Exception, match="may see"):
            verify_work(job.visit.work_order_id)

    def test_a_reading_out_of_limits_needs_a_waiver(self, job: Job) -> None:
        job.finish()
        job.all_of_it(insulation=0.1)
        with acting_as(job.world.dispatcher):
            with pytest.raises(WaiverNeededError) as refused:
                verify_work(job.visit.work_order_id)
            assert [f.code for f in refused.value.faults] == ["out_of_limits"]
            closed = verify_work(job.visit.work_order_id, None, "Agreed by the maker")
        assert closed.waiver == "Agreed by the maker"

    def test_without_a_signature_it_is_verified_and_not_closed(self, job: Job) -> None:
        job.finish()
        job.record(step(job.model_id, "insulation", 2))
        with acting_as(job.world.dispatcher):
            verified = verify_work(job.visit.work_order_id, None, "They sign tomorrow")
        assert verified.state is WorkOrderState.VERIFIED
        job.record(note("They signed"))
        assert job.standing() is WorkOrderState.VERIFIED
        job.record(signature("customer"))
        assert job.standing() is WorkOrderState.CLOSED

    def test_what_verified_work_rests_on_stays(self, job: Job) -> None:
        first = uuid4()
        with acting_as(job.hand.actor):
            add_evidence(
                job.visit.id, job.hand.does(9, operation_id=first), note("Fine")
            )
        job.finish()
        job.all_of_it()
        with acting_as(job.world.dispatcher):
            verify_work(job.visit.work_order_id)
        with pytest.raises(WorkVerifiedError):
            job.record(
                NewEvidence(kind=EvidenceKind.NOTE, data={"text": "x"}, amends=first)
            )

    def test_work_that_goes_on_is_not_verified(self, job: Job) -> None:
        with acting_as(job.world.dispatcher):
            for verb in (verify_work, lambda order: send_back(order, "Why")):
                with pytest.raises(WorkNotDoneError):
                    verb(job.visit.work_order_id)

    def test_where_it_is_allowed_passing_work_verifies_itself(
        self, job: Job, app_context: Flask
    ) -> None:
        app_context.config["AUTO_VERIFY"] = True
        try:
            job.finish()
            job.all_of_it()
        finally:
            app_context.config["AUTO_VERIFY"] = False
        assert job.standing() is WorkOrderState.CLOSED
        assert order_of(job.visit).verified_by_user_id is None

    def test_even_then_what_fails_waits_for_somebody(
        self, job: Job, app_context: Flask
    ) -> None:
        app_context.config["AUTO_VERIFY"] = True
        try:
            job.finish()
            job.all_of_it(insulation=0.1)
        finally:
            app_context.config["AUTO_VERIFY"] = False
        assert job.standing() is WorkOrderState.WORK_DONE


class TestSendingBack:
    def test_with_another_visit(self, job: Job) -> None:
        job.finish()
        job.all_of_it()
        with acting_as(job.world.dispatcher):
            back = send_back(job.visit.work_order_id, "Drain leaks", None, 1800)
            assert back.state is WorkOrderState.IN_PROGRESS
            assert back.sent_back_reason == "Drain leaks"
            visits = visits_of_orders([back.id])
        assert [v.state for v in visits] == [VisitState.DONE, VisitState.OPEN]
        assert [(v.part, v.parts) for v in visits] == [(1, 2), (2, 2)]
        again = Job(job.world, job.hand, visits[1], job.model_id)
        plan(job.world, visits[1], job.hand, hour=14)
        with acting_as(job.hand.actor):
            arrive(visits[1].id, job.hand.at_site(visits[1], 14))
            finish_work(visits[1].id, job.hand.does(15))
        assert again.standing() is WorkOrderState.WORK_DONE
        assert order_of(job.visit).sent_back_reason is None

    def test_for_evidence_alone(self, job: Job) -> None:
        job.finish()
        job.all_of_it()
        with acting_as(job.world.dispatcher):
            send_back(job.visit.work_order_id, "The photo is blurred")
        assert job.standing() is WorkOrderState.IN_PROGRESS
        job.record(photo("plate", step_key="plate"))
        assert job.standing() is WorkOrderState.WORK_DONE


#: What the technician saw: nothing.
BASE = {"contact_phone": None, "access_note": None}


class TestTheContact:
    def test_what_nobody_changed_is_taken(self, job: Job) -> None:
        with acting_as(job.hand.actor):
            change = change_contact(
                job.visit.id,
                job.hand.does(9),
                BASE,
                {"contact_phone": "+8613811112222", "access_note": "Back door"},
            )
        assert set(change.taken) == {"contact_phone", "access_note"}
        with acting_as(SYSTEM):
            site = site_of(job.visit.work_order_id)
        assert (site.contact_phone, site.access_note) == ("+8613811112222", "Back door")

    def test_what_somebody_else_changed_is_kept(self, job: Job) -> None:
        with acting_as(SYSTEM):
            site_of(job.visit.work_order_id).contact_phone = "+8613899998888"
            session().commit()
        with acting_as(job.hand.actor):
            change = change_contact(
                job.visit.id,
                job.hand.does(9),
                BASE,
                {"contact_phone": "+8613811112222", "access_note": "Back door"},
            )
        assert (change.taken, change.kept) == (("access_note",), ("contact_phone",))
        with acting_as(SYSTEM):
            assert site_of(job.visit.work_order_id).contact_phone == "+8613899998888"

    def test_a_change_that_loses_everything_changes_nothing(self, job: Job) -> None:
        with acting_as(job.hand.actor):
            change = change_contact(
                job.visit.id,
                job.hand.does(9),
                {"address": "Elsewhere"},
                {"address": "Nowhere"},
            )
        assert change.taken == ()

    def test_only_the_contact_is_changed_so(self, job: Job) -> None:
        wrong = {"lat": "1", "contact_name": "x" * 300}
        with acting_as(job.hand.actor), pytest.raises(InvalidError) as refused:
            change_contact(job.visit.id, job.hand.does(9), {}, wrong)
        assert {f.code for f in refused.value.faults} == {"unknown", "too_long"}


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

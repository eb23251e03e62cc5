"""Somebody else looks at work that is done."""

from uuid import uuid4

import pytest
from flask import Flask

from app.core.actor import SYSTEM, acting_as
from app.core.clock import now
from app.core.database import session
from app.core.errors import StaleError
from app.projects.models import Project
from app.projects.states import ProjectState
from app.technicians.models import Technician
from app.visits.actions.execution import (
    add_evidence,
    arrive,
    finish_work,
)
from app.visits.actions.supervise import send_back, verify_work
from app.visits.errors import (
    OwnWorkError,
    WaiverNeededError,
    WorkNotDoneError,
    WorkVerifiedError,
)
from app.visits.models import Attachment
from app.visits.queries import visits_of_orders
from app.visits.queries.evidence import evidence_of
from app.visits.rules import NewEvidence
from app.visits.states import AttachmentState, EvidenceKind, VisitState
from app.work_orders.states import WorkOrderState
from tests.integration.visits.commissioning import Job
from tests.integration.visits.site import (
    note,
    order_of,
    photo,
    plan,
    signature,
    step,
)


def refuse_pictures(job: Job) -> None:
    """The bytes, here the same for all of them, came and were no picture."""
    with acting_as(SYSTEM):
        signed = next(
            row
            for row in evidence_of(job.visit.id)
            if row.kind is EvidenceKind.SIGNATURE
        )
        assert signed.sha256 is not None
        user = job.world.dispatcher.user_id
        assert user is not None
        refused = Attachment(
            visit_id=job.visit.id,
            project_id=job.visit.project_id,
            owner_organisation_id=job.visit.owner_organisation_id,
            technician_id=signed.technician_id,
            user_id=user,
            sha256=signed.sha256,
            size=9,
            received=9,
            media_type="image/png",
            state=AttachmentState.REFUSED,
            reason="not_a_picture",
            created_at=now(),
            expires_at=now(),
        )
        session().add(refused)
        session().commit()


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

    def test_what_a_refused_picture_was_to_show_is_missing(self, job: Job) -> None:
        job.finish()
        job.all_of_it()
        refuse_pictures(job)
        with acting_as(job.world.dispatcher), pytest.raises(WaiverNeededError) as told:
            verify_work(job.visit.work_order_id)
        faults = [fault.code for fault in told.value.faults]
        assert faults == ["step_missing", "signature_missing"]

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

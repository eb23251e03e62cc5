"""The contact at a site, as those who were there found it."""

import pytest

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.errors import InvalidError
from app.visits.actions.execution import (
    change_contact,
)
from app.visits.queries import site_of
from tests.integration.visits.commissioning import Job

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

"""Who hears of a visit: its owner, the project's parties, its technicians."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import ARRAY, BigInteger, any_, bindparam, select

from app.core.database import session
from app.technicians.models import Technician
from app.visits.models import Visit
from app.web.feed import organisation_scope, project_scope, technician_scope
from app.work_orders import queries as work_orders

#: Made once: it is asked for each report from a site.
_EMPLOYERS: Final = select(Technician.id, Technician.owner_organisation_id).where(
    Technician.id == any_(bindparam("ids", type_=ARRAY(BigInteger)))
)


class Audience:
    """The scopes of many visits, looked up once."""

    def __init__(self, visits: Iterable[Visit], technician_ids: Iterable[int]) -> None:
        people = set(technician_ids)
        self._parties = work_orders.audience({visit.work_order_id for visit in visits})
        employers = session().execute(_EMPLOYERS, {"ids": list(people)})
        self._employers = {row.id: row.owner_organisation_id for row in employers}

    def scopes(self, visit: Visit, technician_ids: Iterable[int]) -> set[str]:
        """Return who hears of `visit`, which these technicians have or had."""
        people = set(technician_ids)
        organisations = {
            visit.owner_organisation_id,
            *self._parties.get(visit.work_order_id, ()),
            *(self._employers[each] for each in people & set(self._employers)),
        }
        return {
            *map(organisation_scope, organisations),
            *map(technician_scope, people),
            project_scope(visit.project_id),
        }

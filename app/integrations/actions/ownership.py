"""For which organisation somebody sets up a program's access."""

from app.core.actor import current_actor
from app.core.errors import Fault, InvalidError
from app.web.policy import roles_for


def owner_for(asked: int | None, action: str) -> int:
    """Return the organisation, or raise when it is open or not the actor's.

    Somebody who may do it in one organisation only need not name it.
    """
    actor = current_actor()
    own = actor.organisation_ids_as(*roles_for(action))
    if asked is not None and (actor.is_system or asked in own):
        return asked
    if asked is None and len(own) == 1:
        return own[0]
    detail = "Name the organisation it is for, one in which you have the role."
    raise InvalidError(
        "It is not clear for which organisation.",
        faults=[Fault("/organisation_id", "organisation", detail)],
    )

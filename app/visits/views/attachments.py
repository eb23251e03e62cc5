"""Pictures of visits, as those read them who may read what was recorded there."""

from typing import Any, Final

from flask import Response, request

from app.core.files import files
from app.visits import schemas
from app.visits.actions.attachments import picture_name, small_picture_name
from app.visits.errors import PicturePendingError
from app.visits.models import Attachment
from app.visits.queries import attachments as queries
from app.visits.states import AttachmentState
from app.visits.views.shared import blueprint
from app.web.blueprint import Operation
from app.web.pagination import Page

JPEG: Final = "image/jpeg"
#: What it shows never changes; who may see it does.
KEPT: Final = "private, max-age=3600"
NOT_HERE: Final = "It is still to come or to be opened, or it was refused."


@blueprint.operation(
    "GET",
    "/visits/<id:visit_id>/attachments",
    Operation(
        policy=queries.READ,
        answer=schemas.AttachmentPageSchema,
        query=schemas.EvidenceQuery,
    ),
)
def list_attachments(visit_id: int, query: dict[str, Any]) -> Page[Attachment]:
    """List the pictures of a visit, and what became of each."""
    return queries.attachments_of(visit_id, query["limit"], query.get("after"))


@blueprint.operation(
    "GET",
    "/attachments/<id:attachment_id>",
    Operation(policy=queries.READ, media=JPEG, refusals={409: NOT_HERE}),
)
def read_attachment(attachment_id: int) -> Response:
    """Show a picture, without any metadata."""
    return _shown(attachment_id, picture_name(attachment_id), "")


@blueprint.operation(
    "GET",
    "/attachments/<id:attachment_id>/small",
    Operation(policy=queries.READ, media=JPEG, refusals={409: NOT_HERE}),
)
def read_small_attachment(attachment_id: int) -> Response:
    """Show a picture at no more than 320 pixels a side."""
    return _shown(attachment_id, small_picture_name(attachment_id), "-small")


def _shown(attachment_id: int, name: str, mark: str) -> Response:
    row = queries.readable(attachment_id)
    if row.state is not AttachmentState.STORED or row.stored_sha256 is None:
        raise PicturePendingError(NOT_HERE)
    answer = Response(mimetype=JPEG)
    answer.set_etag(f"{row.stored_sha256.hex()}{mark}")
    answer.headers["Cache-Control"] = KEPT
    answer.headers["Content-Disposition"] = f'inline; filename="{row.id}{mark}.jpg"'
    answer.make_conditional(request)
    if answer.status_code == Response.default_status:
        content = files().get(name)
        if content is None:
            raise PicturePendingError("Its bytes are away; a backup may have them.")
        answer.set_data(content)
    return answer

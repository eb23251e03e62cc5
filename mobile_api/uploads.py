"""Pictures from phones over HTTP, by tus 1.0."""

from typing import Final

from flask import Response

from app.visits.actions import attachments
from app.visits.queries import attachments as queries
from app.web.blueprint import Blueprint, Operation
from mobile_api import tus

blueprint = Blueprint(
    "uploads",
    prefix="/mobile/v1",
    about="Pictures of visits, piece by piece as tus 1.0 has it.",
)
PATH: Final = "/mobile/v1/uploads"
SEND: Final = "upload:send"
GONE: Final = "The time for it ran out, or its picture was refused: begin anew."
OTHER_VERSION: Final = "Another version of tus than 1.0.0 is spoken."


@blueprint.operation("OPTIONS", "/uploads", Operation(policy=SEND, status=204))
def describe_uploads() -> Response:
    """Say what of tus is spoken here."""
    return tus.abilities()


@blueprint.operation(
    "POST",
    "/uploads",
    Operation(
        policy=SEND,
        status=201,
        headers=(tus.RESUMABLE, tus.LENGTH, tus.METADATA),
        refusals={
            404: "The visit is not, and never was, yours.",
            412: OTHER_VERSION,
            413: "The picture is too large.",
            422: "What is announced has faults, or the picture was refused before.",
            429: "Too many were begun and not finished.",
        },
    ),
)
def begin_upload() -> Response:
    """Announce a picture; one that was begun before goes on where it stands."""
    tus.require_version()
    row = attachments.begin_upload(tus.new_upload())
    return tus.answer(201, row, Location=f"{PATH}/{row.id}")


@blueprint.operation(
    "HEAD",
    "/uploads/<id:upload_id>",
    Operation(
        policy=SEND,
        status=200,
        headers=(tus.RESUMABLE,),
        refusals={410: GONE, 412: OTHER_VERSION},
    ),
)
def find_upload(upload_id: int) -> Response:
    """Say how many bytes are there."""
    row = queries.own_upload(upload_id)
    tus.require_version()
    attachments.require_there(row)
    return tus.answer(200, row)


@blueprint.operation(
    "PATCH",
    "/uploads/<id:upload_id>",
    Operation(
        policy=SEND,
        status=204,
        takes=tus.PIECE,
        headers=(tus.RESUMABLE, tus.OFFSET, tus.CHECKSUM),
        refusals={
            409: "The upload stands at another offset.",
            410: GONE,
            412: OTHER_VERSION,
            460: "The bytes are not those of the checksum, or the whole is not what "
            "was announced.",
        },
    ),
)
def add_to_upload(upload_id: int) -> Response:
    """Send bytes from where the upload stands; after the last it is opened."""
    queries.own_upload(upload_id)
    tus.require_version()
    piece = tus.piece()
    row = attachments.add_bytes(upload_id, piece.offset, piece.content)
    return tus.answer(204, row)


@blueprint.operation(
    "DELETE",
    "/uploads/<id:upload_id>",
    Operation(
        policy=SEND,
        status=204,
        headers=(tus.RESUMABLE,),
        refusals={410: GONE, 412: OTHER_VERSION},
    ),
)
def drop_upload(upload_id: int) -> None:
    """Give up an upload that is not whole."""
    queries.own_upload(upload_id)
    tus.require_version()
    attachments.drop_upload(upload_id)

"""The feed over HTTP: fetch what changed, and be hinted when something did."""

from typing import Any

from flask import Response, current_app
from marshmallow import fields
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.actor import current_actor
from app.core.database import session
from app.core.errors import NotFoundError
from app.web import feed
from app.web.blueprint import Blueprint, Operation
from app.web.feed import FeedOp
from app.web.schemas import Integer, Schema, Text
from app.web.sessions import follow_session
from app.web.stream import Follower, listener_of

blueprint = Blueprint("feed", about="What changed, scope by scope")


class FeedQuery(Schema):
    scope = Text(required=True, most=60)
    after = Integer(least=0, load_default=0)
    limit = Integer(least=1, most=500, load_default=200)


class ChangeSchema(Schema):
    number = fields.Integer(required=True)
    entity = fields.String(required=True)
    entity_id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    op = fields.Enum(FeedOp, by_value=True, required=True)


class FeedSchema(Schema):
    """Changes in order; `number` is where to go on, `more` whether at once."""

    number = fields.Integer(required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    more = fields.Boolean(required=True)


def _scopes() -> frozenset[str]:
    return frozenset(feed.scopes_of(current_actor()))


def _follower() -> Follower:
    scopes, look = _scopes(), follow_session()

    def is_entitled() -> bool:
        try:
            identity = look()
        except (DBAPIError, PoolTimeout):
            # Not known now: a hint tells nothing that a fetch would not refuse.
            return True
        return identity is not None and scopes == set(feed.scopes_of(identity.actor))

    return Follower(current_actor().user_id, scopes, is_entitled)


@blueprint.operation(
    "GET",
    "/feed",
    Operation(
        policy="feed:read",
        answer=FeedSchema,
        query=FeedQuery,
        refusals={404: "No such scope, or not yours."},
    ),
)
def read_feed(query: dict[str, Any]) -> Any:
    """Fetch the changes of a scope above a number."""
    if query["scope"] not in _scopes():
        raise NotFoundError
    limit = query["limit"]
    # Asked for first: a change that commits in between is then above it, not lost.
    present = feed.number_of(query["scope"])
    entries = list(feed.changes_after(query["scope"], query["after"], limit + 1))
    shown = entries[:limit]
    return {
        "number": shown[-1].number if shown else present,
        "changes": shown,
        "more": len(entries) > limit,
    }


@blueprint.operation(
    "GET",
    "/feed/stream",
    Operation(policy="feed:read", media="text/event-stream"),
)
def stream_feed() -> Response:
    """Hint, by Server-Sent Events, that a scope's number rose."""
    events = listener_of(current_app).hints(_follower())
    # A stream lives long: it must not keep a database connection meanwhile.
    session().close()
    answer = Response(events, mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer

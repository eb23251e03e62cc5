"""Links for those who give them out; the project's facts for who holds one."""

from typing import Any

import segno
from flask import current_app

from app.portal.entry import holding, seal
from app.portal.projection import Shown, shown_to_customer
from app.portal.schemas import (
    CustomerPageSchema,
    LinkSchema,
    LinksSchema,
    MadeLinkSchema,
    NewLinkSchema,
)
from app.projects.actions.links import make_link, revoke_link
from app.projects.queries import links as queries
from app.web.blueprint import Blueprint, Operation

links = Blueprint("links", about="Links with which customers follow their project.")
facts = Blueprint("customer", prefix="", about="What a customer's link opens.")
facts.after_request(seal)


@links.operation(
    "GET",
    "/projects/<id:project_id>/links",
    Operation(policy="link:read", answer=LinksSchema),
)
def list_links(project_id: int) -> Any:
    """List the links to a project of yours, newest first, without their secrets."""
    return {"items": queries.links(project_id)}


@links.operation(
    "POST",
    "/projects/<id:project_id>/links",
    Operation(
        policy="link:make",
        answer=MadeLinkSchema,
        status=201,
        body=NewLinkSchema,
        secret=True,
    ),
)
def make_link_view(project_id: int, body: dict[str, Any]) -> Any:
    """Make a link to the project's page; its address is told this once."""
    made = make_link(project_id, body["label"], body["days"])
    home = current_app.extensions["paigong-settings"].public_url.rstrip("/")
    url = f"{home}/t/{made.token}"
    picture = segno.make(url, error="m").svg_data_uri(border=2, scale=6)
    facts_of = {name: getattr(made.link, name) for name in LinkSchema().fields}
    return {**facts_of, "url": url, "qr": picture}


@links.operation(
    "POST",
    "/links/<id:link_id>/revoke",
    Operation(policy="link:revoke", answer=LinkSchema),
)
def revoke_link_view(link_id: int) -> Any:
    """Revoke a link; from the next request on it opens nothing."""
    return revoke_link(link_id)


@facts.operation(
    "GET",
    "/t/<secret:token>.json",
    Operation(
        policy="portal:open",
        answer=CustomerPageSchema,
        refusals={
            404: "The link is unknown, expired or revoked; which, is not told.",
            429: "Too many links that open nothing came from your address.",
        },
    ),
)
def read_customer_page(token: str) -> Shown:
    """Show the project to whoever holds a link: the same as on the page."""
    with holding(token) as opened:
        return shown_to_customer(opened.project_id)

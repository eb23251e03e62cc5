"""The customer's page: made on the server, whole without scripts, cheap to renew."""

import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale

from app.core.clock import now
from app.portal import offers, words
from app.portal.entry import caller, holding, seal
from app.portal.projection import Shown, shown_to_customer
from app.projects.queries.links import Opened
from app.sales.actions.deciding import offer_of
from app.web.feed import number_of, project_scope
from app.web.shells import NotBuiltError, Shell, shell_of

pages: Final = Blueprint("portal", __name__)
PROBLEM: Final = "application/problem+json"
#: Seconds until the page asks again: while somebody is on the way or there, and else.
SOON: Final = 5
LATER: Final = 20
#: Times as "today" or "expected about" age with the clock, whatever else happens.
FRESH_SECONDS: Final = 60


@pages.get("/t/<secret:token>")
def customer(token: str) -> ResponseReturnValue:
    """Show the project, or the quote, to whoever holds the link."""
    offer = offer_of(token, caller())
    if offer is not None:
        return offers.page(offer, token, _language(), _shell())
    with holding(token) as opened:
        language = _language()
        shell = _shell()
        # Asked for first: a change in between then makes another tag next time.
        tag = _tag(opened, language, shell)
        if tag in request.if_none_match:
            answer = Response(status=HTTPStatus.NOT_MODIFIED)
        else:
            with force_locale(language):
                shown = shown_to_customer(opened.project_id)
                answer = Response(_page(shown, language, shell, tag))
    answer.set_etag(tag)
    return answer


@pages.after_request
def _in_plain_words(answer: Response) -> Response:
    """Put a refusal on a page; an unknown, an expired and a revoked link give one."""
    if answer.mimetype == PROBLEM:
        status = answer.status_code
        known = status if status in {404, 429} else 503
        page = render_template(
            "customer_refused.html", status=known, shell=_shell(), language="en"
        )
        answer.set_data(page)
        answer.mimetype = "text/html"
    return seal(answer)


def _language() -> str:
    wished = request.args.get("lang") or get_locale().language
    return wished if wished in words.LANGUAGES else "en"


def _shell() -> Shell | None:
    """Find the styles and the script; without them the page can still be read."""
    try:
        return shell_of(Path(current_app.static_folder or ""), "customer")
    except NotBuiltError:
        return None


def _tag(opened: Opened, language: str, shell: Shell | None) -> str:
    facts = (
        opened.link_id,
        number_of(project_scope(opened.project_id)),
        int(now().timestamp()) // FRESH_SECONDS,
        language,
        shell,
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


def _page(shown: Shown, language: str, shell: Shell | None, tag: str) -> str:
    speaker = words.Speaker(language, shown.at)
    coming = shown.next_visit
    is_live = coming is not None and coming.visit.stage in words.LIVE
    return render_template(
        "customer.html",
        shown=shown,
        say=speaker,
        words=words,
        headline=speaker.headline(shown),
        is_live=is_live,
        every=SOON if is_live else LATER,
        language=language,
        shell=shell,
        build=shell.script if shell else "",
        tag=tag,
    )

"""The pages' addresses; what they show comes from the API under the same actor."""

from pathlib import Path
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from app.core.actor import current_actor
from app.core.clock import now
from app.core.errors import NotFoundError
from app.dashboard import phone, problems
from app.web.policy import Scope, permit
from app.web.shells import NotBuiltError, shell_of

blueprint: Final = Blueprint("dashboard", __name__)
_SECTIONS: Final = (
    "board, projects, leads, imports, reports, figures, offers, integrations"
)
_THEMES: Final = frozenset({"light", "dark"})


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Lead to the page that the person's role works with."""
    if not current_actor().is_known:
        return redirect(url_for("dashboard.login"))
    plans = permit(current_actor(), "plan:run").scopes
    oversees = Scope.ALL in permit(current_actor(), "plan:read").scopes
    landing = "board" if plans or oversees else "projects"
    return redirect(url_for("dashboard.section", section=landing))


@blueprint.get("/login")
def login() -> ResponseReturnValue:
    return _shell("login", gettext("Sign in"))


@blueprint.get("/docs")
def docs() -> ResponseReturnValue:
    return _shell("docs", gettext("API documentation"))


@blueprint.get(f"/<any({_SECTIONS}):section>")
def section(section: str) -> ResponseReturnValue:
    return _page(section)


@blueprint.get(phone.PATH)
def technician() -> ResponseReturnValue:
    """Serve the phone's page to anybody: it has its own sign-in, and works offline."""
    answer = _shell("phone", gettext("My day"), template="phone.html")
    if isinstance(answer, Response):
        answer.headers.update(phone.HEADERS)
    return answer


@blueprint.get(f"/<any({_SECTIONS}, docs, phone):section>/<path:rest>")
def inside(section: str, rest: str) -> ResponseReturnValue:
    """Serve the same shell: the page reads the rest of its own address."""
    if section == "phone":
        return phone.file_of(rest)
    if section != "docs":
        return _page(section)
    if rest != "errors":
        raise NotFoundError
    title = gettext("Errors")
    return _shell("docs", title, template="errors.html", entries=problems.index())


def _page(name: str) -> ResponseReturnValue:
    if not current_actor().is_known:
        here = request.full_path.rstrip("?")
        return redirect(url_for("dashboard.login", next=here))
    titles = {
        "board": gettext("Board"),
        "projects": gettext("Projects"),
        "leads": gettext("Leads"),
        "imports": gettext("Import"),
        "reports": gettext("Field reports"),
        "figures": gettext("Figures"),
        "offers": gettext("Offers"),
        "integrations": gettext("Integrations"),
    }
    return _shell(name, titles[name])


def _shell(
    page: str, title: str, template: str = "shell.html", **more: Any
) -> ResponseReturnValue:
    theme = request.cookies.get("paigong_theme")
    look = {
        "now": now().isoformat(),
        "title": title,
        "language": str(get_locale()),
        "theme": theme if theme in _THEMES else None,
    }
    try:
        shell = shell_of(Path(current_app.static_folder or ""), page)
    except NotBuiltError:
        return render_template("not_built.html", **look), 503
    answer = current_app.make_response(
        render_template(template, shell=shell, **look, **more)
    )
    # The shell names the files of this build: an old one would ask for lost files.
    answer.headers["Cache-Control"] = "no-store"
    return answer

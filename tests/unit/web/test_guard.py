from typing import Any

import pytest
from flask import Flask

from app.core.actor import Role
from app.web import policy
from app.web.blueprint import Blueprint, Operation, create_api
from app.web.guard import UnguardedRouteError, check_routes
from app.web.policy import Permit, Scope


def app_with(action: str) -> tuple[Flask, Blueprint]:
    blueprint = Blueprint("things")

    @blueprint.operation("GET", "/things", Operation(policy=action, status=204))
    def list_things() -> Any: ...

    app = Flask("guarded", static_folder=None)
    create_api(app, [blueprint], "1")
    return app, blueprint


def test_an_app_whose_routes_all_have_policies_starts() -> None:
    app, blueprint = app_with("session:read")
    check_routes(app, [blueprint], frozenset())


def test_a_route_without_a_policy_stops_the_start() -> None:
    app, blueprint = app_with("session:read")
    app.add_url_rule("/loose", "loose", lambda: "")
    with pytest.raises(UnguardedRouteError, match="/loose: it has no policy"):
        check_routes(app, [blueprint], frozenset())
    check_routes(app, [blueprint], frozenset({"loose"}))


def test_a_policy_that_no_role_has_stops_the_start() -> None:
    app, blueprint = app_with("thing:read")
    with pytest.raises(UnguardedRouteError, match="no role may ever do 'thing:read'"):
        check_routes(app, [blueprint], frozenset())


def test_a_scope_that_means_no_rows_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = Permit(frozenset({Scope.OWN}))
    monkeypatch.setitem(policy.TABLE, (Role.STORE, "thing:read"), row)
    app, blueprint = app_with("thing:read")
    with pytest.raises(UnguardedRouteError, match=r"'thing' does not say .* 'own'"):
        check_routes(app, [blueprint], frozenset())


def test_a_page_that_takes_changes_stops_the_start() -> None:
    app, blueprint = app_with("session:read")
    app.add_url_rule("/page", "page", lambda: "", methods=["POST"])
    with pytest.raises(UnguardedRouteError, match="/page: a page takes POST"):
        check_routes(app, [blueprint], frozenset({"page"}))

"""The start-up check: no route without a policy, no policy without its rows."""

from collections.abc import Iterable

from flask import Flask
from werkzeug.routing import Rule

from app.web import policy
from app.web.blueprint import Blueprint
from app.web.sessions import READING


class UnguardedRouteError(Exception):
    """The program itself is wrong: it must not start."""


def check_routes(
    app: Flask, blueprints: Iterable[Blueprint], pages: frozenset[str]
) -> None:
    """Raise, naming every fault, unless all routes but `pages` have a policy."""
    policies = {
        endpoint: operation.policy
        for blueprint in blueprints
        for endpoint, operation in blueprint.operations.items()
    }
    faults = [
        f"{rule.rule}: {why}"
        for rule in app.url_map.iter_rules()
        for why in _faults(rule, policies, pages)
    ]
    if faults:
        raise UnguardedRouteError("; ".join(faults))


def _faults(rule: Rule, policies: dict[str, str], pages: frozenset[str]) -> list[str]:
    if rule.endpoint in pages:
        changes = sorted((rule.methods or set()) - READING)
        # The CSRF token is asked for where the policy is.
        return [f"a page takes {', '.join(changes)}"] if changes else []
    if rule.endpoint not in policies:
        return ["it has no policy"]
    return policy.faults_of(policies[rule.endpoint])

"""What a webhook cannot be, and who may not see it."""

import pytest

from app.integrations.rules import retries
from tests.factories.network import Network, Person
from tests.integration.integrations.hooks import BOTH, hook, store_role
from tests.support.procurement.listener import Listener


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://10.0.0.1/", "not_public"),
        ("http://93.184.216.34/", "not_public"),
        ("https://user@example.net/", "no_address"),
        (f"https://{'a' * 70}.example.net/", "unresolved"),
    ],
)
def test_an_address_of_the_inside_is_refused_at_once(
    store: Person, listener: Listener, url: str, code: str
) -> None:
    body = {"url": url, "events": BOTH}
    refused = store.ask("POST", "/webhooks", body)
    assert refused.status_code == 422
    assert [fault["code"] for fault in refused.json["errors"]] == [code]
    made = hook(store, listener)
    path = f"/webhooks/{made['id']}"
    changed = store.ask("PATCH", path, {"url": url}, version=1)
    assert changed.status_code == 422
    moved = store.ask("PATCH", path, {"url": f"{listener.url}?b"}, version=1)
    assert moved.json["url"] == f"{listener.url}?b"


def test_secrets_are_told_once_and_a_stranger_finds_nothing(
    network: Network, store: Person, listener: Listener
) -> None:
    made = hook(store, listener)
    assert made["secret"].startswith("whsec_")
    shown = store.ask("GET", f"/webhooks/{made['id']}")
    assert "secret" not in shown.json
    other = network.person(store_role(store), "other")
    for method, path in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/rotate"),
        ("GET", "/deliveries"),
    ):
        answer = other.ask(method, f"/webhooks/{made['id']}{path}")
        assert answer.status_code == 404
    body = {"url": listener.url, "events": BOTH, "organisation_id": 1}
    assert other.ask("POST", "/webhooks", body).status_code == 422


def test_there_are_at_most_so_many_and_a_trial_cannot_be_chosen(
    store: Person, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "MOST_WEBHOOKS", 1)
    hook(store, listener)
    body = {"url": listener.url, "events": BOTH}
    refused = store.ask("POST", "/webhooks", body)
    assert (refused.status_code, refused.json["code"]) == (409, "webhook_limit")
    body = {"url": listener.url, "events": ["webhook.test"]}
    assert store.ask("POST", "/webhooks", body).status_code == 422

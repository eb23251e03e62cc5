"""Whose word on the caller's address is believed."""

import pytest
from flask import Flask, request

from app.factory import trust_proxies

SAID = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}


@pytest.mark.parametrize(
    ("proxies", "address"),
    [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")],
)
def test_only_as_many_proxies_as_there_are_are_believed(
    proxies: int, address: str
) -> None:
    app = Flask("probe")
    app.add_url_rule("/", "who", lambda: str(request.remote_addr))
    trust_proxies(app, proxies)
    assert app.test_client().get("/", headers=SAID).text == address

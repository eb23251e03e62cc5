import pytest
from flask import Flask

from app.sample.load import load_demo
from app.sample.network import Login


@pytest.fixture
def demonstration(app_context: Flask) -> list[Login]:
    assert app_context
    return load_demo()

"""Schemathesis over the whole document: no 5xx, no undocumented answer."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from app.core.actor import SYSTEM, Role, acting_as
from app.core.transaction import transaction
from app.web import health
from tests.contracts.access_table import TABLE
from tests.factories.people import Person, make_token
from tests.factories.rows import PARAMETERS
from tests.factories.world import World

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
#: A stream never ends; it has tests of its own.
STREAMS = {"stream_feed"}
NAMES = sorted(TABLE.keys() - STREAMS)
EACH_IN_CI = 1_000 // len(NAMES) + 1
SOAK_REQUESTS = int(os.environ.get("PAIGONG_FUZZ_REQUESTS", "20000"))
CALLERS = (
    Role.DISPATCHER,
    Role.BRAND_MANAGER,
    Role.STORE,
    Role.PARTNER_MANAGER,
    Role.PLATFORM_ADMIN,
    Role.TECHNICIAN,
)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@schemathesis.serializer("application/offset+octet-stream")
def as_bytes(_: object, value: object) -> bytes:
    """Send whatever was made up as the bytes of an upload."""
    return str(value).encode(errors="replace")


class Fuzzer:
    """Sends what Schemathesis makes up, as people whose rows the ids may hit."""

    def __init__(self, app: Flask, world: World) -> None:
        self._app = app
        self._world = world
        self._tokens: dict[Person, str] = {}
        self.schema = schemathesis.openapi.from_wsgi("/openapi.json", app)

    def person(self, name: str) -> Person:
        """Choose somebody whom the table lets call the operation."""
        role = next(role for role in CALLERS if TABLE[name][role] not in {"-", "away"})
        return self._world.left.people[role][0]

    def rows(self, parameter: str, person: Person) -> list[int | str]:
        with self._app.app_context():
            found = PARAMETERS[parameter].rows(self._world, person)
        return [found.own, found.sibling, found.foreign]

    def send(self, case: Any, person: Person) -> None:
        token = self._tokens.get(person) or self._fresh(person)
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(response, checks=CHECKS)
        if response.status_code in {204, 401}:
            # It may have been the session that ended.
            del self._tokens[person]

    def _fresh(self, person: Person) -> str:
        with self._app.app_context(), acting_as(SYSTEM), transaction():
            self._tokens[person] = make_token(person.user_id)[1]
        return self._tokens[person]


@pytest.fixture(scope="module")
def fuzzer(world_app: Flask, world: World) -> Iterator[Fuzzer]:
    ready = world_app.extensions["paigong-readiness"]
    # No worker runs here.
    world_app.extensions["paigong-readiness"] = {"database": health.database_answers}
    yield Fuzzer(world_app, world)
    world_app.extensions["paigong-readiness"] = ready


def takes_something(operation: Any) -> bool:
    """Whether there is anything to be sent wrong."""
    return any(True for _ in operation.iter_parameters()) or bool(operation.body)


def bombard(fuzzer: Fuzzer, name: str, requests: int) -> None:
    operation = fuzzer.schema.find_operation_by_id(name)
    person = fuzzer.person(name)
    ids = {
        parameter.name: st.sampled_from(fuzzer.rows(parameter.name, person))
        for parameter in operation.path_parameters
    }
    conditional = any(p.name == "If-Match" for p in operation.headers)
    modes = MODES if takes_something(operation) else MODES[:1]
    for mode in modes:

        @settings(
            max_examples=max(1, requests // len(modes)),
            deadline=None,
            database=None,
            # CI asks the same each time; the soak asks anew, and says how to repeat.
            derandomize=requests == EACH_IN_CI,
            print_blob=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=operation.as_strategy(generation_mode=mode),
            ids=st.fixed_dictionaries(ids),
            hits=st.booleans(),
        )
        def send(case: Any, ids: dict[str, int], *, hits: bool) -> None:
            if hits:
                case.path_parameters.update(ids)
                case.headers.update({"If-Match": '"1"'} if conditional else {})
            fuzzer.send(case, person)

        send()


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_sent_the_answer_is_a_documented_one(
    name: str, fuzzer: Fuzzer
) -> None:
    bombard(fuzzer, name, EACH_IN_CI)


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_sent_for_long_the_answer_is_a_documented_one(
    name: str, fuzzer: Fuzzer
) -> None:
    bombard(fuzzer, name, SOAK_REQUESTS // len(NAMES) + 1)

from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.catalogue.actions import add_brand
from app.catalogue.errors import BrandCodeTakenError
from app.catalogue.queries import model_by_code, models_by_codes, works_of
from app.catalogue.states import WorkKind
from app.core.actor import SYSTEM, Role, acting_as
from tests.factories.network import Network, Person


def described(brand_id: int, **changes: Any) -> dict[str, Any]:
    return {
        "brand_id": brand_id,
        "code": "BV-280",
        "name": "VRF outdoor",
        "name_zh": "多联外机",
        "category": "vrf",
        "weight_kg": 248.5,
        "volume_m3": 1.6,
        "works": [
            {
                "kind": "installation",
                "duration_seconds": 12600,
                "crew_size": 2,
                "skills": {"vrf": 3},
                "min_lag_seconds": 86400,
            }
        ],
        "prices": [{"amount_minor": 4560000, "valid_from": "2026-01-01"}],
        **changes,
    }


@pytest.fixture
def model(manager: Person, brand_id: int) -> Any:
    answer = manager.ask("POST", "/models", described(brand_id))
    assert answer.status_code == 201, answer.text
    return answer.json


def pointers(answer: TestResponse) -> list[str]:
    assert answer.status_code == 422, answer.text
    assert answer.json is not None
    return [fault["pointer"] for fault in answer.json["errors"]]


def test_a_brand_manager_adds_a_model_that_everyone_reads(
    network: Network, model: Any
) -> None:
    assert (model["brand"], model["version"], model["is_sample"]) == (
        "beilan",
        1,
        False,
    )
    assert model["works"][0]["skills"] == {"vrf": 3}
    assert model["prices"][0]["kind"] is None
    for role in Role:
        reader = network.person(role)
        assert reader.ask("GET", f"/models/{model['id']}").json == model


def test_a_model_lists_all_its_faults(
    network: Network, manager: Person, brand_id: int
) -> None:
    with acting_as(SYSTEM):
        other = network.person(Role.BRAND_MANAGER, "two").organisation_id
        foreign = add_brand(other, "other", "Other").id
    assert brand_id != foreign
    work = {"kind": "repair", "duration_seconds": 60, "skills": {"flying": 1}}
    wrong = described(
        foreign,
        works=[work, work],
        prices=[
            {
                "amount_minor": 1,
                "valid_from": "2026-01-02",
                "valid_until": "2026-01-01",
            }
        ],
    )
    assert pointers(manager.ask("POST", "/models", wrong)) == [
        "/brand_id",
        "/works/0/skills/flying",
        "/works/1/kind",
        "/works/1/skills/flying",
        "/prices/0/valid_until",
    ]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"weight_kg": -1}, "/weight_kg"),
        ({"volume_m3": "NaN"}, "/volume_m3"),
        ({"code": "two words"}, "/code"),
        ({"category": "car"}, "/category"),
        ({"is_sample": True}, "/is_sample"),
    ],
)
def test_a_model_is_described_by_the_rules(
    manager: Person, brand_id: int, changes: dict[str, Any], pointer: str
) -> None:
    answer = manager.ask("POST", "/models", described(brand_id, **changes))
    assert pointers(answer) == [pointer]


def test_a_code_is_used_once_in_a_brand(
    manager: Person, brand_id: int, model: Any
) -> None:
    answer = manager.ask("POST", "/models", described(brand_id, name="Again"))
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["code"] == "model_code_taken"
    assert model


def test_a_brands_code_is_used_once(manager: Person, brand_id: int) -> None:
    assert brand_id
    with acting_as(SYSTEM), pytest.raises(BrandCodeTakenError):
        add_brand(manager.organisation_id, "beilan", "Another")


def test_works_and_prices_are_replaced_and_the_rest_stays(
    manager: Person, model: Any
) -> None:
    path = f"/models/{model['id']}"
    works = [
        {"kind": "installation", "duration_seconds": 60},
        {"kind": "delivery", "duration_seconds": 60},
    ]
    prices = [{"amount_minor": 5, "valid_from": "2026-01-01"}]
    changed = manager.ask(
        "PATCH",
        path,
        {"works": works, "prices": prices, "weight_kg": 1.5},
        version=1,
    )
    assert changed.status_code == 200, changed.text
    assert changed.json is not None
    assert {work["kind"]: work["crew_size"] for work in changed.json["works"]} == {
        "delivery": 1,
        "installation": 1,
    }
    assert [price["amount_minor"] for price in changed.json["prices"]] == [5]
    assert (changed.json["version"], changed.json["weight_kg"]) == (2, 1.5)
    assert changed.json["name_zh"] == "多联外机"
    stale = manager.ask("PATCH", path, {"name": "x"}, version=1)
    assert stale.status_code == 412
    assert manager.ask("PATCH", path, {"name": "x"}).status_code == 428
    renamed = manager.ask("PATCH", path, {"name": "x"}, version=2)
    assert renamed.json is not None
    assert len(renamed.json["works"]) == 2


def test_a_change_lists_its_faults(manager: Person, model: Any) -> None:
    work = {"kind": "repair", "duration_seconds": 60, "skills": {"flying": 1}}
    answer = manager.ask(
        "PATCH", f"/models/{model['id']}", {"works": [work]}, version=1
    )
    assert pointers(answer) == ["/works/0/skills/flying"]


def test_who_may_change_a_model(network: Network, model: Any) -> None:
    path = f"/models/{model['id']}"

    def status(role: Role, which: str = "one") -> int:
        person = network.person(role, which)
        answer = person.ask("PATCH", path, {"name_zh": ""}, version=1)
        return int(answer.status_code)

    assert status(Role.BRAND_MANAGER, "two") == 403
    assert status(Role.DISPATCHER) == 403
    assert status(Role.STORE) == 403
    assert status(Role.PLATFORM_ADMIN) == 200
    absent = network.person(Role.PLATFORM_ADMIN)
    assert absent.ask("GET", f"/models/{10**9}").status_code == 404


def test_another_brand_cannot_change_a_model_with_wall_one_down(
    network: Network, model: Any
) -> None:
    stranger = network.person(Role.BRAND_MANAGER, "two")
    stranger.client.application.config["WALL_ONE_DOWN"] = True
    try:
        path = f"/models/{model['id']}"
        assert stranger.ask("PATCH", path, {"name": "x"}, version=1).status_code == 403
        added = stranger.ask("POST", "/models", described(model["brand_id"], code="N"))
        assert pointers(added) == ["/brand_id"]
    finally:
        del stranger.client.application.config["WALL_ONE_DOWN"]


def test_models_are_found_by_brand_category_and_words(
    manager: Person, brand_id: int, model: Any
) -> None:
    split = described(brand_id, code="BS_35", name="Split", category="split")
    other = manager.ask("POST", "/models", split).json
    assert other is not None

    def ids(query: str) -> list[int]:
        answer = manager.ask("GET", f"/models?{query}")
        assert answer.json is not None
        return [item["id"] for item in answer.json["items"]]

    assert ids(f"brand_id={brand_id}&category=split") == [other["id"]]
    assert ids("q=bv-28") == [model["id"]]
    assert ids("q=多联") == [model["id"], other["id"]]
    assert ids("q=s_3") == [other["id"]]
    assert ids("brand_id=999999") == []


def test_brands_and_skills_are_listed(manager: Person, brand_id: int) -> None:
    brands = manager.ask("GET", "/brands").json
    assert brands is not None
    assert [(b["id"], b["code"]) for b in brands["items"]] == [(brand_id, "beilan")]
    skills = manager.ask("GET", "/skills").json
    assert skills is not None
    assert skills["items"] == [
        {"code": "vrf", "name": "VRF", "name_zh": "多联机", "is_certificate": True}
    ]


def test_templates_have_versions_that_stay(manager: Person, model: Any) -> None:
    path = f"/models/{model['id']}/templates"
    first = {"steps": [{"key": "a", "kind": "check", "title": "A"}], "source": "Manual"}
    reading = {
        "key": "charge",
        "kind": "reading",
        "title": "Extra charge",
        "quantity": "mass",
        "unit": "g",
        "instrument": "scale",
        "limit_source": "Manual",
        "formula": {"of": "length", "factor": 15, "minus": 5},
    }
    length = {
        "key": "length",
        "kind": "reading",
        "title": "Length",
        "quantity": "length",
        "unit": "m",
        "instrument": "tape",
    }
    choice = {
        "key": "tight",
        "kind": "choice",
        "title": "Tight",
        "options": [{"value": "yes", "label": "Y"}, {"value": "no", "label": "N"}],
    }
    assert manager.ask("POST", path, first).status_code == 201
    second = manager.ask(
        "POST", path, {"steps": [length, reading, choice], "source": "Manual"}
    )
    assert second.status_code == 201, second.text
    listed = manager.ask("GET", path)
    assert listed.json is not None
    assert [item["version"] for item in listed.json["items"]] == [2, 1]
    assert listed.json["items"][0]["steps"][1]["formula"]["tolerance_percent"] == 10
    assert listed.json["items"][0] == second.json


def test_a_template_lists_all_its_faults(manager: Person, model: Any) -> None:
    steps = [
        {"key": "a", "kind": "reading", "title": "A", "upper": 4},
        {"key": "a", "kind": "photo", "title": "A", "unit": "V"},
    ]
    path = f"/models/{model['id']}/templates"
    answer = manager.ask("POST", path, {"steps": steps, "source": "Manual"})
    assert pointers(answer) == [
        "/steps/0/quantity",
        "/steps/0/unit",
        "/steps/0/instrument",
        "/steps/0/limit_source",
        "/steps/1/key",
        "/steps/1/unit",
    ]


def test_other_parts_find_models_by_their_codes(model: Any) -> None:
    with acting_as(SYSTEM):
        found = model_by_code("beilan", "BV-280")
        assert found is not None
        assert found.id == model["id"]
        assert works_of([found.id])[found.id][WorkKind.INSTALLATION].crew_size == 2
        assert model_by_code("beilan", "none") is None
        assert models_by_codes([]) == {}

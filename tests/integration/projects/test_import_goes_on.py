"""An import that is broken off, asked for twice, or met by what cannot be stored."""

import pytest
from sqlalchemy import update

from app.catalogue.models import CatalogueModel
from app.core import jobs
from app.core.actor import SYSTEM, acting_as
from app.core.transaction import transaction
from app.projects.actions.import_file import carry_next, carry_out
from tests.factories.market import Market
from tests.factories.network import Person
from tests.integration.projects.sheets import (
    count,
    faults_of,
    row,
    sheet,
    show,
    take_in,
)


def test_an_import_that_was_killed_goes_on_where_it_was(dispatcher: Person) -> None:
    shown = show(dispatcher, sheet(row(1), row(2), row(3))).json
    dispatcher.ask("POST", f"/imports/{shown['id']}/commit")
    assert carry_next(shown["id"])
    halfway = dispatcher.ask("GET", f"/imports/{shown['id']}").json
    assert (halfway["state"], halfway["rows_added"]) == ("committing", 1)

    with acting_as(SYSTEM):
        carry_out(shown["id"])

    done = dispatcher.ask("GET", f"/imports/{shown['id']}").json
    assert (done["state"], done["rows_added"]) == ("committed", 3)
    assert count(dispatcher) == 3
    again = dispatcher.ask("POST", f"/imports/{shown['id']}/commit")
    assert again.json["state"] == "committed"


def test_an_import_asked_for_again_while_it_goes_on_is_woken_and_adds_nothing_twice(
    dispatcher: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(
        jobs, "_deferrer", lambda job, import_id: asked.append((job, import_id))
    )
    shown = show(dispatcher, sheet(row(1), row(2))).json
    dispatcher.ask("POST", f"/imports/{shown['id']}/commit")
    assert carry_next(shown["id"])

    done = take_in(dispatcher, shown["id"])

    assert asked.count(("projects.commit_import", shown["id"])) == 2
    assert (done["state"], done["rows_added"]) == ("committed", 2)
    assert count(dispatcher) == 2


def test_what_the_database_does_not_take_is_set_aside_and_the_others_go_in(
    dispatcher: Person, market: Market
) -> None:
    # Each is a possible value; the load that follows from them has no room.
    data = sheet(row(1, quantity=200), row(2, model="SPLIT-1"), row(3, model="SPLIT-1"))
    shown = show(dispatcher, data).json
    with acting_as(SYSTEM), transaction() as tx:
        tx.session.execute(
            update(CatalogueModel)
            .where(CatalogueModel.id == market.vrf_id)
            .values(weight_kg=9_999_999)
        )

    done = take_in(dispatcher, shown["id"])

    assert done["state"] == "committed"
    assert (done["rows_added"], done["rows_good"], done["rows_bad"]) == (2, 2, 1)
    assert faults_of(dispatcher, shown["id"]) == {
        2: [("external_reference", "not_storable")]
    }
    assert count(dispatcher) == 2

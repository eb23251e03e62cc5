from concurrent.futures import ThreadPoolExecutor

from app.core.actor import SYSTEM, acting_as
from app.projects.actions.import_file import carry_out
from tests.factories.market import order
from tests.factories.network import Person
from tests.integration.projects.sheets import row, sheet, show


def test_one_order_sent_by_many_at_once_is_one_project(dispatcher: Person) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: dispatcher.ask("POST", "/projects", order()), range(16))
        )

    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len({answer.json["id"] for answer in answers}) == 1


def test_two_workers_on_one_import_take_each_project_in_once(
    dispatcher: Person,
) -> None:
    shown = show(dispatcher, sheet(*(row(n) for n in range(6)))).json
    dispatcher.ask("POST", f"/imports/{shown['id']}/commit")
    app = dispatcher.client.application

    def work(_: int) -> None:
        with app.app_context(), acting_as(SYSTEM):
            carry_out(shown["id"])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))

    done = dispatcher.ask("GET", f"/imports/{shown['id']}").json
    assert (done["state"], done["rows_added"]) == ("committed", 6)
    assert len(dispatcher.ask("GET", "/projects").json["items"]) == 6

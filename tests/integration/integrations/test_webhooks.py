"""What changes is told to programs: signed, once per change, until it is taken."""

from datetime import timedelta

import psycopg
import pytest

from app.core.actor import SYSTEM, acting_as
from app.core.database import session
from app.core.transaction import transaction
from app.integrations.actions import announce, deliver
from app.integrations.models import Attempt, Delivery, Webhook, WebhookSecret
from app.integrations.rules import retries
from app.integrations.states import EventType
from tests.factories.network import Network, Person
from tests.integration.integrations.hooks import history, hook, read, store_role, take
from tests.support.clock import TestClock
from tests.support.cluster import Database
from tests.support.jobs import RunJobs
from tests.support.procurement.listener import Listener


def test_an_order_is_told_to_whoever_sees_it_signed_and_without_personal_data(
    dispatcher: Person, store: Person, listener: Listener, run_jobs: RunJobs
) -> None:
    hook(store, listener)
    project = take(store)
    assert listener.heard == []
    run_jobs()
    assert all(heard.is_signed for heard in listener.heard)
    told = [heard.payload for heard in listener.heard]
    projects = [each["data"] for each in told if each["type"] == "project.changed"]
    assert projects == [
        {
            "project_id": project["id"],
            "reference": project["reference"],
            "external_reference": "SO-1",
            "state": "contracted",
            "version": project["version"],
        }
    ]
    orders = [each["data"] for each in told if each["type"] == "work_order.changed"]
    assert {each["kind"] for each in orders} == {
        "delivery",
        "installation",
        "commissioning",
    }
    for personal in ("Zhang", "138", "Renmin", "Canteen", "Kitchen", "zhang@"):
        assert personal not in str(told)
    assert dispatcher.ask("GET", "/webhooks").json["items"] == []


def test_strangers_and_those_who_listen_to_something_else_hear_nothing(
    network: Network, store: Person, listener: Listener, run_jobs: RunJobs
) -> None:
    other = network.person(store_role(store), "other")
    hook(other, listener)
    hook(store, listener, "work_order.changed")
    take(store)
    run_jobs()
    assert {heard.payload["type"] for heard in listener.heard} == {"work_order.changed"}
    assert len(listener.heard) == len({heard.id for heard in listener.heard}) == 3


def test_what_is_rolled_back_is_never_told(
    store: Person, listener: Listener, run_jobs: RunJobs
) -> None:
    made = hook(store, listener)
    known = take(store)
    run_jobs()
    listener.heard.clear()
    with acting_as(SYSTEM), pytest.raises(LookupError):
        _change_in_vain(known["id"])
    run_jobs()
    assert listener.heard == []
    assert len(history(store, made)) == 4


def _change_in_vain(project_id: int) -> None:
    with transaction() as tx:
        announce.note(EventType.PROJECT_CHANGED, [project_id])
        tx.before_commit(_break)


def _break() -> None:
    raise LookupError


def test_a_message_goes_again_until_it_is_taken(
    store: Person, listener: Listener, run_jobs: RunJobs, clock: TestClock
) -> None:
    made = hook(store, listener, "project.changed")
    listener.answers = [500, 404, 302]
    take(store)
    for wait in (timedelta(), *retries.WAITS[:3]):
        clock.advance(wait)
        with acting_as(SYSTEM):
            deliver.sweep()
        run_jobs()
    assert len(listener.heard) == 4
    assert len({heard.id for heard in listener.heard}) == 1
    (delivery,) = history(store, made)
    assert delivery["state"] == "delivered"
    assert delivery["tries"] == 4
    tries = store.ask("GET", f"/deliveries/{delivery['id']}/attempts").json["items"]
    assert [(each["outcome"], each["status"]) for each in tries] == [
        ("refused", 500),
        ("refused", 404),
        ("redirected", 302),
        ("answered", 204),
    ]


def test_a_message_that_nobody_takes_fails_at_last_and_can_be_sent_again(
    store: Person, listener: Listener, run_jobs: RunJobs, clock: TestClock
) -> None:
    made = hook(store, listener, "project.changed")
    listener.status = 503
    take(store)
    run_jobs()
    for wait in retries.WAITS:
        clock.advance(wait)
        with acting_as(SYSTEM):
            deliver.sweep()
        run_jobs()
    (failed,) = history(store, made, "?state=failed")
    assert failed["tries"] == retries.MOST_TRIES == len(listener.heard)
    assert failed["next_at"] is None
    listener.status = 200
    replayed = store.ask("POST", f"/webhooks/{made['id']}/replay")
    assert replayed.json == {"messages": 1}
    run_jobs()
    (delivered,) = history(store, made)
    assert delivered["state"] == "delivered"
    again = store.ask("POST", f"/deliveries/{failed['id']}/replay")
    assert again.status_code == 202
    assert again.json["state"] == "pending"
    run_jobs()
    assert {heard.id for heard in listener.heard} == {failed["message_id"]}
    assert len(listener.heard) == retries.MOST_TRIES + 2


def test_a_webhook_that_fails_for_days_or_is_gone_is_turned_off(
    store: Person, listener: Listener, run_jobs: RunJobs, clock: TestClock
) -> None:
    made = hook(store, listener, "project.changed")
    listener.status = 500
    take(store)
    run_jobs()
    assert read(store, made)["failing_since"]
    clock.advance(retries.PATIENCE)
    with acting_as(SYSTEM):
        deliver.sweep()
    run_jobs()
    assert read(store, made)["state"] == "disabled"
    path = f"/webhooks/{made['id']}"
    for refused in (f"{path}/try", f"{path}/replay"):
        assert store.ask("POST", refused).json["code"] == "webhook_off"
    take(store, "SO-2")
    assert len(history(store, made)) == 1
    body = {"state": "active"}
    on = store.ask("PATCH", path, body, version=read(store, made)["version"])
    assert on.json["state"] == "active"
    listener.status = 410
    assert store.ask("POST", f"{path}/try").status_code == 202
    run_jobs()
    assert read(store, made)["state"] == "disabled"


def test_what_waits_while_it_is_paused_is_sent_afterwards(
    store: Person, listener: Listener, run_jobs: RunJobs, clock: TestClock
) -> None:
    made = hook(store, listener, "project.changed")
    path = f"/webhooks/{made['id']}"
    take(store)
    assert store.ask("PATCH", path, {"state": "paused"}, version=1).status_code == 200
    run_jobs()
    take(store, "SO-2")
    assert listener.heard == []
    changes = {"state": "active", "label": "", "events": ["project.changed"]}
    assert store.ask("PATCH", path, changes, version=2).status_code == 200
    clock.advance(retries.LEASE)
    with acting_as(SYSTEM):
        deliver.sweep()
    run_jobs()
    told = [heard.payload["data"]["external_reference"] for heard in listener.heard]
    assert told == ["SO-1"]


def test_a_new_secret_signs_beside_the_old_one_for_a_day(
    store: Person, listener: Listener, run_jobs: RunJobs, clock: TestClock
) -> None:
    made = hook(store, listener)
    rotated = store.ask("POST", f"/webhooks/{made['id']}/rotate")
    assert rotated.status_code == 200
    new = rotated.json["secret"]
    path = f"/webhooks/{made['id']}/try"
    for known, wait in ((made["secret"], 0), (new, 0), (new, 25), (made["secret"], 0)):
        clock.advance(timedelta(hours=wait))
        listener.secrets = [known]
        store.ask("POST", path)
        run_jobs()
    assert [heard.is_signed for heard in listener.heard] == [True, True, True, False]
    with acting_as(SYSTEM):
        deliver.forget()
        assert session().query(WebhookSecret).count() == 1


def test_a_worker_that_died_loses_no_message(
    store: Person,
    listener: Listener,
    run_jobs: RunJobs,
    clock: TestClock,
    database: Database,
) -> None:
    hook(store, listener, "project.changed")
    take(store)
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute("DELETE FROM procrastinate_jobs")
    with acting_as(SYSTEM):
        deliver.sweep()
    run_jobs()
    assert listener.heard == []
    clock.advance(retries.LEASE)
    with acting_as(SYSTEM):
        deliver.sweep()
        # Whoever comes a moment later finds it on its way.
        deliver.sweep()
    run_jobs()
    assert len(listener.heard) == 1


def test_what_was_removed_or_taken_meanwhile_is_not_sent(
    store: Person, listener: Listener, run_jobs: RunJobs
) -> None:
    made = hook(store, listener, "project.changed")
    take(store)
    run_jobs()
    (delivery,) = history(store, made)
    with acting_as(SYSTEM):
        deliver.deliver(delivery["id"])
    assert len(listener.heard) == 1
    take(store, "SO-2")
    assert store.ask("DELETE", f"/webhooks/{made['id']}").status_code == 204
    run_jobs()
    assert len(listener.heard) == 1
    with acting_as(SYSTEM):
        for kind in (Webhook, WebhookSecret, Delivery, Attempt):
            assert session().query(kind).count() == 0


def test_messages_are_forgotten_after_a_month(
    store: Person, listener: Listener, run_jobs: RunJobs, clock: TestClock
) -> None:
    made = hook(store, listener, "project.changed")
    take(store)
    run_jobs()
    clock.advance(retries.KEPT - timedelta(hours=1))
    with acting_as(SYSTEM):
        deliver.forget()
    assert len(history(store, made)) == 1
    clock.advance(timedelta(hours=2))
    with acting_as(SYSTEM):
        deliver.forget()
    assert history(store, made) == []

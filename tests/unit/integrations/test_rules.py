"""When messages go again, how they are signed, and which steps there are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from app.core.clock import now
from app.core.errors import IllegalMoveError
from app.integrations.rules import retries, signing
from app.integrations.states import (
    ALLOWED,
    ALLOWED_DELIVERY,
    CHOICES,
    DeliveryState,
    EventType,
    WebhookState,
    move,
    move_delivery,
)

AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_message_is_tried_ten_times_over_three_days_later_and_later() -> None:
    waits = []
    for tries in range(1, retries.MOST_TRIES):
        at = retries.next_try(tries, AT)
        assert at is not None
        waits.append(at - AT)
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) > timedelta(days=3)
    assert retries.next_try(retries.MOST_TRIES, AT) is None


def test_a_webhook_is_given_up_after_five_days_of_failing() -> None:
    assert not retries.is_given_up(None, AT)
    assert not retries.is_given_up(AT - timedelta(days=4), AT)
    assert retries.is_given_up(AT - timedelta(days=5), AT)


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text() | st.integers()))
def test_a_receivers_library_accepts_what_was_signed(
    payload: dict[str, object],
) -> None:
    old, new = signing.new_secret(), signing.new_secret()
    body = signing.body_of(payload)
    headers = signing.headers_of("msg_1", now(), body, [new, old])
    for secret in (old, new):
        receiver = Webhook(signing.written(secret))
        assert receiver.verify(body, headers) == payload
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.written(signing.new_secret())).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.written(new)).verify(f"{body} ", headers)


def test_no_two_messages_have_one_id() -> None:
    assert len({signing.new_message_id() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("current", WebhookState)
@pytest.mark.parametrize("to", WebhookState)
def test_a_webhook_moves_by_its_table(current: WebhookState, to: WebhookState) -> None:
    if to in ALLOWED[current]:
        assert move(current, to) is to
    else:
        with pytest.raises(IllegalMoveError):
            move(current, to)


@pytest.mark.parametrize("current", DeliveryState)
@pytest.mark.parametrize("to", DeliveryState)
def test_a_delivery_moves_by_its_table(
    current: DeliveryState, to: DeliveryState
) -> None:
    if to in ALLOWED_DELIVERY[current]:
        assert move_delivery(current, to) is to
    else:
        with pytest.raises(IllegalMoveError):
            move_delivery(current, to)


def test_a_trial_is_nothing_that_one_listens_to() -> None:
    assert set(EventType) - set(CHOICES) == {EventType.TEST}

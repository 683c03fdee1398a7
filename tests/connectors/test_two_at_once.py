"""A message is sent while somebody has all of them sent again: neither waits for the other for ever."""

import pytest

from shopkeeper.connectors.actions import webhooks
from shopkeeper.connectors.models import WebhookMessage
from tests.cast import NOW, SYSTEM
from tests.connectors.subscriber import endpoint, placed, take
from tests.gates import crossing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def test_what_arrives_while_all_is_sent_again_has_arrived() -> None:
    to, _ = endpoint()
    placed()
    take(1)
    message = WebhookMessage.objects.get()
    crossing(
        lambda: webhooks.lock_endpoint(to.id),
        lambda: webhooks.note_try(message_id=message.id, status=200, failure="", by=SYSTEM, now=NOW),
        lambda: webhooks.replay(endpoint_id=to.id, sequence=1, by=SYSTEM, now=NOW),
    )
    assert WebhookMessage.objects.get().delivered_at == NOW

"""Idempotency keys: the request and the memory of its response commit together."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import connection, models
from django.http import HttpResponse
from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.models import IdempotencyKey
from shopkeeper.core.refusals import Refusal

KEPT_FOR = timedelta(days=7)


class KeyReused(Refusal):
    """The same key came with another request."""

    code = "idempotency_key_reused"
    message = sentence("This idempotency key was already used for another request. Use a new key.")
    status = 422


@action
def carry_out_once(
    *, operation: Callable[[], HttpResponse], key: str, fingerprint: str, by: Actor, now: datetime
) -> HttpResponse:
    """Run `operation`, or return what it responded the first time. A second caller waits for the first.

    :raises KeyReused: when the key belongs to a different request
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency:{by.id}:{key}"])
    row, created = IdempotencyKey.objects.get_or_create(
        actor_id=by.id, key=key[:120], defaults={"fingerprint": fingerprint, "created_at": now}
    )
    if row.fingerprint != fingerprint:
        raise KeyReused
    if not created:
        return HttpResponse(bytes(row.body), status=row.status or 200, content_type="application/json")
    response = operation()
    IdempotencyKey.objects.filter(pk=row.pk).update(status=response.status_code, body=response.content)
    return response


def forget_old_keys(*, by: Actor, now: datetime) -> int:
    """Drop keys that nobody will retry any more."""
    return IdempotencyKey.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]


def forget_responses(texts: Iterable[str]) -> int:
    """Empty the kept responses in which one of these texts stands; the keys stay used. Gives how many."""
    told = models.Q()
    for text in texts:
        told |= models.Q(said__icontains=text)
    if not told:
        return 0
    rows = IdempotencyKey.objects.annotate(said=_AsText("body")).filter(told)
    return IdempotencyKey.objects.filter(pk__in=[row.pk for row in rows]).update(body=b"{}")


class _AsText(models.Func):
    function = "convert_from"
    template = "%(function)s(%(expressions)s, 'UTF8')"
    output_field = models.TextField()

"""Keys for machines: made once, shown once, kept as a hash, looked up in a cache."""

import hashlib
import secrets
import time
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_noop as sentence

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor, ActorKind, Scopes
from shopkeeper.core.models import ApiKey
from shopkeeper.core.permits import is_declared
from shopkeeper.core.refusals import Refusal

_CACHE_SECONDS = 30.0
_cache: dict[bytes, tuple[float, Actor | None]] = {}


class UnknownPermission(Refusal):
    """A key was asked to hold a permission that no module declares."""

    code = "unknown_permission"
    message = sentence("There is no permission “%(permission)s”. See `shopkeeper api-keys permissions`.")
    status = 422


@action
def create_api_key(
    *,
    name: str,
    permissions: Iterable[str],
    by: Actor,
    now: datetime,
    scopes: Mapping[str, list[str]] | None = None,
) -> str:
    """Make a key and return it, the only time that it can be read.

    :raises UnknownPermission: when a permission is not declared by any module
    """
    by.require("core.manage_api_keys")
    wanted = sorted(set(permissions))
    for permission in wanted:
        if not is_declared(permission) and permission != "*":
            raise UnknownPermission(permission=permission)
    prefix, secret = f"sk_{secrets.token_hex(4)}", secrets.token_urlsafe(32)
    key = f"{prefix}.{secret}"
    ApiKey.objects.create(
        name=name,
        prefix=prefix,
        digest=_digest(key),
        permissions=wanted,
        company_wide=scopes is None,
        scopes=dict(scopes or {}),
        created_at=now,
    )
    return key


@action
def revoke_api_key(*, prefix: str, by: Actor, now: datetime) -> bool:
    """Stop a key from opening anything. Other processes notice within half a minute."""
    by.require("core.manage_api_keys")
    _cache.clear()
    return ApiKey.objects.filter(prefix=prefix, revoked_at=None).update(revoked_at=now) == 1


def list_api_keys(*, by: Actor, now: datetime) -> list[ApiKey]:
    """The keys in force, by name."""
    by.require("core.manage_api_keys")
    return [row for row in ApiKey.objects.order_by("name") if row.is_valid(now=now)]


def get_names_of_keys(prefixes: Iterable[str]) -> dict[str, str]:
    """Prefix -> the name that people gave a key; of those that were revoked, too."""
    asked = list(prefixes)
    return dict(ApiKey.objects.filter(prefix__in=asked).values_list("prefix", "name")) if asked else {}


def find_actor(key: str, *, now: datetime) -> Actor | None:
    """The API client that holds `key`, or None. One look at the database every half minute a key."""
    digest = _digest(key)
    seen = _cache.get(digest)
    if seen and seen[0] > time.monotonic():
        return seen[1]
    row = ApiKey.objects.filter(digest=digest).first()
    actor = _actor_of(row) if row and row.is_valid(now=now) else None
    if len(_cache) > 10_000:
        _cache.clear()
    _cache[digest] = (time.monotonic() + _CACHE_SECONDS, actor)
    return actor


def _actor_of(row: ApiKey) -> Actor:
    values = {column: frozenset(map(str, allowed)) for column, allowed in row.scopes.items()}
    scopes = Scopes(company_wide=row.company_wide, values=values)
    return Actor(ActorKind.API_CLIENT, row.prefix, row.name, frozenset(row.permissions), scopes)


def _digest(key: str) -> bytes:
    # The key holds 256 random bits: a plain hash cannot be guessed back, and it must be cheap.
    return hashlib.sha256(key.encode()).digest()

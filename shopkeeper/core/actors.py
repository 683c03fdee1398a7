"""Who acts: resolved once, at the door, and passed to every action and query as `by`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shopkeeper.core.refusals import NotPermitted

PUBLIC = "public"
SIGNED_IN = "signed_in"


class ActorKind(StrEnum):
    """The kinds of actor that can change or read anything."""

    EMPLOYEE = "employee"
    API_CLIENT = "api_client"
    CUSTOMER_LINK = "customer_link"
    SUPPLIER_USER = "supplier_user"
    BUYER = "buyer"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Scopes:
    """Which rows an actor may see: everything, or rows whose scope column holds one of the values.

    `values` maps a scope column (`outlet_id`) to the ids allowed, as text. Columns that are not named allow nothing.
    """

    company_wide: bool = False
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.company_wide, frozenset(self.values.items())))

    def allows(self, column: str, value: object) -> bool:
        """Whether a row with `value` in `column` may be seen."""
        return self.company_wide or str(value) in self.values.get(column, frozenset())


EVERYTHING = Scopes(company_wide=True)
ALL_PERMISSIONS = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts, with what it may do and which rows it may see."""

    kind: ActorKind
    id: str
    name: str = ""
    permissions: frozenset[str] = frozenset()
    scopes: Scopes = field(default_factory=Scopes)
    roles: tuple[str, ...] = ()

    def may(self, permission: str) -> bool:
        """Whether this actor holds `permission` (module.verb_noun); PUBLIC and SIGNED_IN ask for no role."""
        if permission == PUBLIC:
            return True
        if permission == SIGNED_IN:
            return self.kind is not ActorKind.ANONYMOUS
        return "*" in self.permissions or permission in self.permissions

    def is_asked_for(self, permission: str) -> bool:
        """Whether work that needs `permission` waits for this actor: who may do everything is asked for nothing."""
        return self.may(permission) and "*" not in self.permissions

    def require(self, permission: str) -> None:
        """Refuse unless the actor holds `permission`.

        :raises NotPermitted: when it does not
        """
        if not self.may(permission):
            raise NotPermitted(permission=permission)


ANONYMOUS = Actor(ActorKind.ANONYMOUS, "anonymous")


def system_actor(cause: str) -> Actor:
    """The system itself, acting because of `cause` (an event name, a timer, an import)."""
    return Actor(ActorKind.SYSTEM, cause, name="Shopkeeper", permissions=ALL_PERMISSIONS, scopes=EVERYTHING)


_resolvers: list[Callable[[Any], Actor | None]] = []


def register_resolver(resolver: Callable[[Any], Actor | None]) -> None:
    """Let a module say which actor a signed-in user is (employee, supplier user, buyer)."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def resolve_user(user: Any) -> Actor:
    """The actor behind a signed-in user, or nobody."""
    if not getattr(user, "is_authenticated", False):
        return ANONYMOUS
    return next((actor for resolver in _resolvers if (actor := resolver(user))), ANONYMOUS)

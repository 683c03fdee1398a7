"""REST routes of what the house decided, and of deciding anew."""

from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from ninja import Router

from shopkeeper.core import clock
from shopkeeper.core.agreeing import agree, let_go
from shopkeeper.core.policies import EVERYTHING, Policy, access_policy, list_agreed, list_policies
from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.bodies import body_of, read
from shopkeeper.core.web.complaints import misread
from shopkeeper.core.web.rest import permitted, respond

router = Router()


class DecisionIn(msgspec.Struct, frozen=True):
    """What holds from now on, for a subject or for everything (`*`), and why. No values: the subject's own are gone."""

    why: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    values: dict[str, Any] | None = None
    subject: Annotated[str, msgspec.Meta(max_length=60)] = EVERYTHING


@router.get("/policies", summary="What the house decided")
@permitted("core.view_policies")
def get_policies(request: Any) -> HttpResponse:
    """Each policy with its standard, and what holds by subject; `*` is everything else."""
    return respond([_card(policy) for policy in list_policies()])


@router.put("/policies/{code}", summary="Decide anew", openapi_extra=body_of(DecisionIn))
@permitted("core.view_policies")
def put_policy(request: Any, code: str) -> HttpResponse:
    """It holds from now on. Each policy has a permission of its own; values that are not named are as they were."""
    policy, said, now = access_policy(code), read(request, DecisionIn), clock.now()
    if said.values is None:
        let_go(policy=policy, subject=said.subject, why=said.why, by=request.auth, now=now)
    else:
        values = _values(policy, said)
        agree(policy=policy, values=values, subject=said.subject, why=said.why, by=request.auth, now=now)
    return respond(_card(policy))


def _card(policy: Policy[Any]) -> dict[str, Any]:
    return {
        "code": policy.code, "title": policy.title, "about": policy.about, "permission": policy.permission,
        "standard": policy.told(policy.standard),
        "holds": {subject: policy.told(values) for subject, values in list_agreed(policy).items()},
    }  # fmt: skip


def _values(policy: Policy[Any], said: DecisionIn) -> Any:
    known = list_agreed(policy)
    holds = policy.told(known.get(said.subject, known[EVERYTHING]))
    if unknown := set(said.values or {}) - set(holds):
        raise InvalidInput(reason=f"There is no value “{min(unknown)}”; there are {', '.join(holds)}.")
    try:
        return msgspec.convert(holds | (said.values or {}), type(policy.standard), strict=False)
    except msgspec.ValidationError as error:
        raise misread(error) from None

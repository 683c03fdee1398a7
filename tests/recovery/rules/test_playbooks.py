"""Words with their places filled, and playbooks that leave nothing open."""

from uuid import UUID

import pytest
import yaml

from shopkeeper.organization.public import Role
from shopkeeper.recovery.contracts import Fault, StepKind, Team
from shopkeeper.recovery.errors import PlaybookIncomplete
from shopkeeper.recovery.rules.playbooks import StepPlan, check_complete, fill, leading_step, team_for
from tests.architecture.house import PACKAGE

CALL = StepPlan(
    StepKind.APOLOGIZE, Role.CONTACT_CENTER_AGENT, "phone", 60, "Call $customer", store_role="store_manager"
)
FIND = StepPlan(StepKind.FIND, Role.STORE_ASSOCIATE, "store", 30, "Find it")
STORE = UUID(int=7)


def test_places_are_filled_and_unknown_ones_stay_out() -> None:
    assert fill("Hello $first_name, order $order $nonsense is here.", {"first_name": "Ruth", "order": "TW-1"}) == (
        "Hello Ruth, order TW-1 is here."
    )


def test_a_name_that_nobody_knows_leaves_no_hole() -> None:
    assert fill("Hello $first_name, this is $me.", {"me": "Priya"}) == "Hello, this is Priya."


def test_an_amount_of_dollars_is_no_place_to_fill() -> None:
    assert fill("It costs $5 less.", {}) == "It costs $5 less."


def test_who_apologizes_leads() -> None:
    assert leading_step([FIND, CALL]) is CALL
    assert leading_step([FIND]) is FIND


def test_in_a_store_its_own_people_do_it_and_elsewhere_the_company_s() -> None:
    assert team_for(CALL, STORE) == Team("store_manager", STORE)
    assert team_for(CALL, None) == Team("contact_center_agent")
    assert team_for(FIND, STORE) == Team("store_associate")


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [StepPlan(StepKind.CALL, "", "phone", 60, "Call")],
        [StepPlan(StepKind.CALL, "store_manager", "phone", 0, "Call")],
        [StepPlan(StepKind.CALL, "store_manager", "phone", 60, "")],
        [CALL, CALL],
    ],
    ids=["empty", "no role", "no deadline", "no words", "two apologies"],
)
def test_a_playbook_leaves_nothing_open(steps: list[StepPlan]) -> None:
    with pytest.raises(PlaybookIncomplete):
        check_complete(steps)


def test_the_playbooks_of_a_fresh_installation_are_complete_and_cover_every_fault() -> None:
    plans = yaml.safe_load((PACKAGE / "recovery" / "playbooks.yaml").read_text())
    assert {plan["code"] for plan in plans} == {fault.value for fault in Fault}
    for plan in plans:
        steps = [StepPlan(**{**step, "kind": StepKind(step["kind"])}) for step in plan["steps"]]
        check_complete(steps)
        assert {role for step in steps for role in (step.role, step.store_role) if role} <= set(Role)

"""The SQL of conditions put so that a database answers most pairs without counting slips letter by letter."""

from shopkeeper.engines.linkage.conditions import Both, Condition, Either, Near, NearlyCrossed, SharedWord, Similar


def hasten(condition: Condition) -> str:
    """SQL that holds for exactly the same pairs as `condition.sql()`, in about half the time."""
    match condition:
        case Near():
            return _near(condition)
        case Both(conditions):
            return "(" + " AND ".join(hasten(part) for part in sorted(conditions, key=_effort)) + ")"
        case Either(conditions):
            return "(" + " OR ".join(hasten(part) for part in sorted(conditions, key=_effort)) + ")"
        case _:
            return condition.sql()


def _near(condition: Near) -> str:
    """Texts a few slips apart are nearly as long; with a single slip they begin or end alike, unless they are tiny."""
    left, right = (f'{side}."{condition.column}"' for side in "lr")
    tests = [f"abs(length({left}) - length({right})) <= {condition.slips}"]
    if condition.slips == 1:
        ends = f"left({left}, 1) = left({right}, 1) OR right({left}, 1) = right({right}, 1)"
        tests.append(f"({ends} OR length({left}) < 3 OR length({right}) < 3)")
    return "(" + " AND ".join([*tests, condition.sql()]) + ")"


def _effort(condition: Condition) -> int:
    match condition:
        case Near(slips=slips):
            return 10 + slips
        case Similar() | NearlyCrossed() | SharedWord():
            return 5
        case Both(conditions) | Either(conditions):
            return max(_effort(part) for part in conditions)
        case _:
            return 1

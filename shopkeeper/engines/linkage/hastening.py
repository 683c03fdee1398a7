"""The SQL of conditions put so that a database answers most pairs without counting slips letter by letter."""

from shopkeeper.engines.linkage.conditions import UNTOUCHED, Both, Condition, Either, Near, effort_of


def hasten(condition: Condition) -> str:
    """SQL that holds for exactly the same pairs as `condition.sql()`, in about half the time."""
    match condition:
        case Near():
            return _near(condition)
        case Both(conditions):
            return "(" + " AND ".join(hasten(part) for part in sorted(conditions, key=effort_of)) + ")"
        case Either(conditions):
            return "(" + " OR ".join(hasten(part) for part in sorted(conditions, key=effort_of)) + ")"
        case _:
            return condition.sql()


def _near(condition: Near) -> str:
    """Texts a few slips apart are nearly as long; with a single slip they begin or end alike, unless they are short."""
    left, right = (f'{side}."{condition.column}"' for side in "lr")
    tests = [f"abs(length({left}) - length({right})) <= {condition.slips}"]
    if condition.slips == 1:
        long, untouched = UNTOUCHED[0]
        ends = " OR ".join(f"{end}({left}, {untouched}) = {end}({right}, {untouched})" for end in ("left", "right"))
        tests.append(f"({ends} OR length({left}) < {long} OR length({right}) < {long})")
    return "(" + " AND ".join([*tests, condition.sql()]) + ")"

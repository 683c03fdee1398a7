"""A foreign body as its leaves: what our own columns say of it again, and what is left to be kept as it came."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Path = tuple[str | int, ...]
Details = dict[str, list[Any]]
"""`kept`: pairs of a path and its value, which no column of ours says; `absent`: paths that our columns would add."""


def leftover(body: Any, told: Any) -> Details:
    """The leaves of a body that `told`, the same shape written from our columns, does not say again."""
    said, came = dict(_leaves(told)), dict(_leaves(body))
    kept = [[path, leaf] for path, leaf in came.items() if path not in said or not same(said[path], leaf)]
    return {"kept": kept, "absent": [path for path in said if path not in came]}


def put_together(told: Any, details: Details) -> Any:
    """A body out of what our columns say and what was kept; what was kept is as it came."""
    absent = {tuple(path) for path in details.get("absent", ())}
    whole: Any = {}
    said = [(path, leaf) for path, leaf in _leaves(told) if path not in absent]
    for path, leaf in [*said, *((tuple(path), leaf) for path, leaf in details.get("kept", ()))]:
        whole = _put(whole, path, leaf)
    return _as_lists(whole)


def same(left: Any, right: Any) -> bool:
    """Whether two leaves mean the same: 10 and "10.00", an instant in two zones."""
    if left == right and type(left) is type(right):
        return True
    if isinstance(left, bool) or isinstance(right, bool) or None in (left, right):
        return False
    return _meaning(left) == _meaning(right)


def _leaves(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(node, dict) and node:
        for name, inner in node.items():
            yield from _leaves(inner, (*path, name))
    elif isinstance(node, list) and node:
        for place, inner in enumerate(node):
            yield from _leaves(inner, (*path, place))
    else:
        yield path, node


def _put(node: Any, path: Path, leaf: Any) -> Any:
    """Lists are built as numbered places first, since their leaves come in any order."""
    if not path:
        return leaf
    node = node if isinstance(node, dict) else {}
    node[path[0]] = _put(node.get(path[0]), path[1:], leaf)
    return node


def _as_lists(node: Any) -> Any:
    if not isinstance(node, dict) or not node:
        return node
    if all(isinstance(name, int) for name in node):
        return [_as_lists(node[place]) for place in sorted(node)]
    return {name: _as_lists(inner) for name, inner in node.items()}


def _meaning(leaf: Any) -> Any:
    text = str(leaf)
    try:
        return Decimal(text)
    except InvalidOperation:
        pass
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return at.astimezone(UTC) if at.tzinfo else text

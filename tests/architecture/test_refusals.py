"""A refusal knows all that its sentence speaks of: one that does not would fail instead of refusing."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from shopkeeper.core.refusals import Refusal
from tests.architecture import house

_SPOKEN_OF = re.compile(r"%\((\w+)\)")


def raised_in(file: Path) -> Iterator[tuple[int, type[Refusal], set[str]]]:
    """Line, refusal and the facts that it is given; those that get theirs from elsewhere (`**facts`) are left out."""
    name = ".".join(file.relative_to(house.ROOT).with_suffix("").parts)
    known = vars(import_module(name.removesuffix(".__init__")))
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.Raise) or node.exc is None:
            continue
        call = node.exc if isinstance(node.exc, ast.Call) else None
        named = call.func if call else node.exc
        refusal = known.get(named.id) if isinstance(named, ast.Name) else _of_module(named, known)
        keywords = call.keywords if call else []
        if isinstance(refusal, type) and issubclass(refusal, Refusal) and all(one.arg for one in keywords):
            yield node.lineno, refusal, {one.arg or "" for one in keywords}


def _of_module(named: ast.expr, known: dict[str, object]) -> object:
    is_dotted = isinstance(named, ast.Attribute) and isinstance(named.value, ast.Name)
    return getattr(known.get(named.value.id), named.attr, None) if is_dotted else None  # type: ignore[attr-defined]


def test_a_refusal_is_told_all_that_its_sentence_speaks_of() -> None:
    files = [file for file in house.python_files() if file.name != "__main__.py" and "raise " in file.read_text()]
    found = [(file, *one) for file in files for one in raised_in(file)]
    lacking = [
        f"{file.relative_to(house.ROOT)}:{line} {refusal.__name__} {sorted(missing)}"
        for file, line, refusal, given in found
        if refusal.__init__ is Refusal.__init__ and (missing := set(_SPOKEN_OF.findall(refusal.message)) - given)
    ]
    assert lacking == []
    assert len(found) > 300, "the raises were not found"

"""Which commands there are, read from the files that hold them: importing those would start every module."""

import ast
from collections.abc import Iterable
from inspect import cleandoc
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_FILES = ("commands.py", "commands/__init__.py")


def list_commands(own: Iterable[str]) -> dict[str, str]:
    """Each command's name and what it says of itself: the site's own (`file:function`), and those of modules."""
    found: dict[str, str] = {}
    for file, _, function in (place.partition(":") for place in own):
        tree = _parse(_PACKAGE / "site" / "commands" / f"{file}.py")
        found |= _describe(tree, [function])
    for path in (path for name in _FILES for path in _PACKAGE.glob(f"*/{name}")):
        tree = _parse(path)
        found |= _describe(tree, _offered(tree))
    return dict(sorted(found.items()))


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _offered(tree: ast.Module) -> list[str]:
    """The names in `commands = [...]`."""
    lists = (part.value for part in tree.body if isinstance(part, ast.Assign) and _is_named(part.targets, "commands"))
    return [one.id for found in lists if isinstance(found, ast.List) for one in found.elts if isinstance(one, ast.Name)]


def _is_named(targets: list[ast.expr], name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _describe(tree: ast.Module, wanted: list[str]) -> dict[str, str]:
    functions = [part for part in tree.body if isinstance(part, ast.FunctionDef) and part.name in wanted]
    told = ((_said_of(function), function) for function in functions)
    return {
        str(said.get("name", function.name)): cleandoc(ast.get_docstring(function) or "")
        for said, function in told if not said.get("hidden")
    }  # fmt: skip


def _said_of(function: ast.FunctionDef) -> dict[str | None, object]:
    """What its outermost decorator says: `name`, and whether it is `hidden`."""
    outermost = function.decorator_list[0]
    words = outermost.keywords if isinstance(outermost, ast.Call) else []
    return {word.arg: word.value.value for word in words if isinstance(word.value, ast.Constant)}

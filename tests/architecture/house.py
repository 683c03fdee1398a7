"""The house as data: its modules, their steps, their files and what each file imports."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "shopkeeper"
FOUNDATION = {"core", "engines"}
OPEN_FILES = {"public", "events"}


@cache
def steps() -> dict[str, int]:
    """Module -> its step; a lower number is a lower step. Read from the import contract, the one place that has it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = contracts[0]["layers"]
    names = [[part.strip(" ()") for part in layer.split("|")] for layer in reversed(layers)]
    return {name: step for step, layer in enumerate(names) for name in layer}


def modules() -> list[str]:
    """The modules that exist."""
    return sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())


def python_files() -> Iterator[Path]:
    """Every source file of the package, migrations aside."""
    return (file for file in sorted(PACKAGE.rglob("*/**/*.py")) if "migrations" not in file.parts)


def module_of(file: Path) -> str:
    """The module that a file belongs to."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


@dataclass(frozen=True)
class Import:
    """One import of a name in `shopkeeper` by a file."""

    file: Path
    line: int
    target: str


def imports_in(file: Path) -> Iterator[Import]:
    """What a file imports from the package, as dotted names of modules."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (Import(file, node.lineno, a.name) for a in node.names if a.name.startswith("shopkeeper."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shopkeeper"):
            yield from (Import(file, node.lineno, _target(node.module or "", a.name)) for a in node.names)


def _target(module: str, name: str) -> str:
    # `from shopkeeper.orders import public` names a module; `from shopkeeper.orders.public import place` a thing in it.
    return f"{module}.{name}" if module.count(".") < 2 else module


def breaches_of_open_files(files: Iterator[Path]) -> list[str]:
    """Imports across modules that end in neither `.public` nor `.events`."""
    found = []
    for file in files:
        for item in imports_in(file):
            target = item.target.split(".")
            own = module_of(file)
            crosses = len(target) > 1 and target[1] not in {own, *FOUNDATION} and own != "site"
            if crosses and (len(target) < 3 or target[2] not in OPEN_FILES):
                found.append(f"{file.relative_to(ROOT)}:{item.line} imports {item.target}")
    return found


def points_up(own: str, other: str) -> bool:
    """Whether `other` stands on the same step as `own` or above it."""
    return other != own and other in steps() and steps()[other] >= steps()[own]

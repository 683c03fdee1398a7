"""Writes docs/map.md from the code: what each module owns, announces, hears and calls."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "shopkeeper"
PAGE = ROOT / "docs" / "map.md"
HEAD = """# The map

Written by `bin/map` from the code; change the code, not this page. Modules stand on a staircase, here from the top:
each calls only those below it, and hears the events of those below it. `docs/glossary.md` has the words.
"""


def main() -> None:
    """Write the page, or with --check only say whether it is true."""
    page = "\n".join([HEAD, *(line for step in staircase() for line in describe_step(step))])
    if "--check" not in sys.argv:
        PAGE.write_text(page)
    elif not PAGE.exists() or PAGE.read_text() != page:
        sys.exit("docs/map.md is not true any more: run bin/map.")


def staircase() -> list[list[str]]:
    """The modules that exist, by step, highest first."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    steps = [[name.strip(" ()") for name in layer.split("|")] for layer in contract["layers"]]
    present = [[name for name in step if (PACKAGE / name / "__init__.py").exists()] for step in steps]
    return [step for step in present if step]


def describe_step(step: list[str]) -> Iterator[str]:
    """One section for each module of a step."""
    for name in step:
        folder = PACKAGE / name
        yield f"## {name}\n"
        yield f"{ast.get_docstring(tree(folder / '__init__.py')) or ''}\n"
        yield from fact("Announces", (f"`{event}`" for event in events(folder)))
        yield from fact("Hears", (f"`{event}`" for event in heard(folder)))
        yield from fact("Calls", (f"[{other}](#{other})" for other in called(folder)))


def fact(label: str, values: Iterator[str]) -> Iterator[str]:
    """One line, absent where there is nothing to say."""
    words = ", ".join(values)
    if words:
        yield f"{label}: {words}\n"


def events(folder: Path) -> list[str]:
    """What the module announces: the classes in events.py that carry the decorator."""
    return [node.name for file in source(folder, "events") for node in tree(file).body if is_event(node)]


def is_event(node: ast.stmt) -> bool:
    """Whether a statement declares an event."""
    return isinstance(node, ast.ClassDef) and any(ast.unparse(each).startswith("event") for each in node.decorator_list)


def heard(folder: Path) -> list[str]:
    """What the module reacts to: the first argument of `on` in handlers.py."""
    return sorted(
        ast.unparse(node.args[0]).rpartition(".")[2]
        for file in source(folder, "handlers")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "on" and node.args
    )


def called(folder: Path) -> list[str]:
    """The other modules that it imports, core and engines aside, since everybody stands on those."""
    imported = {
        (node.module or "").split(".")[1]
        for file in folder.rglob("*.py")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shopkeeper.")
    }
    return sorted(imported - {folder.name, "core", "engines"})


def source(folder: Path, name: str) -> list[Path]:
    """The file of that name, or all files of the folder that it grew into."""
    return [file for file in [folder / f"{name}.py", *sorted((folder / name).glob("*.py"))] if file.exists()]


def tree(file: Path) -> ast.Module:
    """The file as Python sees it."""
    return ast.parse(file.read_text())


if __name__ == "__main__":
    main()

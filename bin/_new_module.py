"""Starts a module: its folder, the files that every module has, and its step on the staircase."""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = """# {name}

{owns}

## Words

## Promises

## Events

## Whom it calls
"""
APPS = '''"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class {camel}Config(ModuleConfig):
    """{owns}"""

    name = "shopkeeper.{name}"
    label = "{name}"
'''


def main() -> None:
    """Read the command line and write everything, or nothing."""
    wishes = arguments()
    folder = ROOT / "shopkeeper" / wishes.name
    if not re.fullmatch(r"[a-z][a-z_]*", wishes.name) or folder.exists():
        sys.exit(f"“{wishes.name}” must be a new name in small letters.")
    settings, pyproject = ROOT / "shopkeeper/site/settings.py", ROOT / "pyproject.toml"
    placed_settings = place_in_settings(settings.read_text(), wishes.name, wishes.above)
    placed_pyproject = place_on_staircase(pyproject.read_text(), wishes.name, wishes.above)
    write_files(folder, wishes.name, wishes.owns)
    settings.write_text(placed_settings)
    pyproject.write_text(placed_pyproject)
    print(f"shopkeeper/{wishes.name} stands above {wishes.above}. Next: its contracts, events and rules.")


def arguments() -> argparse.Namespace:
    """NAME, what it owns, and which module it stands just above."""
    parser = argparse.ArgumentParser(prog="bin/new-module", description=__doc__)
    parser.add_argument("name", help="a plural noun or a field's name: orders, pricing")
    parser.add_argument("owns", help="one sentence that says what it owns")
    parser.add_argument("--above", required=True, metavar="MODULE", help="the highest module that it may call")
    return parser.parse_args()


def place_in_settings(text: str, name: str, above: str) -> str:
    """Add the module to MODULES, which goes from the bottom to the top."""
    start = text.index("MODULES = [")
    end = text.index("]", start)
    if f'"{above}"' not in text[start:end]:
        sys.exit(f"There is no module “{above}”.")
    return text[:start] + text[start:end].replace(f'"{above}",', f'"{above}",\n    "{name}",') + text[end:]


def place_on_staircase(text: str, name: str, above: str) -> str:
    """Give the module a step of its own in the first import contract, which goes from the top to the bottom."""
    start = text.index("layers = [")
    end = text.index("]", start)
    layers = text[start:end]
    if re.search(rf'"[^"]*\b{name}\b[^"]*"', layers):
        return text  # the staircase has kept a step for it from the beginning
    step = re.search(rf'"[^"]*\b{above}\b[^"]*"', layers)
    if step is None:
        sys.exit(f"“{above}” has no step on the staircase.")
    return text[:start] + layers[: step.start()] + f'"{name}",\n    ' + layers[step.start() :] + text[end:]


def write_files(folder: Path, name: str, owns: str) -> None:
    """The files that every module has; all others come when there is something to put into them."""
    camel = "".join(part.capitalize() for part in name.split("_"))
    files = {
        folder / "__init__.py": f'"""{owns}"""\n',
        folder / "apps.py": APPS.format(name=name, camel=camel, owns=owns),
        folder / "README.md": README.format(name=name, owns=owns),
        folder / "migrations" / "__init__.py": "",
        ROOT / "tests" / name / "__init__.py": "",
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


if __name__ == "__main__":
    main()

"""Modules call down and announce up; what import-linter cannot see is read here."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture import house

TEMPLATE_REFERENCE = re.compile(r"""{%\s*(?:extends|include|url)\s+["'](\w+)[:/]""")


def test_every_module_has_a_step() -> None:
    assert set(house.modules()) <= set(house.steps())


def test_imports_across_modules_use_the_two_open_files() -> None:
    assert house.breaches_of_open_files(house.python_files()) == []


def test_an_import_of_closed_file_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "PACKAGE", tmp_path)
    monkeypatch.setattr(house, "ROOT", tmp_path)
    breach = tmp_path / "recovery" / "actions.py"
    breach.parent.mkdir()
    breach.write_text("from shopkeeper.orders.models import Order\nfrom shopkeeper.orders import public\n")
    assert house.breaches_of_open_files(iter([breach])) == ["recovery/actions.py:1 imports shopkeeper.orders.models"]


def test_foreign_keys_point_down_and_keep_their_hands_off() -> None:
    wrong = []
    for model in apps.get_models():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            if own in house.steps() and field.concrete and field.is_relation:
                other = field.related_model._meta.app_label
                if house.points_up(own, other):
                    wrong.append(f"{model.__name__}.{field.name} points up to {other}")
                if other != own and other in house.steps() and field.remote_field.on_delete.__name__ != "PROTECT":
                    wrong.append(f"{model.__name__}.{field.name} is not PROTECT")
                if other != own and other in house.steps() and not field.remote_field.hidden:
                    wrong.append(f'{model.__name__}.{field.name} needs related_name="+"')
    assert wrong == []


def references_up(template: Path, own: str) -> list[str]:
    """Modules above that a template extends, includes or links to."""
    return [name for name in TEMPLATE_REFERENCE.findall(template.read_text()) if house.points_up(own, name)]


def test_templates_know_nothing_above_them() -> None:
    wrong = {}
    for template in house.PACKAGE.rglob("templates/**/*.html"):
        own = house.module_of(template)
        if names := references_up(template, own):
            wrong[str(template.relative_to(house.ROOT))] = names
    assert wrong == {}


def test_a_template_that_reaches_up_is_caught(tmp_path: Path) -> None:
    template = tmp_path / "page.html"
    template.write_text('{% extends "core/base.html" %}{% url "recovery:case" 1 %}{% include "orders/_lines.html" %}')
    assert references_up(template, "orders") == ["recovery"]


def names_in_python(file: Path, own: str) -> list[str]:
    """Tables, addresses and models of modules above that a file names in its texts."""
    above = [name for name in house.steps() if house.points_up(own, name) and name not in {"site", "demo", "desk"}]
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in above}
    wrong = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and _is_reference(node):
            target = str(ast.literal_eval(node.args[0])).split(":")[0].split(".")[0]
            wrong += [target] if target in above else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sql(node.value):
            wrong += [word for word in re.findall(r"\w+", node.value) if word in tables]
    return wrong


def _is_reference(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in {"reverse", "reverse_lazy", "get_model", "redirect"} and bool(node.args) and _is_text(node.args[0])


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_sql(text: str) -> bool:
    return bool(re.search(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|JOIN)\b", text))


def test_python_names_no_table_or_address_above_it() -> None:
    wrong = {}
    for file in house.python_files():
        own = house.module_of(file)
        # Analytics reads the tables of others as data sets by name; insight itself holds no SQL on rows.
        if own not in {"site", "demo"} and (names := names_in_python(file, own)):
            wrong[str(file.relative_to(house.ROOT))] = names
    assert wrong == {}


def test_a_table_and_an_address_above_are_caught(tmp_path: Path) -> None:
    file = tmp_path / "queries.py"
    file.write_text('reverse("improvement:problem")\nx = "SELECT 1 FROM recovery_case JOIN orders_order USING (id)"\n')
    assert names_in_python(file, "orders") == ["improvement", "recovery_case"]


BREACHES = [
    ("The staircase", "orders/breach.py", "import shopkeeper.recovery\n"),
    ("Inside every module", "customers/rules.py", "import shopkeeper.customers.models\n"),
    ("Heavy libraries live in engines", "orders/breach.py", "import duckdb\n"),
    ("Decisions know no framework", "customers/contracts.py", "import django.db\n"),
]


@pytest.mark.parametrize(("contract", "path", "line"), BREACHES, ids=[breach[0] for breach in BREACHES])
def test_each_import_contract_catches_its_breach(contract: str, path: str, line: str, tmp_path: Path) -> None:
    _copy_house(tmp_path)
    broken = tmp_path / "shopkeeper" / path
    broken.write_text((broken.read_text() if broken.exists() else "") + line)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout


def _copy_house(target: Path) -> None:
    (target / "pyproject.toml").write_text((house.ROOT / "pyproject.toml").read_text())
    for file in (house.ROOT / "shopkeeper").rglob("*.py"):
        copy = target / file.relative_to(house.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text())

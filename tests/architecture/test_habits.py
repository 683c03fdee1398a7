"""What cannot be changed cheaply later is held by these."""

import ast
import inspect
import json
import os
import subprocess
import sys
from dataclasses import fields
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from shopkeeper.core.events import EVENTS
from tests.architecture import house

CLOCKS = {"clock.now", "timezone.now", "datetime.now", "date.today"}
SHAPES = Path(__file__).with_name("event_shapes.json")


def shapes() -> dict[str, dict[str, str]]:
    """Every event's fields and their types."""
    return {name: {f.name: str(getattr(f.type, "__name__", f.type)) for f in fields(e)} for name, e in EVENTS.items()}


def test_events_only_ever_gain_fields() -> None:
    frozen = json.loads(SHAPES.read_text())
    now = shapes()
    lost = {
        f"{name}.{field}": kind
        for name, known in frozen.items()
        for field, kind in known.items()
        if now.get(name, {}).get(field) != kind
    }
    assert lost == {}, "an event lost or changed a field that others may rely on"
    assert set(now) == set(frozen), "run tests/architecture/freeze_events.py to record new events"


def test_actions_take_keywords_and_say_who_and_when() -> None:
    wrong = []
    for file in house.python_files():
        name = ".".join(file.relative_to(house.ROOT).with_suffix("").parts)
        if "@action" not in file.read_text() or name == "shopkeeper.core.actions":
            continue
        for value in vars(import_module(name)).values():
            if getattr(value, "is_action", False) and value.__module__ == name:
                given = inspect.signature(value).parameters
                named = all(p.kind is p.KEYWORD_ONLY for p in given.values())
                wrong += [] if named and {"by", "now"} <= set(given) else [f"{name}.{value.__name__}"]
    assert wrong == []


def test_the_domain_reads_no_clock() -> None:
    doors = {
        "web",
        "rest.py",
        "rest",
        "commands.py",
        "handlers.py",
        "access.py",
        "dispatch.py",
        "clock.py",
        "live.py",
        "console.py",
        "templatetags",
    }
    wrong = []
    for file in house.python_files():
        if house.module_of(file) in {"site", "demo", "engines"} or doors & set(file.relative_to(house.PACKAGE).parts):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS:
                wrong.append(f"{file.relative_to(house.ROOT)}:{node.lineno}")
    assert wrong == []


@pytest.mark.django_db
def test_migrations_say_what_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_a_web_process_carries_no_heavy_library() -> None:
    code = (
        "import sys; from shopkeeper.site import wsgi; from django.urls import get_resolver;"
        "get_resolver().url_patterns;"
        "print([m for m in ('duckdb','pyarrow','pandas','numpy','scipy','splink','pyspark') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"

"""Files and functions stay small; the list of exceptions may only shrink."""

import ast

from tests.architecture import house

FUNCTION_LINES = 40
FILE_LINES = 300
EXCEPTIONS = {
    "shopkeeper/site/styleguide/samples.py:figures",
    "shopkeeper/site/styleguide/stories.py:story",
}


def test_functions_and_files_stay_small() -> None:
    too_large = set()
    for file in house.python_files():
        text = file.read_text()
        if text.count("\n") > FILE_LINES:
            too_large.add(str(file.relative_to(house.ROOT)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES:
                too_large.add(f"{file.relative_to(house.ROOT)}:{node.name}")
    assert too_large == EXCEPTIONS


def test_every_file_opens_with_a_sentence() -> None:
    silent = [
        str(f)
        for f in house.python_files()
        if f.read_text().strip() and not ast.get_docstring(ast.parse(f.read_text()))
    ]
    assert silent == []


def test_public_files_hold_no_logic() -> None:
    wrong = []
    for file in house.PACKAGE.glob("*/public.py"):
        tree = ast.parse(file.read_text())
        allowed = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign)
        wrong += [f"{file.parent.name}:{node.lineno}" for node in tree.body if not isinstance(node, allowed)]
    assert wrong == []

"""YAML with the line of every value, so that a complaint can say where."""

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]


@dataclass
class Document:
    """The values of a YAML text and the line at which each stands."""

    name: str
    values: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def complain(self, path: Path, sentence: str) -> None:
        """Note what is wrong at a place."""
        where = ".".join(str(part) for part in path if isinstance(part, str))
        self.complaints.append(f"{self.name}, line {self.line(path)}{f', {where}' if where else ''}: {sentence}")

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest one that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(name: str, text: str) -> Document:
    """Read YAML; what is no YAML is the only complaint then."""
    document = Document(name)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        document.complaints.append(f"{name}, line {mark.line + 1 if mark else 1}: this is no YAML: {problem}.")
        return document
    document.values = _value(document, node, ()) if node else {}
    return document


def _value(document: Document, node: yaml.Node, path: Path) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_pair(document, key, value, path) for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, item, (*path, place)) for place, item in enumerate(node.value)]
    # Dates, numbers and yes/no keep the letters in which they were written: the importer types them, not YAML.
    flags = {"true": True, "false": False}
    plain = node.tag == "tag:yaml.org,2002:bool" and node.value.lower() in flags
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return flags[node.value.lower()] if plain else node.value


def _pair(document: Document, key: yaml.Node, value: yaml.Node, path: Path) -> tuple[str, Any]:
    name = str(key.value)
    document.lines[(*path, name)] = key.start_mark.line + 1
    return name, _value(document, value, (*path, name))

"""Read one YAML file into a frozen value, or say file, line and field that are wrong."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from yaml.reader import ReaderError


class ContentError(Exception):
    """Something in the content folder is wrong; the text names file, line and field."""


class Document(BaseModel):
    """The base of every value read from a file: frozen, and no unknown field passes."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


D = TypeVar("D", bound=Document)


class _Loader(yaml.SafeLoader):
    """YAML 1.2 scalars: PyYAML's own 1.1 reads `off` as False and `-.3` as text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # PyYAML's own way to reset the table

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  # PyYAML's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="the name of a field is plain text", problem_mark=key.start_mark
                )
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{key.value}: stands twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """Read `08` as 8: SafeLoader takes a leading zero for octal."""
        return int(self.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)

for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("null", r"~|null|", "~n"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first)
    )


def read(path: Path, model: type[D]) -> D:
    """Read `path` as one `model`; raise ContentError that names the first fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(f"{path}: this file is missing.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: cannot be read as UTF-8 text ({error}).") from None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(f"{path}, line {line}: {error.problem}.") from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ContentError(
            f"{path}, line {line}: unacceptable character #x{error.character:04x}."
        ) from None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        line = _line(node, first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise ContentError(f"{path}, line {line}: {where}: {message}.") from None


def _line(node: yaml.Node | None, loc: tuple[int | str, ...]) -> int:
    """Find the line of a field; of its parent where the field itself is missing."""
    line = 1
    for part in loc:
        if node is None:
            break
        line = node.start_mark.line + 1
        node = _child(node, part)
    return node.start_mark.line + 1 if node is not None else line


def _child(node: yaml.Node, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        child: yaml.Node = node.value[part] if part < len(node.value) else node
        return child
    return None

"""Read one YAML file into a frozen value, or name the file, line and field of every fault."""

import re
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from yaml.reader import ReaderError

from bot.errors import OperatorError


class ContentError(OperatorError):
    """The content folder is wrong: each fault is a line that names file, line and field."""

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(self.faults)


P = ParamSpec("P")
V = TypeVar("V")


class Faults(list[str]):
    """Faults found so far, so that an author reads all of them at once."""

    def collect(self, reader: Callable[P, V], *args: P.args, **kwargs: P.kwargs) -> V | None:
        """Return what a reader returns, or None and remember why it can't."""
        try:
            return reader(*args, **kwargs)
        except ContentError as error:
            self.extend(error.faults)
            return None

    def raise_any(self) -> None:
        """Raise ContentError if there is any fault."""
        if self:
            raise ContentError(*self)


class Document(BaseModel):
    """The base of every value read from a file: frozen, and no unknown field passes."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


D = TypeVar("D", bound=Document)


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 scalars: PyYAML's own 1.1 reads `off` as False and `-.3` as text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # PyYAML's own way to reset the table

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  # PyYAML's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="the name of a field needs to be plain text",
                    problem_mark=key.start_mark,
                )
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{key.value}: this field is here twice", problem_mark=key.start_mark
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
    """Read `path` as one `model`; raise ContentError that names every fault in the file."""
    node, data = parsed(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ContentError(*_faults(path, node, error)) from None


def parsed(path: Path) -> tuple[yaml.Node | None, Any]:
    """Return a file's tree, which knows its lines, and the plain value that it stands for."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(f"{path}: this file is missing.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: cannot be read as UTF-8 text ({error}).") from None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(f"{path}, line {line}: {error.problem}.") from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ContentError(
            f"{path}, line {line}: unacceptable character #x{error.character:04x}."
        ) from None


def _faults(path: Path, node: yaml.Node | None, error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        # Pydantic marks a fault in the name of a field, rather than in its value, with "[key]".
        loc = tuple(part for part in fault["loc"] if part != "[key]")
        if fault["type"] == "invalid_key":
            loc = (*loc[:-1], str(loc[-1]))
        yield f"{path}, line {_line(node, loc)}: {_field(loc)}: {_sentence(fault)}."


def _field(loc: tuple[int | str, ...]) -> str:
    """Return a field as an author would name it: `dose.sets, entry 2`."""
    parts = (f", entry {part + 1}, " if isinstance(part, int) else f".{part}" for part in loc)
    return "".join(parts).replace(", .", ", ").strip("., ") or "the whole file"


_SENTENCES = {
    "missing": "this field is missing",
    "invalid_key": "the name of a field needs to be text",
    "extra_forbidden": "there is no field of this name here",
    "string_type": "needs to be text; put it in quotes if it looks like a number",
    "string_too_short": "needs at least {min_length} characters",
    "string_too_long": "may have at most {max_length} characters",
    "too_short": "needs {min_length} or more entries and has {actual_length}",
    "too_long": "may have at most {max_length} entries and has {actual_length}",
    "int_type": "needs to be a whole number",
    "int_parsing": "needs to be a whole number",
    "int_from_float": "needs to be a whole number",
    "float_type": "needs to be a number",
    "float_parsing": "needs to be a number",
    "bool_type": "needs to be true or false",
    "bool_parsing": "needs to be true or false",
    "greater_than_equal": "needs to be {ge} or more",
    "less_than_equal": "needs to be {le} or less",
    "literal_error": "needs to be {expected}",
    "enum": "needs to be {expected}",
    "tuple_type": "needs to be a list",
    "dict_type": "needs to hold fields, each with a name and a value",
    "model_type": "needs to hold fields, each with a name and a value",
}
"""What is wrong, in plain words, by pydantic's type of a fault."""

_PATTERNS = {
    r"^[a-z]+(-[a-z]+)*$": "needs to be lower-case words joined by hyphens",
    r"^E\d+$": "needs to be E and a number, such as E11",
    r"^S\d+$": "needs to be S and a number, such as S6",
}


def _sentence(fault: ErrorDetails) -> str:
    """Return what is wrong with a field, in plain words as far as there are any."""
    about = fault.get("ctx", {})
    if fault["type"] == "string_pattern_mismatch" and about["pattern"] in _PATTERNS:
        return _PATTERNS[about["pattern"]]
    if fault["type"] in _SENTENCES:
        return _SENTENCES[fault["type"]].format(**about)
    return fault["msg"].removeprefix("Value error, ")


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

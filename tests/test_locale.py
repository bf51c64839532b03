"""Every sentence of the code stands in the template that translators start from."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.chat.words import DOMAIN, LOCALE_DIR, catalogues

BOT = Path(__file__).parent.parent / "bot"
TEMPLATE = LOCALE_DIR / f"{DOMAIN}.pot"
KEYWORDS = {"_": None, "N_": None, "many": (1, 2), "pgettext": ((1, "c"), 2)}
COMMAND = (
    "pybabel extract -w 98 --no-default-keywords -k _ -k N_ -k many:1,2 --omit-header"
    " -k pgettext:1c,2 -c Translators: --add-location=file -o bot/locale/psoas.pot bot"
)
SPOKEN = sorted([*(BOT / "chat/cards").glob("*.py"), *(BOT / "chat/handlers").glob("*.py")])
MARKUP, SENTENCE = re.compile(r"<[^>]*>?"), re.compile(r"[A-Za-z]{2,}\W? [A-Za-z]{2,}")
UNSPOKEN = {"check.py"}  # speaks to operators, in English


@cache
def sentences() -> frozenset[tuple[str | None, str | tuple[str, ...]]]:
    """Extract context and message of what the code says, as Babel's command does."""
    found = extract_from_dir(BOT, [("**.py", "python")], keywords=KEYWORDS)
    return frozenset((context, message) for _file, _line, message, _comments, context in found)


def test_the_template_holds_every_sentence_of_the_code_and_no_other() -> None:
    with TEMPLATE.open("rb") as file:
        written = {(message.context, message.id) for message in read_po(file) if message.id}
    said = sentences()

    assert written == said, f"run: {COMMAND}"


def test_a_sentence_has_no_gap_without_a_name() -> None:
    for _context, message in sentences():
        for text in message if isinstance(message, tuple) else (message,):
            assert "{}" not in text, text
            assert "%s" not in text, text


# --- nothing is said past gettext -----------------------------------------------------------


def unmarked(path: Path) -> Iterator[str]:
    """Find what reads like a sentence and is neither marked nor a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(node) for marked in ast.walk(tree) for node in _left_alone(marked)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in passed:
            continue
        if isinstance(node.value, str) and SENTENCE.search(MARKUP.sub("", node.value)):
            yield f"{path.name}:{node.lineno}: {node.value}"


def _left_alone(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value  # a docstring
    elif isinstance(node, ast.Call) and _name(node.func) in KEYWORDS:
        yield from node.args


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)


def test_no_sentence_to_a_person_escapes_translation() -> None:
    spoken = [path for path in SPOKEN if path.name not in UNSPOKEN]

    assert [(path.name, *found) for path in spoken if (found := list(unmarked(path)))] == []


# --- what a translator may get wrong --------------------------------------------------------

GAP = re.compile(r"\{\w*\}")


def misfits(path: Path) -> Iterator[str]:
    """Yield the messages of a catalogue whose gaps or tags are not those of the English."""
    with path.open("rb") as file:
        for message in read_po(file):
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            told = (
                [message.string] if isinstance(message.string, str) else list(message.string or ())
            )
            known = {part for one in ids for part in _parts(one)}
            if message.id and any(one and set(_parts(one)) - known for one in told):
                yield ids[0]


def _parts(text: str) -> list[str]:
    return GAP.findall(text) + MARKUP.findall(text)


def test_no_catalogue_fills_a_gap_that_the_code_does_not_know(tmp_path: Path) -> None:
    wrong = tmp_path / "de.po"
    wrong.write_text(
        'msgid "{n} rep"\nmsgid_plural "{n} reps"\nmsgstr[0] "{n} Mal"\nmsgstr[1] "{m} Mal"\n\n'
        'msgid "At {time}"\nmsgstr "Um {time}"\n\nmsgid "<b>Pause</b>"\nmsgstr "<i>Pause</i>"\n',
        encoding="utf-8",
    )

    assert list(misfits(wrong)) == ["{n} rep", "<b>Pause</b>"]
    assert [one for path in catalogues() for one in misfits(path)] == []

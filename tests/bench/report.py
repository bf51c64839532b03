"""Tables for people: rows of words and numbers, and the goals with what came of them."""

from collections.abc import Sequence
from math import inf

from rich.console import Console
from rich.table import Table

console = Console(width=120)


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; the first column is a name, the rest are numbers."""
    table = Table(title=title, title_justify="left")
    for at, column in enumerate(columns):
        table.add_column(column, justify="right" if at else "left", no_wrap=not at)
    for row in rows:
        table.add_row(*map(_shown, row))
    console.print(table)


def goal(what: str, value: float, *, least: float = -inf, most: float = inf) -> None:
    """Print one goal, and whether it is reached."""
    wanted = f"≥ {_shown(least)}" if least > -inf else f"≤ {_shown(most)}"
    verdict = "holds" if least <= value <= most else "NOT REACHED"
    console.print(f"  {verdict}: {what}: {_shown(value)} (wanted {wanted})", highlight=False)


def say(text: str) -> None:
    """Print a line."""
    console.print(text, highlight=False)


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"

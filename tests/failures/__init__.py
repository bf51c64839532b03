"""What goes wrong, with real processes: `pytest -m slow tests/failures`, no part of the rest."""

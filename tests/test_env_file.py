"""The lines of .env that are no setting: what their writer is told of them."""

from pathlib import Path

import pytest

from bot.settings import load, misspelt, not_understood


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("ADMIN_ID=7", "ADMIN_IDS"),
        ("BOT_TOKN=x", "BOT_TOKEN"),
        ("bottoken=x", "BOT_TOKEN"),
        ("WEBHOOK=https://x", "WEBHOOK_URL"),
        ("export LOGLEVEL=debug", "LOG_LEVEL"),
    ],
)
def test_a_misspelt_name_in_the_env_file_is_named(line: str, meant: str) -> None:
    Path(".env").write_text(f"{line}\n", encoding="utf-8")

    (warning,) = misspelt()

    assert warning.endswith(f"did you mean {meant}?")


def test_other_names_in_the_env_file_are_left_alone() -> None:
    others = "BOT_NAME=Alice\nCOMPOSE_FILE=x.yaml\nPOSTGRES_PASSWORD=x\nDOMAIN=x.org\n"
    Path(".env").write_text(f"# ADMIN_ID=7\nLISTEN=\nlog_level=info\n{others}", encoding="utf-8")

    assert list(misspelt()) == []


def test_a_line_of_the_env_file_that_is_no_setting_is_found(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lines = "# a comment\n\nfoo bar\nexport LISTEN=\nDEFAULT_TIME 07:00\nLOG_LEVEL=info # yes\n"
    Path(".env").write_text(lines, encoding="utf-8")

    load()

    assert list(not_understood()) == [3, 5]
    assert caplog.messages == []


def test_without_an_env_file_there_is_nothing_to_understand() -> None:
    assert list(not_understood()) == []

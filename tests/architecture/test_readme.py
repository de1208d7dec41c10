"""What the README and the decisions say exists, exists."""

import re

import pytest
from support import source

from training_app.cli import main
from training_app.core.settings import Settings

README = (source.ROOT / "README.md").read_text()
DECISIONS = source.ROOT / "docs" / "decisions"


def test_the_readme_names_every_setting_with_its_default():
    rows = re.findall(r"^\| `(MUSTER_\w+)` \|([^|]*)\|", README, re.MULTILINE)
    said = {name: value.strip(" `") for name, value in rows}
    fields = Settings.model_fields
    assert said.keys() == {f"MUSTER_{name.upper()}" for name in fields}
    for name, field in fields.items():
        if field.annotation in {str, int}:
            assert said[f"MUSTER_{name.upper()}"] == str(field.default)


def test_every_command_that_the_readme_names_exists(capsys):
    named = set(re.findall(r"\bmuster ([a-z][a-z-]+)", README)) - {"make"}
    for command in named:
        with pytest.raises(SystemExit) as ended:
            main.main([command, "--help"])
        assert ended.value.code == 0, command


def test_the_map_names_every_folder_of_the_program():
    folders = {one.name for one in (source.ROOT / "training_app").iterdir() if (one / "__init__.py").exists()}
    named = set(re.findall(r"`(\w+)/", README))
    assert folders - {"web"} <= named
    assert "`web/shared`" in README


def test_every_decision_stands_in_the_list_and_every_link_leads_somewhere():
    pages = {one.name for one in DECISIONS.glob("[0-9]*.md")}
    linked = set(re.findall(r"\]\(([^)]+\.md)\)", (DECISIONS / "README.md").read_text()))
    assert pages == linked
    for page in DECISIONS.glob("*.md"):
        assert all((DECISIONS / link).exists() for link in re.findall(r"\]\(([^)]+\.md)\)", page.read_text())), (
            page.name
        )

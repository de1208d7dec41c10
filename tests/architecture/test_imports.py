"""Which library stands where. What imports what inside the app is `.importlinter`."""

import sys

from support import source


def _users_of(*libraries: str, but: tuple[str, ...]) -> list[str]:
    return [
        source.name(file)
        for file in source.modules()
        if source.libraries(file) & set(libraries) and not source.name(file).startswith(but)
    ]


def test_reflex_stands_in_web_and_in_the_root_only():
    reflex = ("reflex", "reflex_base", "reflex_components_core", "reflex_components_radix")
    assert _users_of(*reflex, but=("training_app/web/", "training_app/training_app.py")) == []


def test_pandas_and_plotly_stand_in_reports_only():
    assert _users_of("pandas", "plotly", but=("training_app/reports/",)) == []


def test_rules_know_the_standard_library_and_other_rules_only():
    known = sys.stdlib_module_names
    foreign = [
        f"{source.name(file)} imports {module}"
        for file in source.modules()
        if file.name == "rules.py"
        for module in sorted(source.imported(file))
        if module.split(".")[0] not in known and ".rules" not in module
    ]
    assert foreign == []


def test_importing_the_command_line_loads_nothing_heavy():
    """A command that is slow to begin is not used."""
    heavy = {"reflex", "pandas", "dbos", "sqlmodel", "sqlalchemy", "alembic"}
    assert [source.name(file) for file in source.modules("cli") if source.libraries_at_the_top(file) & heavy] == []

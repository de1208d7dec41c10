"""Files as such: small, empty where they only mark a package, and free of the machine they were written on."""

import json
from pathlib import Path

from support import source

MOST_LINES = 300
REGISTRIES = tuple(".".join(parts) for parts in (("npmjs", "org"), ("pypi", "org"), ("pythonhosted", "org")))


def test_no_file_is_longer_than_300_lines():
    ours = [file for file in source.kept_files() if file.suffix in {".py", ".js", ".css"}]
    long = {source.name(file): lines for file in ours if (lines := len(file.read_text().splitlines())) > MOST_LINES}
    written_by_alembic = {one for one in long if one.startswith("training_app/migrations/versions/")}
    assert long.keys() - written_by_alembic == set()


def test_every_init_file_is_empty():
    assert [source.name(file) for file in source.modules() if file.name == "__init__.py" and file.read_text()] == []


def test_the_locks_of_npm_hold_no_download_address():
    locks = [file for file in source.kept_files() if file.name == "package-lock.json"]
    assert locks
    addresses = [
        f"{source.name(lock)}: {package}"
        for lock in locks
        for package, said in json.loads(lock.read_text())["packages"].items()
        if "resolved" in said
    ]
    assert addresses == []


def test_the_lock_of_pip_names_versions_and_hashes_only():
    lock = (source.ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert [line for line in lock.splitlines() if line.startswith("-")] == []


def test_no_file_names_a_registry_or_a_place_on_the_machine_it_was_written_on():
    places = {f"{source.ROOT}/", f"{Path.home()}/"} - {"/", "//"}
    wanted = [word.encode() for word in (*REGISTRIES, *places)]
    found = [
        f"{source.name(file)}: {word.decode()}"
        for file in source.kept_files()
        for word in wanted
        if word in file.read_bytes()
    ]
    assert found == []

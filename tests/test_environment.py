"""What is declared, locked and listed for conda agrees."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def name(requirement):
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", requirement)[0]).lower()


def pins(text):
    return {
        name(pin): pin.split(";")[0].strip().split("==")[1]
        for pin in re.findall(r"[\w.-]+==[^\s]+", text)
    }


def declared(*extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = list(project["dependencies"])
    for extra in extras:
        found += project["optional-dependencies"][extra]
    return {name(one) for one in found}


def test_every_dependency_is_locked():
    lock = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert declared("lab", "test") - set(lock) == set()


def test_the_conda_file_lists_the_locked_versions():
    lock = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    conda = pins((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert set(conda) == declared("lab")
    assert conda == {key: lock[key] for key in conda}


def test_every_dependency_is_justified():
    text = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8").lower()
    assert [one for one in sorted(declared("lab", "test")) if f"`{one}`" not in text] == []

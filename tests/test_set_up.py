"""The set-up script and the lock it installs from."""

import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = (ROOT / "requirements.lock", ROOT / "scripts" / "uv.lock.txt")


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, at work in a checkout of its own whose path holds a space."""
    spec = importlib.util.spec_from_file_location("set_up", ROOT / "scripts" / "set_up.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    place = tmp_path / "a place"
    place.mkdir()
    (place / "pyproject.toml").write_text("[project]\n")
    (place / "requirements.lock").write_text("a==1 --hash=sha256:00\n")
    venv = place / ".venv"
    for name, path in {
        "ROOT": place,
        "VENV": venv,
        "STAMP": venv / "set-up.json",
        "PRIVATE": place / ".setup",
        "PROJECT": place / "pyproject.toml",
        "LOCK": place / "requirements.lock",
    }.items():
        monkeypatch.setattr(module, name, path)

    def install() -> None:
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin" / "python").touch()

    monkeypatch.setattr(module, "install", install)
    return module


def test_a_finished_set_up_is_not_done_again(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main([]) == 0
    assert "making .venv" in capsys.readouterr().out
    assert script.main([]) == 0
    assert capsys.readouterr().out == ""


def test_a_set_up_that_was_cut_short_is_made_from_nothing(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut_short() -> None:
        script.VENV.mkdir()
        (script.VENV / "half").touch()
        raise script.SetUpError("no network")

    with monkeypatch.context() as broken:
        broken.setattr(script, "install", cut_short)
        assert script.main([]) == 1
    assert "no network" in capsys.readouterr().err
    assert script.main([]) == 0
    assert not (script.VENV / "half").exists()


def test_a_changed_lock_updates_in_place(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    script.main([])
    (script.VENV / "by-hand").touch()
    script.LOCK.write_text("a==2 --hash=sha256:11\n")
    capsys.readouterr()
    assert script.main([]) == 0
    assert "up to date" in capsys.readouterr().out
    assert (script.VENV / "by-hand").exists()


def test_a_checkout_that_was_moved_is_made_from_nothing(script: ModuleType) -> None:
    script.main([])
    (script.VENV / "by-hand").touch()
    stamp = json.loads(script.STAMP.read_text())
    script.STAMP.write_text(json.dumps({**stamp, "place": "elsewhere"}))
    script.main([])
    assert not (script.VENV / "by-hand").exists()


def test_uv_gets_the_settings_of_pip_and_the_environment_overrules_a_file(script: ModuleType) -> None:
    config = "global.cert='/a file.pem'\nglobal.index-url='one'\n:env:.index-url='two'\nglobal.timeout='9'"
    pip = [sys.executable, "-c", f"print({config!r})"]
    assert script.pip_settings(pip) == {"cert": "/a file.pem", "index-url": "two"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_lock_pins_by_hash_and_holds_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "--index" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[A-Za-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_lock_holds_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCKS[0].read_text(), re.M)}
    assert {_normal(re.split(r"[^A-Za-z0-9._-]", entry)[0]) for entry in named} <= locked


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

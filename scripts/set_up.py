"""Makes `.venv`, with all that the package and its tests need, from the hashed lock.

`make` runs this before everything else; by hand: `python3 scripts/set_up.py` (and `--lock` writes the lock anew).

Needs nothing but Python. pip brings uv into a private folder, `.setup`; uv, or pip where uv will not work, installs the
exact files whose hashes stand in `requirements.lock`, then accord itself, editable. A stamp is written last: with the
stamp in place nothing is done and no network is touched; a set-up that was cut short has no stamp and is made again.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PRIVATE = ROOT / ".setup"
STAMP = VENV / "set-up.json"
LOCK = ROOT / "requirements.lock"
UV_LOCK = ROOT / "scripts" / "uv.lock.txt"
PROJECT = ROOT / "pyproject.toml"

OLDEST_PYTHON = (3, 11)
OTHER_PYTHONS = ("python3.13", "python3.12", "python3.11")

# uv does not read pip's settings. What each is called there, so that an index, a mirror or a certificate that this
# machine needs is used by both.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


class SetUpError(Exception):
    """A step that did not work; its text is one sentence for the person at the terminal."""


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        return run_with_newer_python(arguments)
    try:
        PRIVATE.mkdir(exist_ok=True)
        with (PRIVATE / "in-use").open("w") as in_use:
            # Two `make` at a time would write into one folder: the second waits, then finds the stamp.
            fcntl.flock(in_use, fcntl.LOCK_EX)
            if arguments == ["--lock"]:
                write_lock()
            else:
                set_up()
    except SetUpError as failure:
        say(str(failure), to=sys.stderr)
        return 1
    return 0


def run_with_newer_python(arguments: list[str]) -> int:
    for name in OTHER_PYTHONS:
        found = shutil.which(name)
        works = found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0
        if found and works:
            return subprocess.call([found, __file__, *arguments])
    needed = ".".join(map(str, OLDEST_PYTHON))
    say(
        f"accord needs Python {needed} or newer; this is {sys.version.split()[0]} ({sys.executable}). "
        f"Install a newer one, or name it: make test PYTHON=/path/to/python{needed}",
        to=sys.stderr,
    )
    return 1


def set_up() -> None:
    stamp, wanted = read_stamp(), wanted_stamp()
    if stamp == wanted:
        return
    started = time.monotonic()
    same_place = {**stamp, "inputs": ""} == {**wanted, "inputs": ""}
    if same_place:
        say("pyproject.toml or requirements.lock has changed: bringing .venv up to date")
        STAMP.unlink()
    else:
        say("making .venv with everything accord and its tests need (once; about 1 GB on disk)")
        shutil.rmtree(VENV, ignore_errors=True)
    install()
    STAMP.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")
    say(f"ready after {time.monotonic() - started:.0f} s")


def compile_kernels() -> None:
    """Compiles what numba compiles, once, two rooms at a time; without it the first run would be a minute slower."""
    say("compiling the numerical kernels (once; kept beside the code)")
    python = str(VENV / "bin" / "python")
    rooms = ("accord.evidence", "accord.solve")
    running = [subprocess.Popen([python, "-c", f"from {room} import warm_up; warm_up()"]) for room in rooms]
    codes = [process.wait() for process in running]
    if any(codes):
        say("they could not be compiled now; the first run will do it.")


def read_stamp() -> dict[str, str]:
    """The stamp of the last finished set-up; empty where there is none or its Python is gone."""
    if not (VENV / "bin" / "python").exists() or not STAMP.exists():
        return {}
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return stamp if isinstance(stamp, dict) else {}


def wanted_stamp() -> dict[str, str]:
    inputs = hashlib.sha256(PROJECT.read_bytes() + b"\0" + LOCK.read_bytes()).hexdigest()
    # A virtual environment knows its own place: moved or copied, it is made anew.
    return {"python": "{}.{}".format(*sys.version_info), "place": str(ROOT), "inputs": inputs}


def install() -> None:
    pip = pip_command()
    try:
        install_with_uv(pip)
    except SetUpError as failure:
        say(f"{failure} Going on with pip alone, which takes a minute or two.")
        shutil.rmtree(VENV, ignore_errors=True)
        install_with_pip()
    compile_kernels()


def install_with_uv(pip: list[str]) -> None:
    uv, environment = bring_uv(pip), uv_environment(pip)
    python = str(VENV / "bin" / "python")
    if not VENV.exists():
        run([uv, "venv", "--quiet", "--python", base_python(), str(VENV)], environment)
    say("installing the packages of requirements.lock with uv")
    to_venv = [uv, "pip", "install", "--quiet", "--python", python]
    # Compiled now, once: otherwise every first use pays for it, and every use where writing bytecode is switched off.
    run([*to_venv, "--compile-bytecode", "--require-hashes", "-r", str(LOCK)], environment)
    # The build tool is in the lock as well, so that nothing without a hash is ever fetched.
    run([*to_venv, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], environment)


def install_with_pip() -> None:
    run([base_python(), "-m", "venv", str(VENV)], os.environ)
    say("installing the packages of requirements.lock with pip")
    to_venv = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*to_venv, "--require-hashes", "-r", str(LOCK)], pip_environment())
    run([*to_venv, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], pip_environment())


def bring_uv(pip: list[str]) -> str:
    """The path of the private uv, which pip fetches by hash where it is not there yet."""
    folder = PRIVATE / ("uv-" + hashlib.sha256(UV_LOCK.read_bytes()).hexdigest()[:12])
    uv = folder / "bin" / "uv"
    if not uv.exists():
        say("fetching uv, a fast installer, into .setup")
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        fetch = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
        run([*fetch, "--require-hashes", "--target", str(part), "-r", str(UV_LOCK)], pip_environment())
        part.rename(folder)
    return str(uv)


def pip_command() -> list[str]:
    """How to call pip: this Python's own, or one in a private folder where it has none."""
    own = [base_python(), "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    private = PRIVATE / "pip"
    run([base_python(), "-m", "venv", "--clear", str(private)], os.environ)
    return [str(private / "bin" / "python"), "-m", "pip"]


def pip_environment() -> dict[str, str]:
    # Either setting, made for other work, forbids an installation into a folder of ours.
    return {**os.environ, "PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0", "PIP_ROOT_USER_ACTION": "ignore"}


def uv_environment(pip: list[str]) -> dict[str, str]:
    environment = dict(os.environ)
    for name, value in pip_settings(pip).items():
        environment.setdefault(PIP_TO_UV[name], value)
    # The lock names each file by its hash, so any index that has that file will do.
    environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    home = os.environ.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        environment.setdefault("UV_CACHE_DIR", str(PRIVATE / "cache"))
    return environment


def pip_settings(pip: list[str]) -> dict[str, str]:
    """The settings of pip that uv has too, by pip's names; a later source overrules an earlier one, as in pip."""
    listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False).stdout
    lines = [line.partition("=") for line in listed.splitlines() if "=" in line]
    settings = {}
    for source in ("global.", "install.", ":env:."):
        for key, _, value in lines:
            name = key[len(source) :]
            if key.startswith(source) and name in PIP_TO_UV:
                settings[name] = " ".join(str(ast.literal_eval(value)).split())
    return settings


def write_lock() -> None:
    """Both locks anew, with the newest versions that `pyproject.toml` allows and no index address in them."""
    pip = pip_command()
    uv, environment = bring_uv(pip), uv_environment(pip)
    for wheels_of_this_machine in ("UV_INDEX", "UV_FIND_LINKS"):
        # They often hold one platform's files only; the lock must hold the hashes of all.
        environment.pop(wheels_of_this_machine, None)
    oldest = ".".join(map(str, OLDEST_PYTHON))
    compile_command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", oldest, "--upgrade"]
    compile_command += ["--generate-hashes", "--no-header", "--no-annotate"]
    compile_command += ["--no-emit-index-url", "--no-emit-find-links"]
    run([*compile_command, "--group", "dev", "pyproject.toml", "-o", LOCK.name], environment)
    tool = PRIVATE / "uv.in"
    tool.write_text("uv\n", encoding="utf-8")
    run([*compile_command, str(tool), "-o", str(UV_LOCK)], environment)
    say("wrote requirements.lock and scripts/uv.lock.txt; run make check before you commit them")


def base_python() -> str:
    """The interpreter behind this one, should it run inside a virtual environment (perhaps the one to be replaced)."""
    return getattr(sys, "_base_executable", None) or sys.executable


def run(command: list[str], environment: os._Environ[str] | dict[str, str]) -> None:
    """Runs one step; its own output goes to the terminal.

    Raises:
        SetUpError: it could not be started, or ended with another exit code than 0.
    """
    try:
        code = subprocess.call(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise SetUpError(f"Could not start {Path(command[0]).name}: {error.strerror}.") from error
    if code != 0:
        step = " ".join(part for part in command[1:4] if not part.startswith("-"))
        raise SetUpError(f"{Path(command[0]).name} {step} ended with exit code {code} (its message is above).")


def say(sentence: str, to: object = None) -> None:
    print(f"set-up: {sentence}", file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A private PostgreSQL server out of Debian's packages, for tests and studies; nothing of it stays."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "no PostgreSQL server is installed (Debian: apt-get install postgresql)"


def binaries() -> Path | None:
    """Where `initdb` and `postgres` are; the newest where there are several."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: -float(one.parent.name))
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


class Server:
    """A running server. `lasting`: what it acknowledges is on disk, which most tests need not wait for."""

    def __init__(self, tools: Path, home: Path, *, lasting: bool) -> None:
        self.tools, self.home, self.lasting = tools, home, lasting
        # The server refuses to run as root: there it runs as the user that its package made, else as nobody.
        names = [entry.pw_name for entry in pwd.getpwall()]
        self.user = ("postgres" if "postgres" in names else "nobody") if os.getuid() == 0 else None
        if self.user:
            shutil.chown(home, self.user)
        command = [tools / "initdb", "-D", home / "data", "-U", "accord", "--auth=trust", "-E", "UTF8"]
        self._run([*command, "--locale=C.UTF-8", "--no-sync"])
        self.start()

    def start(self) -> None:
        """Starts it, again after `crash`."""
        command = [self.tools / "postgres", "-D", self.home / "data", "-k", self.home, "-c", "listen_addresses="]
        if not self.lasting:
            command += ["-c", "fsync=off", "-c", "full_page_writes=off"]
        with (self.home / "log").open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, user=self.user, cwd=self.home)
        until = time.monotonic() + 60
        while self._run([self.tools / "pg_isready", "-h", self.home, "-q"], check=False).returncode != 0:
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError((self.home / "log").read_text())
            time.sleep(0.05)

    def crash(self) -> None:
        """Ends it as a loss of power would, but for what the operating system still holds."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def url(self, database: str) -> str:
        """The URL of a database, over a socket in the server's own folder."""
        return f"postgresql://accord@/{database}?host={self.home}"

    def sql(self, text: str, database: str = "postgres") -> str:
        """What one command answers."""
        command = [self.tools / "psql", "-h", self.home, "-U", "accord", "-d", database, "-qAtc", text]
        return self._run(command).stdout.strip()

    def _run(self, command: list[Path | str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, check=check, capture_output=True, text=True, user=self.user, cwd=self.home)


@contextmanager
def running(*, lasting: bool = True) -> Iterator[Server]:
    """A server as long as the block runs."""
    tools = binaries()
    if tools is None:
        raise RuntimeError(MISSING)
    home = Path(tempfile.mkdtemp(prefix="accord-pg-"))
    server = None
    try:
        server = Server(tools, home, lasting=lasting)
        yield server
    finally:
        if server is not None:
            server.crash()  # its folder goes next
        shutil.rmtree(home, ignore_errors=True)

"""Machines of a test's own, to be stopped, hung and started again: Redis, PostgreSQL, a mail server."""

import os
import shutil
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Say whether somebody listens on a port."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Redis:
    """A Redis that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start it, empty."""
        program = shutil.which("redis-server")
        assert program, "redis-server is missing"
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        until(lambda: answers(self.port))

    def stop(self) -> None:
        """End it at once, hanging or not."""
        self.process.kill()
        self.process.wait()

    def hang(self) -> None:
        """Let it accept connections and never answer."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again, with all that it holds."""
        self.process.send_signal(signal.SIGCONT)


class Postgres:
    """A PostgreSQL whose commits outlive its own end, and nothing else: not a power cut."""

    def __init__(self) -> None:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        assert programs, "postgresql is missing"
        self.bin, self.port = programs[-1], free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="dialog-postgres-"))
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.folder, "postgres")
        self._as_postgres("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._as_postgres("pg_ctl", "-w", "-D", self.data, "-l", f"{self.folder}/log", "-o", settings, "start")

    @property
    def data(self) -> str:
        """Where it keeps its data."""
        return f"{self.folder}/data"

    def restart(self) -> None:
        """End it at once, in the middle of everything, and start it again: it recovers first, as after a crash."""
        self._as_postgres("pg_ctl", "-w", "-D", self.data, "-l", f"{self.folder}/log", "-m", "immediate", "restart")

    def remove(self) -> None:
        """End it, with all that it holds."""
        self._as_postgres("pg_ctl", "-w", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def _as_postgres(self, program: str, *options: str) -> None:
        # The server that pg_ctl starts would keep a pipe open, and be waited for.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [str(self.bin / program), *options],
                stdout=said,
                stderr=said,
                cwd="/",
                user="postgres" if os.getuid() == 0 else None,
                env=os.environ | {"LC_ALL": "C.UTF-8"},
                check=False,
                timeout=60,
            )
            said.seek(0)
            assert done.returncode == 0, said.read().decode()


class MailServer:
    """A mail server that keeps what it takes, and can be held in the middle of a letter, before it has said yes or after."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self.go_on = threading.Event()
        self.held = threading.Event()
        self.hold_at, self.hold_after_yes = 0, False
        self.go_on.set()
        server = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                server.talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()

    def hold(self, letter: int, *, after_yes: bool) -> None:
        """Forget all letters, and hold who sends the one of that number: before it is taken, or before the yes is told."""
        self.hold_at, self.hold_after_yes = letter, after_yes
        self.letters.clear()
        self.held.clear()
        self.go_on.clear()

    def release(self) -> None:
        """Hold nobody any more."""
        self.hold_at = 0
        self.go_on.set()

    def counted(self) -> Counter[str]:
        """Return how many letters came to each address."""
        return Counter(to for to, _subject in self.letters)

    def close(self) -> None:
        """End it."""
        self.release()
        self._server.shutdown()
        self._server.server_close()

    def talk(self, conversation: socketserver.StreamRequestHandler) -> None:
        """Speak just enough SMTP for a letter."""
        to = ""
        say = conversation.wfile.write
        say(b"220 test\r\n")
        for line in iter(conversation.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
            if verb == b"DATA":
                say(b"354 go on\r\n")
                self._take(to, b"".join(_lines(conversation.rfile.readline)))
            try:
                say(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            except OSError:  # whoever sent it has been killed
                return
            if verb == b"QUIT":
                return

    def _take(self, to: str, content: bytes) -> None:
        letter = (to, str(message_from_bytes(content, policy=policy.default)["subject"]))
        is_held = len(self.letters) + 1 == self.hold_at
        if not is_held or self.hold_after_yes:
            self.letters.append(letter)
        if is_held:
            self.held.set()
            self.go_on.wait(60)


def _lines(read: Callable[[], bytes]) -> Iterator[bytes]:
    """Yield the lines of a letter, up to the one that ends it."""
    return iter(read, b".\r\n")

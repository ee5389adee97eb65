"""Machines of a test's own, to be stopped, hung and started again: a Redis, which nobody else uses."""

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def until(true, seconds: float = 30) -> None:
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

"""What it costs to start once more what is there: ``python -m benchmarks.start``.

As ``make run`` does it, in a folder of its own: the database and the demonstration, gunicorn and the first page that it
answers.
"""

import http.client
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time

WANTED = 6.0  # seconds of CPU
MOST_SECONDS = 120
PREPARED = ["demo", "--migrate"]


def main() -> None:
    """Prepare a folder, start once more in it, and print what that cost."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        address = f"http://127.0.0.1:{port}"
        named = {"DIALOG_DEMO": "1", "DIALOG_SITE_URL": address, "DIALOG_VAR": folder, "PORT": str(port)}
        environment = {name: text for name, text in os.environ.items() if not name.endswith("_URL")} | named
        _manage(["collectstatic", "--verbosity", "0", "--no-input"], environment)
        _manage(PREPARED, environment)
        spent = {" ".join(PREPARED): _manage(PREPARED, environment), "first page": _first_page(port, environment)}
    print("| started once more | s of CPU |\n| --- | ---: |")
    for name, seconds in {**spent, "together": sum(spent.values()), "wanted": WANTED}.items():
        print(f"| {name} | {seconds:.1f} |")


def _manage(command: list[str], environment: dict[str, str]) -> float:
    before = _of_children()
    subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True, stdout=subprocess.DEVNULL)
    return _of_children() - before


def _first_page(port: int, environment: dict[str, str]) -> float:
    """Return what it costs until a page is answered; what ends with the server is in it."""
    before = _of_children()
    with subprocess.Popen([sys.executable, "-m", "gunicorn"], env=environment, stdout=subprocess.DEVNULL) as server:
        until = time.monotonic() + MOST_SECONDS
        while time.monotonic() < until:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port)
                connection.request("GET", "/sign-in/")
                assert connection.getresponse().status == 200
                break
            except ConnectionError:
                time.sleep(0.2)
        server.terminate()
    return _of_children() - before


def _of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()

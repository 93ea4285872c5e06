"""The two processes of `make run` live and die together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.devtools import serve

FOREVER = "import time\nwhile True: time.sleep(0.05)"
STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(0.05)"

SUPERVISOR = """
import sys
from portal.devtools.serve import run_together
programs = dict(zip(("web", "worker"), sys.argv[1:]))
commands = {
    name: [sys.executable, "-c", f"import os; open('{name}.pid', 'w').write(str(os.getpid())); " + code]
    for name, code in programs.items()
}
sys.exit(run_together(commands, announce=lambda: print("ready", flush=True), grace=0.5))
"""


@pytest.fixture
def supervise(tmp_path):
    started = []

    def start(web, worker):
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, *(f"exec({code!r})" for code in (web, worker))],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(Path.cwd())},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process, [wait_for_pid(tmp_path / f"{name}.pid") for name in ("web", "worker")]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_for_pid(path, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text()):
            return int(text)
        time.sleep(0.02)
    raise AssertionError(f"{path.name} was not written")


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until_gone(pids, seconds=5):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(map(is_alive, pids)):
        time.sleep(0.02)
    return not any(map(is_alive, pids))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_signal_ends_both_and_is_no_failure(supervise, number):
    process, pids = supervise(FOREVER, FOREVER)
    process.stdout.readline()

    process.send_signal(number)

    assert process.wait(5) == 0
    assert wait_until_gone(pids)


def test_when_one_ends_the_other_is_ended_and_its_status_is_ours(supervise):
    process, pids = supervise(FOREVER, "import sys, time; time.sleep(0.3); sys.exit(3)")

    assert process.wait(5) == 3
    assert wait_until_gone(pids)
    assert "The worker process ended with status 3." in process.stderr.read()


def test_one_that_ends_without_an_error_is_a_failure_all_the_same(supervise):
    process, _ = supervise("import time; time.sleep(0.3)", FOREVER)

    assert process.wait(5) == 1


def test_one_that_does_not_end_is_killed_after_the_grace(supervise):
    process, pids = supervise(STUBBORN, FOREVER)
    process.stdout.readline()
    time.sleep(0.3)

    process.terminate()

    assert process.wait(5) == 0
    assert wait_until_gone(pids)
    assert "The web process did not end" in process.stderr.read()


def test_a_killed_supervisor_leaves_nothing_behind(supervise):
    process, pids = supervise(FOREVER, FOREVER)

    process.kill()

    assert wait_until_gone(pids)


def test_a_taken_port_is_noticed():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert not serve.is_free("127.0.0.1", port)

    assert serve.is_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("portal.example", "http://portal.example:8000"),
    ],
)
def test_the_printed_address_is_one_that_can_be_typed(host, address):
    assert serve.address_of(host, 8000) == address

"""The two processes of `make run`: both live, whatever kills one of them, until they are asked to end."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest

from portal.devtools import serve

FOREVER = "import time\nwhile True: time.sleep(0.05)"
STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(0.05)"

SUPERVISOR = """
import os, sys
from portal.devtools.supervisor import run_together

def program(name, code):
    def run():
        with open(f"{name}.new", "w") as file:
            file.write(str(os.getpid()))
        os.replace(f"{name}.new", f"{name}.pid")
        exec(code, {})
    return run

ready, *codes = sys.argv[1:]
programs = {name: program(name, code) for name, code in zip(("web", "worker"), codes)}
announce = lambda: print("ready", flush=True)
sys.exit(run_together(programs, ready=lambda: ready == "ready", announce=announce, grace=0.5))
"""


@pytest.fixture
def supervise(tmp_path):
    started = []

    def start(web, worker, *, ready="ready"):
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, ready, web, worker],
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


def wait_for_pid(path, seconds=10, other_than=None):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if path.exists() and (pid := int(path.read_text())) != other_than:
            return pid
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


@pytest.mark.parametrize("name", ["web", "worker"])
def test_one_that_is_killed_is_started_again_and_the_other_goes_on(supervise, tmp_path, name):
    process, pids = supervise(FOREVER, FOREVER)
    process.stdout.readline()
    killed, other = pids if name == "web" else reversed(pids)

    os.kill(killed, signal.SIGKILL)
    successor = wait_for_pid(tmp_path / f"{name}.pid", other_than=killed)

    assert is_alive(successor)
    assert is_alive(other)
    process.terminate()
    assert process.wait(5) == 0
    assert f"The {name} process was killed by signal 9; it is started again" in process.stderr.read()


def test_one_that_fails_before_all_is_ready_ends_all_with_its_status(supervise):
    process, pids = supervise(FOREVER, "import sys, time; time.sleep(0.3); sys.exit(3)", ready="never")

    assert process.wait(5) == 3
    assert wait_until_gone(pids)
    assert "The worker process ended with status 3." in process.stderr.read()


def test_one_that_ends_at_the_start_without_an_error_is_a_failure_all_the_same(supervise):
    process, _ = supervise("import time; time.sleep(0.3)", FOREVER, ready="never")

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


def test_a_taken_port_is_said_with_another_to_try():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(serve.CannotListen, match=f"Port {port} is in use. .* PORT={port + 1} make run"):
            serve.listen_on("127.0.0.1", port, wait=0)

    serve.listen_on("127.0.0.1", port).close()


def test_a_port_that_is_let_go_in_a_moment_is_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        Timer(0.3, other.close).start()

        serve.listen_on("127.0.0.1", port).close()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_a_host_that_is_not_ours_is_said(host):
    with pytest.raises(serve.CannotListen, match=f"HOST={host} is "):
        serve.listen_on(host, 8000)


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

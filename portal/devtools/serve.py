"""Run the web process and the worker under one command: `flask --app wsgi serve`.

Two programs and nothing clever: both start, and when one of them ends, or a signal asks for it, both end. A
server in production does the same with its own service manager; docs/operations.md says how.
"""

import ctypes
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

import click

GRACE_SECONDS = 10.0
"""How long a program may take to end by itself before it is killed."""

LOOK_SECONDS = 0.1
"""How often the programs are looked at."""

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Command = Sequence[str]


def web_command(host: str, port: int) -> list[str]:
    """The web server's command.

    Waitress reads a whole request (large ones into a temporary file) before it takes a thread for it, so
    slow phones keep no thread; `channel-timeout` drops those that are silent for so many seconds.
    """
    flags = ["--threads=16", "--channel-timeout=120", "--connection-limit=1000", "--ident="]
    return [sys.executable, "-m", "waitress", f"--listen={_netloc(host, port)}", *flags, "wsgi:app"]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]


def run_together(
    commands: Mapping[str, Command],
    *,
    ready: Callable[[], bool] = lambda: True,
    announce: Callable[[], None] = lambda: None,
    grace: float = GRACE_SECONDS,
) -> int:
    """Run all commands until one ends or a stop signal arrives, then end the others.

    `announce` is called once, when `ready` first says yes. Returns the exit status for the whole: 0 after a
    stop signal, else that of the program that ended first, at least 1: none of them should end by itself.
    """
    stopping = False

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        # A plain name: a handler that waits for a lock can wait for the very code it interrupted.
        nonlocal stopping
        stopping = True

    before = {number: signal.signal(number, ask_to_stop) for number in STOP_SIGNALS}
    running: dict[str, subprocess.Popen[bytes]] = {}
    announced = False
    try:
        for name, command in commands.items():
            running[name] = subprocess.Popen(  # noqa: S603 -- commands are ours
                command,
                stdin=subprocess.DEVNULL,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 -- runs before any thread of ours
            )
        while not stopping:
            for name, process in running.items():
                if process.poll() is not None:
                    click.echo(f"The {name} process ended with status {process.returncode}.", err=True)
                    return process.returncode if process.returncode > 0 else 1
            if not announced and ready():
                announced = True
                announce()
            time.sleep(LOOK_SECONDS)
        return 0
    finally:
        _end(running, grace)
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(running: Mapping[str, subprocess.Popen[bytes]], grace: float) -> None:
    """Ask every program to end, wait, and kill what is still there after the grace."""
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + grace
    for name, process in running.items():
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            click.echo(f"The {name} process did not end within {grace:g} s and is killed.", err=True)
            process.kill()
            process.wait()


def _die_with_parent() -> None:
    """Let the kernel end this child when its parent is killed outright (Linux only)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def answers(url: str) -> bool:
    """Whether the server at the URL answers without an error."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- our own http address
            return bool(answer.status < 400)
    except (urllib.error.URLError, OSError):
        return False


def is_free(host: str, port: int) -> bool:
    """Whether the port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def address_of(host: str, port: int) -> str:
    """The address a person on this machine types."""
    wildcard = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- read, not bound
    return f"http://{_netloc(wildcard.get(host, host), port)}"


def _netloc(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

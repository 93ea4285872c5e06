"""Several programs under one: each in a process of its own, started again when it dies.

The programs are forked from the process that has loaded the portal, which itself serves nothing, opens no
database and starts no thread: so a new one is there in a moment, and all share the memory of what was loaded.
A server in production leaves this to its own service manager; docs/operations.md says how.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import click

Program = Callable[[], object]
"""What a process does; it ends when this returns, or with the status of the SystemExit that it raises."""

GRACE_SECONDS = 10.0
"""How long a program may take to end by itself before it is killed."""

LOOK_SECONDS = 0.05
"""How often the programs are looked at."""

SETTLED_SECONDS = 10.0
"""A program that ran longer than this was well; one that dies sooner is started again after a pause."""

PAUSES_SECONDS = (0.0, 0.0, 0.0, 0.5, 1.0, 2.0)

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Stop:
    """Whether a signal has asked for the end."""

    asked: bool = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        # A plain value: a handler that waits for a lock can wait for the very code it interrupted.
        self.asked = True


@dataclass
class Supervised:
    """One program, its present process, and when to start the next."""

    name: str
    program: Program
    pid: int | None = None
    status: int | None = None
    started: float = 0.0
    due: float = 0.0
    short_lives: int = 0

    def start(self) -> None:
        self.pid, self.status, self.started = fork(self.name, self.program), None, time.monotonic()

    def has_ended(self) -> bool:
        if self.pid is None:
            return True
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.pid, self.status = None, os.waitstatus_to_exitcode(status)
        return bool(pid)

    def plan_next(self) -> float:
        """Seconds until it is to be started again: more each time that it dies at once."""
        now = time.monotonic()
        self.short_lives = self.short_lives + 1 if now - self.started < SETTLED_SECONDS else 0
        pause = PAUSES_SECONDS[min(self.short_lives, len(PAUSES_SECONDS) - 1)]
        self.due = now + pause
        return pause

    def send(self, number: signal.Signals) -> None:
        if self.pid is not None:
            os.kill(self.pid, number)

    @property
    def how_it_ended(self) -> str:
        status = self.status or 0
        return f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"


def run_together(
    programs: Mapping[str, Program],
    *,
    ready: Callable[[], bool] = lambda: True,
    announce: Callable[[], None] = lambda: None,
    grace: float = GRACE_SECONDS,
) -> int:
    """Run all programs until a stop signal arrives, then end them. Returns the exit status for the whole.

    `announce` is called once, when `ready` first says yes. A program that ends before that is a mistake that
    trying again does not mend: all end, with its status (at least 1). One that ends later is started again.
    """
    running = [Supervised(name, program) for name, program in programs.items()]
    announced = False
    with stop_signals() as stop:
        try:
            for one in running:
                one.start()
            while not stop.asked:
                failed = _look_after(running, restart=announced)
                if failed is not None:
                    return failed if failed > 0 else 1
                if not announced and ready():
                    announced = True
                    with contextlib.suppress(OSError):  # its output may be a file on a full disk
                        announce()
                time.sleep(LOOK_SECONDS)
            return 0
        finally:
            _end(running, grace)


def run_first(name: str, program: Program, grace: float = GRACE_SECONDS) -> int:
    """Run one program to its end in a process of its own; its status, or -2 after a stop signal."""
    one = Supervised(name, program)
    with stop_signals() as stop:
        one.start()
        while not one.has_ended():
            if stop.asked:
                _end([one], grace)
                return -int(signal.SIGINT)
            time.sleep(LOOK_SECONDS)
    return one.status or 0


@contextmanager
def stop_signals() -> Iterator[Stop]:
    """Let stop signals be noted instead of ending this process."""
    stop = Stop()
    before = {number: signal.signal(number, stop.ask) for number in STOP_SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def fork(name: str, program: Program) -> int:
    """Start the program in a process of its own and return its id."""
    _flush()
    gc.collect()
    gc.freeze()  # what is loaded stays shared: the collector of the child leaves it alone
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _become(name, parent)
        program()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        say(traceback.format_exc())
    finally:
        _flush()
        os._exit(status)


def say(text: str) -> None:
    """Print to standard error; where that is a file on a full disk, go on without."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()


def _become(name: str, parent: int) -> None:
    """Give the process its name, and its signals back: Ctrl-C reaches the parent, which ends its children."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        set_death_signal, set_name = 1, 15
        kernel = ctypes.CDLL(None)
        kernel.prctl(set_death_signal, signal.SIGTERM)
        kernel.prctl(set_name, f"wufei {name}".encode()[:15])
    if os.getppid() != parent:  # it was killed before it could be asked to take its children along
        sys.exit(1)


def _look_after(running: list[Supervised], *, restart: bool) -> int | None:
    """Start again what has died; where nothing may be started again, the status of what has ended."""
    for one in running:
        if one.pid is None and time.monotonic() >= one.due:
            one.start()
        elif one.pid is not None and one.has_ended():
            if not restart:
                say(f"The {one.name} process {one.how_it_ended}.")
                return one.status
            pause = one.plan_next()
            when = f"in {pause:g} s" if pause else "now"
            say(f"The {one.name} process {one.how_it_ended}; it is started again {when}.")
    return None


def _end(running: list[Supervised], grace: float) -> None:
    """Ask every program to end, wait, and kill what is still there after the grace."""
    for one in running:
        one.send(signal.SIGTERM)
    deadline = time.monotonic() + grace
    while time.monotonic() < deadline and not all([one.has_ended() for one in running]):
        time.sleep(LOOK_SECONDS)
    for one in running:
        if not one.has_ended():
            say(f"The {one.name} process did not end within {grace:g} s and is killed.")
            one.send(signal.SIGKILL)
            while not one.has_ended():
                time.sleep(LOOK_SECONDS)

"""The portal in processes of its own, started as `make run` starts them."""

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.devtools.serve import answers

START_SECONDS = 90.0


@dataclass
class LiveServer:
    """A web process and a worker, under their supervisor, on a port and database of their own."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, path: Path, template: Any, environment: Mapping[str, str] | None = None) -> "LiveServer":
        """`template` is a PortalFolder whose data it begins with."""
        folder = type(template)(path)
        folder.fill_from(template)
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        variables = {"WUFEI_MODE": "demo", "WUFEI_PUBLIC_URL": url, "WUFEI_LIMITS_OFF": "1"}
        variables["WUFEI_DEMO_NOTICE_SECONDS"] = "3"
        cheap_passwords = {"WUFEI_ARGON2_TIME": "1", "WUFEI_ARGON2_MEMORY_KIB": "8"}
        env = folder.environment(**variables, **cheap_passwords, **(environment or {}))
        log = path / "server.log"
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
        with log.open("ab") as output:
            process = subprocess.Popen(
                command, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        server = cls(url, log, process)
        server._wait_until_ready()
        return server

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if answers(f"{self.url}/healthz"):
                return
            time.sleep(0.05)
        self.stop()
        raise AssertionError(f"the live server did not start:\n{self.log.read_text()[-4000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

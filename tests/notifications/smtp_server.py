"""A mail server small enough to read: it takes mails, or refuses them as it is told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class SmtpServer:
    """`answers` replaces the answer to a command by its first word (or `.` for the end of the mail)."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)


class Conversation(socketserver.StreamRequestHandler):
    """One client's commands, answered as the server's state says."""

    @property
    def state(self) -> SmtpServer:
        return self.server.state  # type: ignore[attr-defined]  # ours, on a plain server

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            word = line.split(b":")[0].split()[0].decode().upper()
            if word == "QUIT":
                return self.say("221 bye")
            if word == "DATA":
                self.take_mail()
            else:
                self.say(self.state.answers.get(word, "250 fine"))
        return None

    def take_mail(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        answer = self.state.answers.get("END", "250 kept")
        if answer.startswith("2"):
            self.state.mails.append(b"".join(lines))
        self.say(answer)

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def smtp_server(**answers: str) -> Iterator[SmtpServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        server.state = SmtpServer(server.server_address[1], answers=answers)  # type: ignore[attr-defined]  # ours, on a plain server
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.state  # type: ignore[attr-defined]  # ours, on a plain server
        server.shutdown()

import subprocess
import sys
from pathlib import Path

import structlog

from portal.core import logs


def test_a_traceback_is_logged_without_what_a_person_typed(capfd):
    logs.configure()
    log = structlog.get_logger("test")
    typed = "a telephone " + "number"
    try:
        raise RuntimeError
    except RuntimeError:
        log.exception("unexpected", length=len(typed))
    written = capfd.readouterr().err
    assert "RuntimeError" in written
    assert typed not in written


FULL_LOG = """
import structlog
from portal.core import logs
logs.configure()
structlog.get_logger("test").warning("nobody will read this")
print("it goes on")
"""


def test_a_log_on_a_full_disk_stops_nothing():
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            [sys.executable, "-c", FULL_LOG], stdout=subprocess.PIPE, stderr=full, check=False
        )
    assert answer.stdout == b"it goes on\n"

"""A web process imports what it uses: what commands, drawing or the queue need stays out of its memory."""

import subprocess
import sys

HEAVY = ("alembic", "huey", "redis", "typst", "opencc", "pi_heif", "portal.devtools.demo")


def test_a_web_process_leaves_out_what_it_never_uses():
    code = (
        "import sys; from config.settings import Settings; from portal.app import create_app;"
        "create_app(Settings.for_tests());"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

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

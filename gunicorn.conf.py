"""What gunicorn reads by itself when started here: the portal is loaded once, and shared by all workers.

So two workers take little more memory than one, and each answers at once. Nothing may be open yet when the
workers split off: the portal connects to its database and to its queue when first asked.
"""

import gc

preload_app = True


def when_ready(server):
    """Before the first worker: read what all of them need, and leave it where it is shared."""
    application = server.app.wsgi()
    if "wufei" in application.extensions:
        from portal.app import warm  # noqa: PLC0415 -- for the portal alone

        warm(application)
    gc.collect()
    gc.freeze()

"""The WSGI application: `flask --app wsgi …`, `gunicorn wsgi:app`."""

import sys

from config.settings import Settings, SettingsError
from portal.app import create_app
from portal.core.content import WrongFile
from portal.core.folders import CannotWrite

try:
    app = create_app(Settings.from_env())
except (SettingsError, WrongFile, CannotWrite) as why:
    sys.exit(f"Wufei cannot start: {why}")

"""The WSGI application: `flask --app wsgi …`, `gunicorn wsgi:app`."""

from config.settings import Settings
from portal.app import create_app

app = create_app(Settings.from_env())

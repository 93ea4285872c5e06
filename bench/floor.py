"""The floor: a bare Flask page with one query, on the database and the server that the portal has too."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine(os.environ["WUFEI_DATABASE_URL"])
PAGE = app.jinja_env.from_string(
    "<!doctype html><html lang=en><title>{{ row.ref }}</title><h1>{{ row.ref }}</h1><p>{{ row.description }}"
)


@app.get("/floor")
def floor() -> str:
    with engine.connect() as connection:
        row = connection.execute(text("SELECT ref, description FROM reports WHERE id = 500")).one()
    return PAGE.render(row=row)

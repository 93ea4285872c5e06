"""What a page costs in a portal with few reports and in one with many.

    .venv/bin/python -m bench.growth [few] [many]

Each request goes through the whole application inside this process, without a server; the two portals are
asked in turn, so that what else the machine does counts for both.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from bench.generate import DISPATCHER, PASSWORD, fill, ref_of
from bench.table import load, table

ROUNDS = 20
WARM = 3

PAGES = {
    "list": "/reports",
    "list, 40 pages on": "next",
    "list, filtered": "/reports?category=household&area=990101&state=open",
    "detail": "detail",
    "map data, whole city": "/data/reports.geojson",
    "map data, one quarter": "/data/reports.geojson?bbox=101.10,40.55,101.14,40.58",
    "queue": "/panel/reports",
    "queue, search by number": "/panel/reports?tab=all&q={ref}",
    "queue, search by a word": "/panel/reports?tab=all&q=%E6%A1%A5%E8%BE%B9",
}


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    data = {"email": DISPATCHER, "password": PASSWORD, "csrf_token": token[1] if token else ""}
    answer = client.post("/sign-in", data=data)
    if answer.status_code not in (302, 303):
        raise RuntimeError(f"signing in answered {answer.status_code}")
    return client


def address(client: FlaskClient, wanted: str, count: int) -> str | None:
    """The address to measure, or None where the portal has no such page yet."""
    ref = ref_of(count // 2)
    if wanted == "detail":
        return f"/reports/{ref}"
    if wanted == "next":
        return forty_pages_on(client)
    url = wanted.format(ref=ref)
    return url if client.get(url).status_code == 200 else None


def forty_pages_on(client: FlaskClient) -> str:
    url = "/reports"
    for _ in range(40):
        later = re.search(r'href="(/reports\?[^"]*page=[^"]+)"[^>]*rel="next"', client.get(url).text) or (
            re.search(r'rel="next"[^>]*href="(/reports\?[^"]*page=[^"]+)"', client.get(url).text)
        )
        if later is None:
            break
        url = later[1].replace("&amp;", "&")
    return url


def milliseconds(client: FlaskClient, url: str) -> float:
    began = time.perf_counter()
    answer = client.get(url)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return took * 1000


def run(apps: dict[int, Flask]) -> str:
    """Measure the portals (by number of reports; the smallest is what the others are held against)."""
    clients = {count: signed_in(app) for count, app in sorted(apps.items())}
    few, many = min(apps), max(apps)
    began, rows = load(), []
    for name, wanted in PAGES.items():
        urls = {count: address(client, wanted, count) for count, client in clients.items()}
        if None in urls.values():
            rows.append((name, "–", "–", "page not there yet"))
            continue
        times: dict[int, list[float]] = {count: [] for count in clients}
        for _ in range(WARM + ROUNDS):
            for count, client in clients.items():
                times[count].append(milliseconds(client, str(urls[count])))
        middle = {count: statistics.median(found[WARM:]) for count, found in times.items()}
        rows.append((name, f"{middle[few]:.1f}", f"{middle[many]:.1f}", f"{middle[many] / middle[few]:.2f}"))
    head = ("page", f"p50 ms at {few:,}", f"p50 ms at {many:,}", "ratio")
    return f"{ROUNDS} requests for each, in turn. Load before: {began}.\n\n{table(head, rows)}\n"


if __name__ == "__main__":
    numbers = [int(given) for given in sys.argv[1:3]] or [1_000, 100_000]
    with tempfile.TemporaryDirectory() as temporary:
        print(run({count: fill(Path(temporary) / str(count), count) for count in numbers}))

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
from bench.table import Chapter, Floor, load, table

ROUNDS = 20
WANTED_RATIO = 1.5
WARM = 3

QUARTER = "map data, one quarter"
PAGES = {
    "list": "/reports",
    "list, 40 pages on": "next",
    "list, filtered": "/reports?category=household&area=990101&state=open",
    "detail": "detail",
    "map data, whole city": "/data/reports.geojson",
    QUARTER: "/data/reports.geojson?bbox=101.10,40.55,101.14,40.58",
    "queue": "/panel/reports",
    "queue, ended": "/panel/reports?tab=ended",
    "queue, all": "/panel/reports?tab=all",
    "queue, search by number": "/panel/reports?tab=all&q={ref}",
    "queue, search by a word": "/panel/reports?tab=all&q=%E6%A1%A5%E8%BE%B9",
    "queue, search by a word that none has": "/panel/reports?tab=all&q=%E6%B2%B3%E9%A9%AC",
}

HELD_AGAINST = {QUARTER: "map data, whole city"}
"""The few reports of the small portal are too few here: its other page has as many as the large one's."""


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


def milliseconds(client: FlaskClient, url: str) -> tuple[float, int]:
    """How long it took, and how many bytes came."""
    began = time.perf_counter()
    answer = client.get(url)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return took * 1000, len(answer.data)


def run(apps: dict[int, Flask]) -> Chapter:
    """Measure the portals (by number of reports; the smallest is what the others are held against)."""
    clients = {count: signed_in(app) for count, app in sorted(apps.items())}
    few, many = min(apps), max(apps)
    began, rows, floors = load(), [], []
    for name, wanted in PAGES.items():
        urls = {count: address(client, wanted, count) for count, client in clients.items()}
        if name in HELD_AGAINST:
            urls[few] = PAGES[HELD_AGAINST[name]]
        if None in urls.values():
            rows.append((name, "–", "–", "page not there yet", "–"))
            continue
        times: dict[int, list[float]] = {count: [] for count in clients}
        sizes: dict[int, int] = {}
        for _ in range(WARM + ROUNDS):
            for count, client in clients.items():
                took, sizes[count] = milliseconds(client, str(urls[count]))
                times[count].append(took)
        middle = {count: statistics.median(found[WARM:]) for count, found in times.items()}
        ratio = middle[many] / middle[few]
        size = f"{sizes[few] / 1000:.0f} / {sizes[many] / 1000:.0f}"
        rows.append((name, f"{middle[few]:.1f}", f"{middle[many]:.1f}", f"{ratio:.2f}", size))
        floors.append(Floor(f"growth: {name}", f"{WANTED_RATIO} ×", f"{ratio:.2f} ×", ratio <= WANTED_RATIO))
    head = ("page", f"p50 ms at {few:,}", f"p50 ms at {many:,}", "ratio", "kB of the answer")
    text = f"{ROUNDS} requests for each, in turn. Load before: {began}.\n\n{table(head, rows)}\n"
    return Chapter(text, tuple(floors))


if __name__ == "__main__":
    numbers = [int(given) for given in sys.argv[1:3]] or [1_000, 100_000]
    with tempfile.TemporaryDirectory() as temporary:
        print(run({count: fill(Path(temporary) / str(count), count) for count in numbers}).text)

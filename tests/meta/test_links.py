"""Every link, picture and style of every page leads somewhere, for everyone who can see it.

Each page on the way is read by the page client, so this walk also checks all pages that links reach.
"""

from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from portal.accounts.demo_accounts import DEMO_ACCOUNTS
from tests.support.page_client import sign_in

ALIKE = {"community", "scenic", "reviewer2", "reviewer3"}
"""Accounts that see what another one sees too."""

PAGES_OF_ONE_KIND = 3
FEWEST_KINDS = 20
SOURCES = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "srcset"}


PEOPLE = ["guest", *(one.key for one in DEMO_ACCOUNTS if one.key not in ALIKE)]


@pytest.mark.parametrize("who", PEOPLE)
def test_every_link_leads_somewhere(demo_client, who):
    if who != "guest":
        sign_in(demo_client, f"{who}@demo.example")

    dead, kinds = walk(demo_client, "/" if who == "guest" else "/account")

    assert dead == []
    assert kinds > FEWEST_KINDS, "the walk ended early"


def walk(client, start):
    """The addresses that lead nowhere, and how many kinds of pages were seen on the way."""
    waiting, seen, kinds, dead = [(start, "")], set(), Counter(), []
    while waiting:
        url, page_url = waiting.pop(0)
        kind = endpoint_of(client.application, url)
        kinds[kind] += 1
        if kind and kinds[kind] > PAGES_OF_ONE_KIND:
            continue
        response = client.get(url, follow_redirects=True)
        if response.status_code >= 400:
            dead.append(f"{url} ({response.status_code}), linked from {page_url}")
        elif response.mimetype == "text/html":
            found = [link for link in links_of(response.page, url) if link not in seen]
            seen.update(found)
            waiting += [(link, url) for link in found]
        response.close()
    return dead, len(kinds)


def links_of(page, base):
    for tag, attribute in SOURCES.items():
        for node in page.all(tag):
            address = (node.get(attribute) or "").split(" ")[0]
            target = urldefrag(urljoin(base, address)).url
            parts = urlsplit(target)
            if address and not parts.netloc and not parts.scheme:
                yield target


def endpoint_of(app, url):
    """The route of an address; empty for files, of which each one is looked at."""
    try:
        return app.url_map.bind("localhost").match(urlsplit(url).path)[0]
    except HTTPException:
        return ""

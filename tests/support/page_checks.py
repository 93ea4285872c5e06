"""What every page keeps to. The page client runs all of it on every HTML answer that a test fetches."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from portal.core.i18n import HTML_LANG
from tests.support.page import Page, text_of

LANGUAGES = set(HTML_LANG.values())
LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "form": "action"}
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-errormessage", "for")
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
WITHOUT_TOKEN = {"/preferences"}
"""Forms without a CSRF token: a guest who only reads needs no session (held by tests/meta/test_routes.py)."""
DATA_SCRIPTS = {"application/json", "application/ld+json", "speculationrules"}


def page_faults(page: Page, headers: dict[str, str], host: str) -> list[str]:
    """Everything that is wrong with a whole page, in words."""
    return [
        *_document_faults(page),
        *_policy_faults(headers),
        *_heading_faults(page),
        *fragment_faults(page, host),
    ]


def fragment_faults(page: Page, host: str) -> list[str]:
    """What must hold for a part of a page too (an answer that replaces a piece of one)."""
    return [
        *_id_faults(page),
        *_reference_faults(page),
        *_inline_faults(page),
        *_foreign_faults(page, host),
        *_field_faults(page),
        *_name_faults(page),
        *_form_faults(page),
    ]


def _document_faults(page: Page) -> Iterator[str]:
    for line, code in page.parse_errors:
        yield f"invalid HTML, line {line}: {code}: {_line(page.html, line)}"
    if not page.title:
        yield "no <title>"
    if page.lang not in LANGUAGES:
        yield f"<html lang> is {page.lang!r}, not one of {sorted(LANGUAGES)}"
    mains = len(list(page.all("main")))
    if mains != 1:
        yield f"{mains} <main> elements instead of one"


def _policy_faults(headers: dict[str, str]) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    for name in ("script-src", "style-src"):
        sources = directives.get(name, directives.get("default-src", ["(missing)"]))
        if "'self'" not in sources or "'unsafe-inline'" in sources or "'unsafe-eval'" in sources:
            yield f"Content-Security-Policy: {name} is {' '.join(sources)}"


def _heading_faults(page: Page) -> Iterator[str]:
    headings = [node for node in page.root.iter() if node.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    levels = [int(node.tag[1]) for node in headings]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} <h1> elements instead of one"
    for node in headings:
        if not text_of(node) and not any(image.get("alt") for image in node.iter("img")):
            yield f"an empty <{node.tag}>"


def _id_faults(page: Page) -> Iterator[str]:
    for value, count in Counter(page.ids).items():
        if count > 1:
            yield f"id {value!r} is used {count} times"
        if not value or " " in value:
            yield f"id {value!r} is not a word"


def _reference_faults(page: Page) -> Iterator[str]:
    known = set(page.ids)
    for node in page.root.iter():
        for name in REFERENCES:
            for value in node.get(name, "").split():
                if value not in known:
                    yield f"<{node.tag} {name}={value!r}> points to no id"
        target = node.get("href", "") if node.tag == "a" else ""
        if len(target) > 1 and target.startswith("#") and target[1:] not in known:
            yield f"the link {text_of(node)!r} points to no id: {target}"


def _inline_faults(page: Page) -> Iterator[str]:
    for node in page.root.iter():
        if node.tag == "script" and not node.get("src") and node.get("type") not in DATA_SCRIPTS:
            yield f"an inline script: {(node.text or '').strip()[:60]!r}"
        if node.tag == "style" or node.get("style") is not None:
            yield f"an inline style on <{node.tag}>: {node.get('style', node.text)!r}"
        for name in node.attrib:
            if name.startswith("on"):
                yield f"an inline handler: <{node.tag} {name}>"


def _foreign_faults(page: Page, host: str) -> Iterator[str]:
    for tag, attribute in LOADING.items():
        for node in page.all(tag):
            if node.tag == "link" and node.get("rel") in {"canonical", "alternate"}:
                continue
            url = urlsplit(node.get(attribute) or "")
            if url.netloc not in {"", host}:
                yield f"<{tag}> loads from another host: {url.geturl()}"


def _field_faults(page: Page) -> Iterator[str]:
    labelled = {node.get("for") for node in page.all("label") if text_of(node)}
    wrapped = {field for label in page.all("label") if text_of(label) for field in label.iter()}
    for node in page.root.iter():
        if node.tag not in {"input", "select", "textarea"} or node.get("type") in UNLABELLED:
            continue
        named = node.get("aria-label") or node.get("aria-labelledby")
        if named or node in wrapped or node.get("id") in labelled:
            continue
        yield f"<{node.tag} name={node.get('name')!r}> has no label"


def _name_faults(page: Page) -> Iterator[str]:
    for node in page.root.iter():
        if node.tag == "img" and node.get("alt") is None:
            yield f"an image without alt: {node.get('src')}"
        if node.tag in {"a", "button"} and not _name(node):
            yield f"a <{node.tag}> without a name: {node.get('href') or node.get('class')}"


def _name(node: Element) -> str:
    images = (image.get("alt", "") for image in node.iter("img"))
    titles = (text_of(title) for title in node.iter() if str(title.tag).endswith("title"))
    named = node.get("aria-label") or node.get("aria-labelledby") or node.get("title")
    return named or text_of(node) or "".join(images) or "".join(titles)


def _form_faults(page: Page) -> Iterator[str]:
    for form in page.forms:
        has_token = any(form.values.get("csrf_token", []))
        if form.method == "post" and form.action not in WITHOUT_TOKEN and not has_token:
            yield f"the POST form to {form.action or '(itself)'} carries no csrf_token"
        if form.method not in {"get", "post", "dialog"}:
            yield f"a form with method {form.method!r}"
        files = [node for node in form.element.iter("input") if node.get("type") == "file"]
        if files and not form.multipart:
            yield f"the form to {form.action or '(itself)'} has a file field and is not multipart/form-data"


def _line(html: str, number: int) -> str:
    lines = html.splitlines()
    return lines[number - 1].strip()[:120] if 0 < number <= len(lines) else ""

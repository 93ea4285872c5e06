"""A fetched page as a person's browser would see it: headings, text, links and forms that can be sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib

IGNORED_INPUTS = {"submit", "button", "image", "reset", "file"}


class Page:
    """One parsed HTML document, with the errors that the parser found."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.html = html
        self.root: Element = parser.parse(html)
        self.parse_errors = [(line, code) for (line, _column), code, _ in parser.errors]

    @property
    def lang(self) -> str:
        return self.root.get("lang", "")

    @cached_property
    def title(self) -> str:
        return " ".join(text_of(node) for node in self.all("title", within=self.root.find("head")))

    @property
    def h1(self) -> str:
        return " ".join(text_of(node) for node in self.all("h1"))

    @property
    def text(self) -> str:
        """The words of the page's main part (of all of it, where there is no <main>)."""
        main = self.root.find(".//main")
        return text_of(self.root if main is None else main)

    @property
    def links(self) -> dict[str, str]:
        """Address by link text."""
        return {text_of(node): node.get("href", "") for node in self.all("a") if node.get("href")}

    @cached_property
    def ids(self) -> list[str]:
        return [value for node in self.root.iter() if (value := node.get("id")) is not None]

    def all(self, tag: str, within: Element | None = None, **attributes: str) -> Iterator[Element]:
        """Every element of this tag; `class_="card"` and the like narrow it (a class is one of several)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        for node in (self.root if within is None else within).iter(tag):
            if all(_has(node, name, value) for name, value in wanted.items()):
                yield node

    def by_id(self, value: str) -> Element:
        return next(node for node in self.root.iter() if node.get("id") == value)

    @property
    def forms(self) -> list["Form"]:
        return [Form.read(node, self) for node in self.all("form")]

    def form(self, action: str = "") -> "Form":
        """The one POST form (whose action ends so)."""
        found = [form for form in self.forms if form.method == "post" and form.action.endswith(action)]
        if not action:
            inside = [form for main in self.all("main") for form in main.iter("form")]
            found = [form for form in found if form.element in inside] or found
        if len(found) != 1:
            actions = ", ".join(form.action or "(itself)" for form in found) or "none"
            raise AssertionError(f"expected one POST form ending in {action!r}, found: {actions}")
        return found[0]


@dataclass(frozen=True)
class Form:
    """A form with the values that a browser would send if nothing were typed."""

    action: str
    method: str
    multipart: bool
    element: Element
    values: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, element: Element, page: Page) -> "Form":
        own = [node for node in page.root.iter() if node.get("form") == element.get("id", object())]
        values: dict[str, list[str]] = {}
        for node in [*element.iter(), *own]:
            for name, value in _values_of(node):
                values.setdefault(name, []).append(value)
        return cls(
            action=element.get("action", ""),
            method=element.get("method", "get").lower(),
            multipart=element.get("enctype") == "multipart/form-data",
            element=element,
            values=values,
        )

    @property
    def names(self) -> set[str]:
        """Names of all fields, also of those that would send nothing as they stand."""
        return {name for node in self.element.iter() if (name := node.get("name"))}

    def options(self, name: str) -> list[str]:
        """The values that can be chosen in a select, radio group or group of checkboxes."""
        selects = [node for node in self.element.iter("select") if node.get("name") == name]
        if selects:
            return [option.get("value", text_of(option)) for option in selects[0].iter("option")]
        return [node.get("value", "on") for node in self.element.iter("input") if node.get("name") == name]


def text_of(node: Element) -> str:
    """The words of an element as they are read, with single spaces."""
    return " ".join("".join(_text(node)).split())


def _text(node: Element) -> Iterator[str]:
    if node.tag not in {"script", "style", "template"}:
        yield node.text or ""
        for child in node:
            yield from _text(child)
            yield child.tail or ""


def _has(node: Element, name: str, value: str) -> bool:
    actual = node.get(name)
    return actual is not None and (actual == value or (name == "class" and value in actual.split()))


def _values_of(node: Element) -> Iterator[tuple[str, str]]:
    name = node.get("name")
    if not name or node.get("disabled") is not None:
        return
    if node.tag == "input":
        kind = node.get("type", "text")
        if kind in IGNORED_INPUTS or (kind in {"checkbox", "radio"} and node.get("checked") is None):
            return
        yield name, node.get("value", "on" if kind in {"checkbox", "radio"} else "")
    elif node.tag == "textarea":
        yield name, (node.text or "").removeprefix("\n")
    elif node.tag == "select":
        options = list(node.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and node.get("multiple") is None:
            chosen = options[:1]
        for option in chosen:
            yield name, option.get("value", text_of(option))

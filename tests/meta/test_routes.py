"""Addresses and policies of all routes."""

import re

import pytest

from portal.core import policy
from tests.support.page_checks import WITHOUT_TOKEN

KEBAB_CASE = re.compile(r"^/([a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?|\.well-known|<[^>]+>(\.[a-z]+)?)$")
READS = {"GET", "HEAD", "OPTIONS"}

CHECK_IT_THEMSELVES = {"/reports/new"}
"""Forms whose view checks the token, so that an expired one is asked for again and no draft is lost."""


@pytest.fixture(scope="module")
def rules(_kept_portal):
    app, _folder = _kept_portal
    return list(app.url_map.iter_rules()), app


def policies_around(view):
    """The policy decorators that a view wears, outermost first."""
    while view is not None:
        if view.__code__.co_qualname == policy._mark.__name__ + ".<locals>.checked":
            yield getattr(view, policy.ATTRIBUTE)
        view = getattr(view, "__wrapped__", None)


def test_every_route_declares_exactly_one_policy(rules):
    routes, app = rules
    declared = {
        route.endpoint: list(policies_around(app.view_functions[route.endpoint]))
        for route in routes
        if route.endpoint not in policy.EXEMPT
    }

    assert {endpoint: found for endpoint, found in declared.items() if len(found) != 1} == {}


def test_addresses_are_kebab_case(rules):
    routes, _ = rules
    parts = {rule.rule: re.findall(r"/(?:<[^>]+>|[^/<])*", rule.rule) for rule in routes if rule.rule != "/"}

    assert [rule for rule, found in parts.items() if not all(map(KEBAB_CASE.match, found))] == []


def test_a_route_either_reads_or_writes(rules):
    routes, _ = rules

    assert [
        rule.rule for rule in routes if rule.methods & READS - {"OPTIONS"} and rule.methods - READS
    ] == [], "one view for GET, another one for POST"


def test_only_named_forms_go_without_a_token(rules):
    routes, app = rules
    csrf = app.extensions["csrf"]
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in routes}

    exempt = {
        rule for rule, view in views.items() if f"{view.__module__}.{view.__name__}" in csrf._exempt_views
    }

    assert exempt == WITHOUT_TOKEN | CHECK_IT_THEMSELVES
    assert csrf._exempt_blueprints == set()


def test_a_route_without_a_policy_does_not_start(make_app):
    app = make_app()
    app.add_url_rule("/forgotten", "forgotten", lambda: "")

    with pytest.raises(RuntimeError, match="forgotten"):
        policy.check_all_routes(app)

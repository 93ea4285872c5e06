"""The factory: the one place where features, settings and stores are put together, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask, g, request
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix

from config.settings import ROOT, Settings
from portal import cli, models
from portal.accounts import jobs as accounts_jobs
from portal.accounts import login
from portal.accounts import staff as accounts_staff
from portal.accounts import views as accounts
from portal.admin import navigation
from portal.admin import views as admin
from portal.applications import jobs as applications_jobs
from portal.applications import views as applications
from portal.audit.actions import append_noted
from portal.core import (
    assets,
    compression,
    db,
    folders,
    forms,
    fragments,
    headers,
    i18n,
    jinja,
    kept,
    logs,
    policy,
    problems,
    rate_limit,
    styles,
    visitor,
)
from portal.core.actor import Actor
from portal.core.calendar import load_calendar
from portal.core.jobs import keeping
from portal.core.jobs.queue import taken
from portal.core.jobs.types import JobContext, Periodic, Registry
from portal.core.jobs.worker import Doorbell, run_in_app
from portal.core.sealing import Sealer
from portal.core.storage import Storage
from portal.core.transaction import Hooks, set_hooks
from portal.core.web import EXTENSION, current_actor
from portal.devtools import views as devtools
from portal.home import views as home
from portal.media import jobs as media_jobs
from portal.media import views as media
from portal.notifications import jobs as notifications_jobs
from portal.notifications import staff as notifications_staff
from portal.notifications import views as notifications
from portal.places import city_settings
from portal.places import views as places
from portal.places.queries import city_code
from portal.publication import jobs as publication_jobs
from portal.publication import staff as publication_staff
from portal.publication import views as publication
from portal.reports import catalogue as reports_catalogue
from portal.reports import jobs as reports_jobs
from portal.reports import staff as reports_staff
from portal.reports import views as reports
from portal.reviews import jobs as reviews_jobs
from portal.reviews import staff as reviews
from portal.reviews.settings import load_review_settings
from portal.standards import staff as standards_staff
from portal.standards import views as standards

FEATURES: tuple[ModuleType, ...] = (
    home,
    accounts,
    accounts_staff,
    admin,
    media,
    notifications,
    notifications_staff,
    places,
    reports,
    reports_staff,
    standards,
    standards_staff,
    applications,
    reviews,
    publication,
    publication_staff,
)
"""Modules with a `blueprint`, or several in `blueprints`."""

JOBS: tuple[ModuleType, ...] = (
    accounts_jobs,
    media_jobs,
    notifications_jobs,
    reports_jobs,
    applications_jobs,
    reviews_jobs,
    publication_jobs,
)
"""Modules with `HANDLERS` and, where they have timers, `PERIODIC`."""

CONTENT: tuple[Callable[[Path], object], ...] = (
    city_settings.read_city_settings,
    reports_catalogue.load,
    load_review_settings,
    load_calendar,
)
"""What reads content files: called at the start, so that a wrong file stops it with file, line and reason."""

CORE_PERIODIC: dict[str, Periodic] = {
    "core.sweep_rate_counts": (600, rate_limit.sweep),
    "core.sweep_jobs": (3600, keeping.sweep),
}


@dataclass
class Portal:
    """What the assembled portal holds; reached through `core.web`, never imported."""

    settings: Settings
    storage: Storage
    sealer: Sealer
    registry: Registry
    jobs: JobContext
    doorbell: Doorbell
    load_actor: Callable[[], Actor]
    city_code: Callable[[Session], str | None]


def create_app(settings: Settings) -> Flask:
    logs.configure()
    folders.prepare((settings.database_url, settings.queue_url), settings.storage_url)
    app = Flask("wufei", root_path=str(ROOT), template_folder=str(ROOT / "templates"), static_folder=None)
    _configure(app, settings)
    db.init_app(app, settings.database_url)
    app.extensions["migrate"] = LocalProxy(lambda: _migrations(app))
    kept.init_app(app, settings.kept_page_seconds)
    login.init_app(app)
    forms.init_app(app)  # before the CSRF check, which reads the form
    _languages(app)  # before the CSRF check, whose refusal is a page in the reader's language
    csrf = CSRFProtect(app)
    csrf.exempt(home.preferences)  # sets nothing but how pages look, so a guest needs no session for it
    jinja.init_app(app)
    fragments.init_app(app)
    styles.init_app(app)
    navigation.init_app(app)
    headers.init_app(app, https=settings.https, tile_origins=_origins(settings.map_tiles))
    visitor.init_app(app, secure=settings.https)
    compression.init_app(app)
    problems.init_app(app)
    for module in FEATURES if settings.production else (*FEATURES, devtools):
        for blueprint in getattr(module, "blueprints", None) or (module.blueprint,):
            app.register_blueprint(blueprint)
    policy.check_all_routes(app)
    _assemble(app, settings)
    for load in CONTENT:
        load(settings.content_dir)
    cli.init_app(app)
    assets.init_app(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way to wrap
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.mode == "test",
        TEMPLATES_AUTO_RELOAD=False,
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="wufei_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=settings.session_days * 24 * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=settings.session_days * 24 * 3600,  # a form is good as long as its session
        WTF_CSRF_SSL_STRICT=False,
        PROPAGATE_EXCEPTIONS=False,
    )


@cache
def _migrations(app: Flask) -> Any:
    """What `flask db` works with. Alembic takes 11 MB that a web process never needs."""
    from flask_migrate import Migrate  # noqa: PLC0415 -- see above

    Migrate(app, db.db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    return app.extensions["migrate"]


def warm(app: Flask) -> None:
    """Read what every worker would read for itself: translations and templates. For a server that forks."""
    for locale in i18n.LOCALES:
        i18n.catalogue(locale)
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


def _languages(app: Flask) -> None:
    @app.before_request
    def _choose() -> None:
        g.pop("actor", None)
        chosen = request.args.get("lang") or request.cookies.get("wufei_lang")
        known = chosen if chosen in i18n.LOCALES else None
        i18n.set_locale(known or i18n.choose_locale(request.headers.get("Accept-Language")))
        if known is None and login.may_be_signed_in():
            i18n.set_locale(current_actor().locale)


def _assemble(app: Flask, settings: Settings) -> None:
    storage, sealer = Storage(settings.storage_url), Sealer(settings.sealing_keys)
    handlers = {name: handler for module in JOBS for name, handler in module.HANDLERS.items()}
    periodic = CORE_PERIODIC | {
        name: entry for module in JOBS for name, entry in getattr(module, "PERIODIC", {}).items()
    }
    registry = Registry(handlers, periodic)
    context = JobContext(settings, storage, sealer)
    doorbell = Doorbell(settings.queue_url, settings.secret_key, run_in_app(app, registry, context))
    app.extensions[EXTENSION] = Portal(
        settings, storage, sealer, registry, context, doorbell, login.load_actor, city_code
    )

    def ring(session: Session) -> None:
        for job_id in taken(session):
            doorbell.ring(job_id)

    set_hooks(app, Hooks(before=(append_noted,), after=(ring,)))
    app.extensions["wufei_models"] = models


def _origins(tiles: str) -> tuple[str, ...]:
    from urllib.parse import urlparse  # noqa: PLC0415 -- one use

    parsed = urlparse(tiles)
    return (f"{parsed.scheme}://{parsed.netloc.replace('{s}', '*')}",) if parsed.netloc else ()

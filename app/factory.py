"""The composition root: the one module that knows everyone."""

from collections.abc import Callable
from typing import Final

from flask import Flask, g, request
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

import migrations
from app.catalogue import subscribers as catalogue_subscribers
from app.catalogue import views as catalogue_views
from app.core import database, files, geocoding, logging
from app.core.geocoders import make_geocoder
from app.dashboard import headers
from app.dashboard import views as pages
from app.dispatch import subscribers as dispatch_subscribers
from app.dispatch import views as dispatch_views
from app.integrations import subscribers as integration_subscribers
from app.integrations import views as integration_views
from app.integrations.channels import line as webhook_line
from app.integrations.queries import keys as integration_keys
from app.jobs import health as jobs_health
from app.jobs import purge, queue
from app.kpi import views as figure_views
from app.organisations import queries as organisations
from app.organisations import subscribers as organisation_subscribers
from app.organisations import views as organisation_views
from app.partners import subscribers as partner_subscribers
from app.partners import views as partner_views
from app.portal import calendar_views, offer_views
from app.portal import pages as portal_pages
from app.portal import views as portal_views
from app.projects import subscribers as project_subscribers
from app.projects import views as project_views
from app.sales import subscribers as sales_subscribers
from app.sales import views as sales_views
from app.technicians import subscribers as technician_subscribers
from app.technicians import views as technician_views
from app.visits import subscribers as visit_subscribers
from app.visits import views as visit_views
from app.web import errors, feed_views, health, openapi, sessions
from app.web.blueprint import Blueprint, create_api
from app.web.guard import check_routes
from app.web.stream import Listener
from app.work_orders import subscribers as work_order_subscribers
from app.work_orders import views as work_order_views
from config import Settings, driver_url
from mobile_api import positions, uploads
from mobile_api import reports as mobile_reports
from mobile_api import views as mobile_views

VERSION: Final = "0.1.0"

#: Every blueprint whose operations are in the OpenAPI document.
BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    health.blueprint,
    openapi.blueprint,
    feed_views.blueprint,
    organisation_views.blueprint,
    catalogue_views.blueprint,
    technician_views.blueprint,
    sales_views.blueprint,
    project_views.blueprint,
    work_order_views.blueprint,
    visit_views.blueprint,
    partner_views.blueprint,
    dispatch_views.blueprint,
    mobile_views.blueprint,
    uploads.blueprint,
    positions.blueprint,
    mobile_reports.blueprint,
    *integration_views.BLUEPRINTS,
    portal_views.links,
    portal_views.facts,
    figure_views.blueprint,
    offer_views.blueprint,
    calendar_views.blueprint,
)

#: Rules that are no operations: shells without data, and files.
PAGES: Final = frozenset(
    {
        "static",
        "dashboard.home",
        "dashboard.login",
        "dashboard.technician",
        "dashboard.section",
        "dashboard.inside",
        "dashboard.docs",
        "portal.customer",
    }
)

#: Each part's subscribers, scopes and jobs.
REGISTRATIONS: Final[tuple[Callable[[], None], ...]] = (
    organisation_subscribers.register,
    catalogue_subscribers.register,
    technician_subscribers.register,
    sales_subscribers.register,
    project_subscribers.register,
    work_order_subscribers.register,
    visit_subscribers.register,
    partner_subscribers.register,
    dispatch_subscribers.register,
    integration_subscribers.register,
    queue.init_app,
    purge.register,
)


def build(settings: Settings | None = None) -> Flask:
    """Build the application from settings; without any, from the environment."""
    settings = settings or Settings.from_env()
    app = Flask(__name__, static_folder="static", template_folder="templates")
    _configure(app, settings)
    trust_proxies(app, settings.trusted_proxies)
    database.init_app(app)
    Babel(app, locale_selector=_locale)
    logging.log_requests(app)
    errors.init_app(app)
    sessions.init_app(app, _identity_of)
    for register in REGISTRATIONS:
        register()
    geocoding.use_geocoder(
        make_geocoder(settings.geocoder, settings.geocoder_key, settings.geocoder_url)
    )
    folder = settings.home / "files"
    files.init_app(
        app, files.make_files(folder, settings.files_bucket, settings.files_url)
    )
    webhook_line.init_app(app, webhook_line.make_line(settings.webhook_networks))
    app.extensions["paigong-api"] = create_api(app, BLUEPRINTS, VERSION)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(portal_pages.pages)
    headers.init_app(app)
    check_routes(app, BLUEPRINTS, PAGES)
    _watch(app, settings)
    return app


def _identity_of(token_hash: bytes) -> sessions.Identity | None:
    """Find who comes in with a token: a person's session, or a program's key."""
    found = organisations.identity_of(token_hash)
    return found or integration_keys.identity_of(token_hash)


def _configure(app: Flask, settings: Settings) -> None:
    url = settings.database_url or ""
    app.config.update(
        SQLALCHEMY_DATABASE_URI=driver_url(url),
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": True,
            "pool_size": 10,
            # A thread that waits for a technician's lock holds its connection: with
            # fewer connections than threads the others would wait in vain.
            "max_overflow": max(22, min(settings.web_threads, 80) - 10),
            "pool_timeout": 30,
        },
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_PARTS=50,
        TEST_CLOCK=settings.test_clock,
        COOKIE_SECURE=settings.cookie_secure,
        BABEL_DEFAULT_LOCALE=settings.default_locale,
        BABEL_TRANSLATION_DIRECTORIES="translations",
        DEFAULT_TIME_ZONE=settings.default_time_zone,
        AUTO_VERIFY=settings.auto_verify,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined] # Flask's default provider
    app.extensions["paigong-settings"] = settings


def trust_proxies(app: Flask, count: int) -> None:
    """Believe what that many proxies in front say of the caller, and no further."""
    if count:
        fixed = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = fixed  # type: ignore[method-assign] # as Werkzeug documents it


def _watch(app: Flask, settings: Settings) -> None:
    """Set up the live feed and the readiness checks."""
    app.extensions["paigong-listener"] = Listener(
        settings.database_url or "", settings.max_event_streams
    )
    app.extensions["paigong-readiness"] = {
        "database": health.database_answers,
        "migrations": health.migrated_to(migrations.newest()),
        "worker": jobs_health.worker_is_there,
    }


def _locale() -> str:
    """Choose the language: the person's choice, else the browser's."""
    wished = request.cookies.get("paigong_locale")
    if wished in {"zh", "en"}:
        return wished
    identity = g.get("identity")
    if identity is not None:
        return str(identity.locale)
    return request.accept_languages.best_match(["zh", "en"]) or "en"

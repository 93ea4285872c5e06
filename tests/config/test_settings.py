"""Production refuses to start unsafe."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest

from config.settings import Settings, SettingsError
from portal.app import create_app
from portal.core.db import db

SAFE = {
    "WUFEI_MODE": "production",
    "WUFEI_SECRET_KEY": "k" * 40,
    "WUFEI_SEALING_KEYS": "s" * 40,
    "WUFEI_DATABASE_URL": "postgresql+psycopg://db/wufei",
    "WUFEI_PUBLIC_URL": "https://wufei.city.example",
    "WUFEI_TRUSTED_HOSTS": "wufei.city.example",
    "WUFEI_DEMO_NOTICE_SECONDS": "none",
}


def test_a_safe_production_starts():
    settings = Settings.from_env(SAFE)
    assert settings.production
    assert settings.trusted_hosts == ("wufei.city.example",)


@pytest.mark.parametrize("missing", sorted(set(SAFE) - {"WUFEI_MODE"}))
def test_production_names_what_is_missing(missing):
    with pytest.raises(SettingsError, match=missing):
        Settings.from_env({name: value for name, value in SAFE.items() if name != missing})


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8911"}, "http://127.0.0.1:8911"),
        ({"HOST": "portal.example", "PORT": "80"}, "http://portal.example:80"),
        ({"HOST": "::1"}, "http://[::1]:8000"),
        ({"PORT": "8911", "WUFEI_PUBLIC_URL": "https://wufei.city.example"}, "https://wufei.city.example"),
    ],
)
def test_mails_and_qr_codes_of_a_demonstration_lead_to_where_it_is_served(environment, address):
    assert Settings.from_env(environment).public_url == address


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_on_every_address_they_lead_to_one_that_a_phone_can_open(host):
    address = urlsplit(Settings.from_env({"HOST": host, "PORT": "8911"}).public_url)

    assert address.port == 8911
    assert not ip_address(address.hostname).is_unspecified


def test_production_is_never_given_an_address_it_did_not_name():
    unnamed = {name: value for name, value in SAFE.items() if name != "WUFEI_PUBLIC_URL"}
    with pytest.raises(SettingsError, match="WUFEI_PUBLIC_URL"):
        Settings.from_env({**unnamed, "HOST": "portal.example"})


def test_production_names_all_that_is_missing_at_once():
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({"WUFEI_MODE": "production"})
    assert [name for name in SAFE if name not in str(refused.value)] == ["WUFEI_MODE"]


def test_a_postgresql_address_is_taken_as_other_programs_write_it(tmp_path):
    app = create_app(
        Settings.for_tests(
            database_url="postgresql://someone@db.invalid/wufei",
            queue_url=f"sqlite:///{tmp_path}/queue.db",
            storage_url="memory://",
        )
    )
    with app.app_context():
        assert db.engine.url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize("name", ["WUFEI_SECRET_KEY", "WUFEI_SEALING_KEYS"])
def test_production_refuses_a_short_key(name):
    with pytest.raises(SettingsError, match=name):
        Settings.from_env(SAFE | {name: "short"})


def test_production_keeps_its_limits():
    with pytest.raises(SettingsError, match="LIMITS_OFF"):
        Settings.from_env(SAFE | {"WUFEI_LIMITS_OFF": "1"})


@pytest.mark.parametrize(("name", "raw"), [("WUFEI_PROXIES", "two"), ("WUFEI_HTTPS", "perhaps")])
def test_a_setting_that_cannot_be_read_is_named(name, raw):
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({name: raw})


def test_keys_never_show_in_a_printed_value():
    assert "k" * 40 not in repr(Settings.from_env(SAFE))

"""Settings: defaults for one machine, and every fault told at once."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Settings, SettingsError, driver_url

EVERYWHERE = "192.0.2.1"


def faults_of(env: dict[str, str]) -> dict[str, str]:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(env)
    return {fault.variable: str(fault) for fault in refused.value.faults}


def test_nothing_needs_to_be_set() -> None:
    settings = Settings.from_env({})
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.home.is_absolute()
    assert settings.database_url is None
    assert not settings.cookie_secure
    assert settings.web_threads > settings.max_event_streams


def test_every_fault_is_told_at_once_with_its_remedy() -> None:
    faults = faults_of(
        {
            "PORT": "high",
            "DATABASE_URL": "mysql://db/x",
            "PAIGONG_LOG_LEVEL": "loud",
            "PAIGONG_TEST_CLOCK": "perhaps",
            "PAIGONG_DEFAULT_TIME_ZONE": "Mars/Olympus",
            "PAIGONG_WORKER_CONCURRENCY": "0",
        }
    )
    assert set(faults) == {
        "PORT",
        "DATABASE_URL",
        "PAIGONG_LOG_LEVEL",
        "PAIGONG_TEST_CLOCK",
        "PAIGONG_DEFAULT_TIME_ZONE",
        "PAIGONG_WORKER_CONCURRENCY",
    }
    assert "1 to 65535" in faults["PORT"]
    assert "WARNING" in faults["PAIGONG_LOG_LEVEL"]


def test_networks_that_webhooks_may_reach_are_read_whole() -> None:
    name = "PAIGONG_WEBHOOK_NETWORKS"
    read = Settings.from_env({name: "10.1.2.0/24, fd00::/8,"}).webhook_networks
    assert read == ("10.1.2.0/24", "fd00::/8")
    assert Settings.from_env({}).webhook_networks == ()
    assert "'10.1.2.3/8' is no network" in faults_of({name: "10.1.2.3/8"})[name]


def test_a_misspelt_setting_is_a_fault() -> None:
    assert "spelling" in faults_of({"PAIGONG_HOSTT": "x"})["PAIGONG_HOSTT"]


def test_what_is_not_ours_is_no_business_of_ours() -> None:
    assert Settings.from_env({"EDITOR": "vi"}).port == 8000


def test_plain_http_beyond_this_machine_is_refused() -> None:
    faults = faults_of({"PAIGONG_HOST": EVERYWHERE})
    assert "PAIGONG_ALLOW_PLAIN_HTTP" in faults["PAIGONG_PUBLIC_URL"]


def test_plain_http_beyond_this_machine_can_be_allowed() -> None:
    env = {"PAIGONG_HOST": EVERYWHERE, "PAIGONG_ALLOW_PLAIN_HTTP": "1"}
    assert Settings.from_env(env).host == EVERYWHERE


def test_behind_https_the_cookie_is_secure() -> None:
    env = {"PAIGONG_HOST": "::", "PAIGONG_PUBLIC_URL": "https://dispatch.example/"}
    settings = Settings.from_env(env)
    assert settings.cookie_secure
    assert settings.public_url == "https://dispatch.example"


def test_an_address_of_six_keeps_its_brackets() -> None:
    assert Settings.from_env({"PAIGONG_HOST": "::1"}).public_url == "http://[::1]:8000"


@pytest.mark.parametrize("url", ["postgresql://host", "postgresql://host/"])
def test_a_database_must_be_named(url: str) -> None:
    assert "/NAME" in faults_of({"DATABASE_URL": url})["DATABASE_URL"]


def test_an_address_that_cannot_be_read_is_a_fault() -> None:
    assert faults_of({"DATABASE_URL": "postgresql://[x/y"})


def test_a_password_is_never_repeated() -> None:
    secret = "swordfish"
    faults = faults_of({"DATABASE_URL": f"odbc://me:{secret}@db/x"})
    assert secret not in faults["DATABASE_URL"]
    url = f"postgresql://me:{secret}@db/x"
    settings = Settings.from_env(
        {
            "DATABASE_URL": url,
            "PAIGONG_GEOCODER": "amap",
            "PAIGONG_GEOCODER_KEY": secret,
        }
    )
    assert settings.database_url == url
    assert secret not in repr(settings)


@pytest.mark.parametrize("geocoder", ["amap", "tianditu"])
def test_a_geocoder_that_needs_a_key_says_so(geocoder: str) -> None:
    faults = faults_of({"PAIGONG_GEOCODER": geocoder})
    assert geocoder in faults["PAIGONG_GEOCODER_KEY"]


def test_event_streams_must_leave_threads_for_requests() -> None:
    faults = faults_of({"PAIGONG_WEB_THREADS": "50", "PAIGONG_MAX_EVENT_STREAMS": "48"})
    assert "56" in faults["PAIGONG_WEB_THREADS"]


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql+psycopg://u@h/d"])
def test_the_driver_is_named_whatever_the_address_says(given: str) -> None:
    assert driver_url(given) == "postgresql+psycopg://u@h/d"


NAMES = st.sampled_from(
    ["PORT", "PAIGONG_HOME", "PAIGONG_PUBLIC_URL", "DATABASE_URL", "PAIGONG_GEOCODER"]
)


@given(st.dictionaries(NAMES, st.text(st.characters(exclude_characters="\0"))))
def test_any_environment_gives_settings_or_faults_and_never_a_crash(
    env: dict[str, str],
) -> None:
    with suppress(SettingsError):
        assert Settings.from_env(env).public_url


def test_a_bucket_without_its_library_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings.from_env({"PAIGONG_FILES_BUCKET": "b"}).files_bucket == "b"
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert "boto3" in faults_of({"PAIGONG_FILES_BUCKET": "b"})["PAIGONG_FILES_BUCKET"]

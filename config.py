"""Settings: read once from the environment, checked whole, frozen."""

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Geocoder = Literal["none", "nominatim", "amap", "tianditu"]
LogFormat = Literal["json", "console"]
Locale = Literal["en", "zh"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
Choice = TypeVar("Choice", bound=str)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", ""})
PREFIX = "PAIGONG_"
MEGABYTE = 1024 * 1024
# Ordinary requests need threads besides the ones that event streams hold open.
SPARE_THREADS = 8


@dataclass(frozen=True)
class Fault:
    """One variable, what is wrong with it and what to do."""

    variable: str
    cause: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.variable}: {self.cause}. {self.remedy}."


class SettingsError(Exception):
    """The environment cannot be used; carries every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"The settings have {len(faults)} fault(s):\n{lines}")


@dataclass
class _Reader:
    """Reads variables and collects every fault instead of stopping at the first."""

    env: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def refuse(self, name: str, cause: str, remedy: str) -> None:
        fault = Fault(name, cause, remedy)
        if fault not in self.faults:
            self.faults.append(fault)

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def optional(self, name: str) -> str | None:
        self.known.add(name)
        return self.env.get(name, "").strip() or None

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        raw = self.text(name, str(default))
        remedy = f"Give a whole number from {low} to {high}, or unset it for {default}"
        if not raw.isascii() or not raw.isdigit():
            self.refuse(name, f"{raw!r} is not a whole number", remedy)
            return default
        if not low <= int(raw) <= high:
            self.refuse(name, f"{raw} is out of range", remedy)
            return default
        return int(raw)

    def flag(self, name: str) -> bool:
        raw = self.text(name, "").lower()
        if raw not in TRUE | FALSE:
            self.refuse(name, f"{raw!r} is neither yes nor no", "Set it to 1 or 0")
        return raw in TRUE

    def choice(self, name: str, default: Choice, others: tuple[Choice, ...]) -> Choice:
        raw = self.text(name, default)
        for option in (default, *others):
            if raw == option:
                return option
        remedy = f"Choose one of {', '.join((default, *others))}"
        self.refuse(name, f"{raw!r} is not known", remedy)
        return default

    def address(
        self, name: str, default: str | None, schemes: tuple[str, ...]
    ) -> str | None:
        raw = self.optional(name) or default
        if raw is None:
            return None
        if _split(raw).scheme not in schemes:
            expected = " or ".join(f"{scheme}://" for scheme in schemes)
            # The value may hold a password: it is not repeated.
            self.refuse(name, "it is not such an address", f"Begin it with {expected}")
        return raw.rstrip("/")

    def refuse_unknown(self) -> None:
        for name in sorted(set(self.env) - self.known):
            if name.startswith(PREFIX):
                self.refuse(name, "no such setting", "Correct its spelling or unset it")


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


@dataclass(frozen=True)
class Settings:
    """Everything that can be configured, with defaults for one machine."""

    home: Path
    # They may hold a password: never shown.
    database_url: str | None = field(repr=False)
    database_owner_url: str | None = field(repr=False)
    host: str
    port: int
    public_url: str
    trusted_proxies: int
    test_clock: bool
    log_level: LogLevel
    log_format: LogFormat
    default_locale: Locale
    default_time_zone: str
    geocoder: Geocoder
    geocoder_key: str | None = field(repr=False)
    geocoder_url: str | None
    files_bucket: str | None
    files_url: str | None
    max_body_bytes: int
    web_threads: int
    max_event_streams: int
    worker_concurrency: int
    solver_memory_mb: int
    solver_seconds_default: int
    auto_verify: bool
    webhook_networks: tuple[str, ...]

    @property
    def cookie_secure(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings, or raise SettingsError naming every fault."""
        read = _Reader(os.environ if env is None else env)
        host = read.text("PAIGONG_HOST", "127.0.0.1")
        port = read.number("PORT", 8000, low=1, high=65535)
        settings = cls(
            home=Path(read.text("PAIGONG_HOME", "var")).expanduser().absolute(),
            database_url=_database(read, "DATABASE_URL"),
            database_owner_url=_database(read, "DATABASE_OWNER_URL"),
            host=host,
            port=port,
            public_url=_public_url(read, host, port),
            trusted_proxies=read.number("PAIGONG_TRUSTED_PROXIES", 0, low=0, high=9),
            test_clock=read.flag("PAIGONG_TEST_CLOCK"),
            log_level=read.choice(
                "PAIGONG_LOG_LEVEL", "INFO", ("DEBUG", "WARNING", "ERROR")
            ),
            log_format=read.choice("PAIGONG_LOG_FORMAT", "json", ("console",)),
            default_locale=read.choice("PAIGONG_DEFAULT_LOCALE", "en", ("zh",)),
            default_time_zone=_time_zone(read),
            geocoder=_geocoder(read),
            geocoder_key=read.optional("PAIGONG_GEOCODER_KEY"),
            geocoder_url=read.address("PAIGONG_GEOCODER_URL", None, ("http", "https")),
            files_bucket=_bucket(read),
            files_url=read.address("PAIGONG_FILES_URL", None, ("http", "https")),
            max_body_bytes=read.number(
                "PAIGONG_MAX_BODY_BYTES",
                20 * MEGABYTE,
                low=MEGABYTE,
                high=500 * MEGABYTE,
            ),
            web_threads=_web_threads(read),
            max_event_streams=read.number(
                "PAIGONG_MAX_EVENT_STREAMS", 48, low=1, high=1000
            ),
            worker_concurrency=read.number(
                "PAIGONG_WORKER_CONCURRENCY", 2, low=1, high=64
            ),
            solver_memory_mb=read.number(
                "PAIGONG_SOLVER_MEMORY_MB", 2048, low=256, high=1_000_000
            ),
            solver_seconds_default=read.number(
                "PAIGONG_SOLVER_SECONDS_DEFAULT", 20, low=1, high=3600
            ),
            auto_verify=read.flag("PAIGONG_AUTO_VERIFY"),
            webhook_networks=_networks(read, "PAIGONG_WEBHOOK_NETWORKS"),
        )
        read.refuse_unknown()
        if read.faults:
            raise SettingsError(read.faults)
        return settings


def _database(read: _Reader, name: str) -> str | None:
    url = read.address(name, None, ("postgresql", "postgres"))
    if url and not _split(url).path.strip("/"):
        read.refuse(name, "it names no database", "End it with /NAME of the database")
    return url


def _public_url(read: _Reader, host: str, port: int) -> str:
    name, plain = "PAIGONG_PUBLIC_URL", "PAIGONG_ALLOW_PLAIN_HTTP"
    shown = f"[{host}]" if ":" in host else host
    url = read.address(name, f"http://{shown}:{port}", ("http", "https")) or ""
    allowed = read.flag(plain)
    parts = _split(url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not allowed:
        remedy = f"Set it to an https address, or set {plain}=1 on a trusted network"
        read.refuse(name, f"{url} would send passwords in the clear", remedy)
    return url


def _time_zone(read: _Reader) -> str:
    name, default = "PAIGONG_DEFAULT_TIME_ZONE", "Asia/Shanghai"
    zone = read.text(name, default)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        remedy = f"Use a name such as {default} or Europe/Paris"
        read.refuse(name, f"{zone!r} is no known time zone", remedy)
    return zone


def _geocoder(read: _Reader) -> Geocoder:
    name: Geocoder = read.choice(
        "PAIGONG_GEOCODER", "none", ("nominatim", "amap", "tianditu")
    )
    key = read.optional("PAIGONG_GEOCODER_KEY")
    if name in {"amap", "tianditu"} and key is None:
        remedy = f"Set it to the key that {name} gave you"
        read.refuse("PAIGONG_GEOCODER_KEY", f"{name} needs a key", remedy)
    return name


def _bucket(read: _Reader) -> str | None:
    name = "PAIGONG_FILES_BUCKET"
    bucket = read.optional(name)
    if bucket is not None and importlib.util.find_spec("boto3") is None:
        remedy = "Install it with: uv pip install boto3"
        read.refuse(name, "a bucket needs the library boto3", remedy)
    return bucket


def _networks(read: _Reader, name: str) -> tuple[str, ...]:
    """Read the inside networks that webhooks may reach, for plain HTTP too."""
    raw = read.optional(name) or ""
    parts = tuple(part.strip() for part in raw.split(",") if part.strip())
    for part in parts:
        try:
            ip_network(part)
        except ValueError:
            remedy = "Separate networks such as 10.1.2.0/24 by commas"
            read.refuse(name, f"{part!r} is no network", remedy)
            return ()
    return parts


def _web_threads(read: _Reader) -> int:
    name = "PAIGONG_WEB_THREADS"
    threads = read.number(name, 64, low=SPARE_THREADS + 1, high=1100)
    streams = read.number("PAIGONG_MAX_EVENT_STREAMS", 48, low=1, high=1000)
    needed = streams + SPARE_THREADS
    if threads < needed:
        cause = f"{streams} event streams could hold every one of {threads} threads"
        remedy = f"Set it to {needed} or more, or lower PAIGONG_MAX_EVENT_STREAMS"
        read.refuse(name, cause, remedy)
    return threads


def driver_url(url: str) -> str:
    """Return the address as SQLAlchemy wants it, with psycopg named as the driver."""
    return "postgresql+psycopg://" + url.partition("://")[2]

"""A thousand phones that sync every 30 s with five operations each, and a long log.

The server is gunicorn with two processes, the database a PostgreSQL that waits for its
disk; the phones run on the same machine.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import psutil
import psycopg
import pytest

from app.cli.processes.history import upgrade
from app.cli.processes.postgres import SUPERUSER, EmbeddedPostgres
from migrations import roles
from tests.bench.phones import PERIOD, Figures, Phone, Traffic
from tests.bench.tables import table
from tests.support.cluster import Database
from tests.support.faults.world import make_world
from tests.support.server import free_port, wait_until_ready
from tests.support.telling import Tell

pytestmark = pytest.mark.bench

NAME = "bench"
#: The first round fills caches and makes connections; it is not counted.
WARM_UP = 15.0
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
PHONES = int(os.environ.get("BENCH_PHONES", "1000"))
LOG_ROWS = 1_000_000
MOST_SECONDS = 0.3

_PHONES = (
    "SELECT t.name, array_agg(a.visit_id ORDER BY a.starts_at) FROM technicians t "
    "JOIN assignments a ON a.technician_id = t.id WHERE t.name LIKE 'phone-%%' "
    "GROUP BY t.name ORDER BY t.name LIMIT %s"
)
#: A thousand operations of each phone, sent long ago.
_LONG_LOG = """
INSERT INTO operations (op_id, device_id, stream, seq, technician_id, user_id,
  owner_organisation_id, type, data, body_hash, received_at, estimated_at,
  skew_seconds, fate)
SELECT gen_random_uuid(), d.id, 'visit:' || 900000000 + n / 20, n %% 20 + 1,
  d.technician_id, d.user_id, d.owner_organisation_id, 'evidence.add',
  '{"kind": "note", "data": {"text": "All as agreed"}}', '', now(), now(), 0, 'applied'
FROM devices d, generate_series(0, %s - 1) AS n
"""


@pytest.fixture
def database() -> Iterator[Database]:
    """Return a database that survives a power cut, as one in use does."""
    home = Path(tempfile.mkdtemp(prefix="bs-", dir="/tmp"))
    home.chmod(0o755)
    postgres = EmbeddedPostgres(home)
    postgres.start()
    roles.apply(postgres.url(), NAME)
    upgrade(postgres.url(roles.OWNER, NAME))
    urls = (postgres.url(role, NAME) for role in (roles.APP, roles.OWNER, SUPERUSER))
    yield Database(NAME, *urls)
    postgres.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def serve(database: Database, tmp_path: Path) -> Iterator[Callable[[], int]]:
    """Return how to start the server; it says its port."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> int:
        port = free_port()
        environment = os.environ | {
            "DATABASE_URL": database.app_url,
            "DATABASE_OWNER_URL": database.owner_url,
            "PAIGONG_HOME": str(tmp_path),
            "PAIGONG_LOG_LEVEL": "WARNING",
            "PORT": str(port),
        }
        paigong = Path(sys.executable).with_name("paigong")
        web = subprocess.Popen([paigong, "web", "--processes", "2"], env=environment)
        started.append(web)
        wait_until_ready(f"http://127.0.0.1:{port}", web)
        return port

    yield start
    for web in started:
        web.terminate()
        web.wait(30)


def test_a_thousand_phones(
    database: Database, serve: Callable[[], int], tell: Tell
) -> None:
    make_world(database, 1)
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(files("tests.bench").joinpath("sync.sql").read_bytes())
        rows = connection.execute(_PHONES, (PHONES,)).fetchall()
    traffic = Traffic(serve(), [Phone(*row) for row in rows])
    traffic.run(WARM_UP)
    lines = [_line("an empty log", _measured(traffic))]
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute(_LONG_LOG, (LOG_ROWS // 1000,))
        connection.execute("VACUUM ANALYZE operations")
    traffic.run(WARM_UP)
    last = _measured(traffic)
    lines.append(_line(f"a log of {LOG_ROWS:,} rows", last))
    command = "pytest -m bench tests/bench/test_sync.py"
    title = f"Sync, {PHONES} phones, each every {PERIOD:.0f} s with 5 operations"
    heads = ("milliseconds from due to answered", "median, p95", "cores busy in all")
    tell(table(title, command, heads, lines))
    assert _quantile(last[0], 0.95) < MOST_SECONDS


def _measured(traffic: Traffic) -> tuple[Figures, float]:
    before, begun = psutil.cpu_times(), time.perf_counter()
    figures = traffic.run(SECONDS)
    after, took = psutil.cpu_times(), time.perf_counter() - begun
    assert figures.faults == []
    assert set(figures.fates) == {"applied"}
    busy = after.user - before.user + after.system - before.system
    return figures, busy / took


def _quantile(figures: Figures, part: float) -> float:
    ordered = sorted(figures.seconds)
    return ordered[int(part * len(ordered))]


def _line(name: str, measured: tuple[Figures, float]) -> tuple[str, str, str]:
    figures, cores = measured
    middle, most = (_quantile(figures, part) * 1000 for part in (0.5, 0.95))
    return name, f"{middle:.0f}, {most:.0f}", f"{cores:.2f}"

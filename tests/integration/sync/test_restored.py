"""A backup is restored: phones say again what the server has forgotten."""

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from app.visits.actions.operations.tending import raise_epoch
from migrations import roles
from tests.support.cluster import Cluster, Database
from tests.support.simulator.campaign import Campaign, Size, Trouble
from tests.support.simulator.jobs import do_what_is_due
from tests.support.simulator.servers import InProcess

CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = %s AND pid <> pg_backend_pid()"
)
COUNT = "SELECT count(*) FROM operations"


def replace(cluster: Cluster, target: str, source: str) -> None:
    """Make `target` what `source` is, whoever is connected to them."""
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with psycopg.connect(cluster.postgres.url(), autocommit=True) as connection:
        connection.execute(CUT, (source,))
        connection.execute(drop.format(sql.Identifier(target)))
        names = map(sql.Identifier, (target, source, roles.OWNER))
        connection.execute(make.format(*names))


@pytest.fixture
def backup(cluster: Cluster, database: Database) -> Iterator[str]:
    name = f"{database.name}_backup"
    yield name
    cluster.drop(name)


def count(database: Database) -> int:
    with psycopg.connect(database.superuser_url) as connection:
        row = connection.execute(COUNT).fetchone()
    return int(row[0]) if row else 0


def test_what_a_restored_server_forgot_is_said_again_and_takes_effect_once(
    app: Flask, cluster: Cluster, database: Database, backup: str
) -> None:
    campaign = Campaign(
        database,
        InProcess(app),
        seed=6,
        size=Size(phones=6, operations=12, threads=1),
        trouble=Trouble(forgetful=0),
        run_jobs=lambda: do_what_is_due(app, database.app_url),
    )
    with campaign:
        campaign.act()
        campaign.apart(lambda: replace(cluster, backup, database.name))
        campaign.act()
        before = count(database)
        campaign.apart(lambda: replace(cluster, database.name, backup))
        assert count(database) < before
        with app.app_context():
            assert raise_epoch() == 2
        campaign.act()
        report = campaign.judge()
    assert report.problems == []
    assert report.operations == 3 * 6 * 12
    assert {each.store.epoch for each in campaign.phones} == {"e2"}

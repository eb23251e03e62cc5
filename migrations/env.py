"""Alembic's environment: connects as the owner, one linear history."""

from alembic import context
from sqlalchemy import create_engine, pool

from app.core.database import Base
from config import driver_url

URL = context.config.attributes.get("url") or context.config.get_main_option("url")


def run() -> None:
    """Migrate in one transaction, so that a failed step leaves nothing half-done."""
    engine = create_engine(driver_url(str(URL)), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_server_default=False,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()

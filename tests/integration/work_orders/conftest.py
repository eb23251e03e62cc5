from tests.integration.projects.conftest import dispatcher, market, network, store

__all__ = ["dispatcher", "market", "network", "store"]

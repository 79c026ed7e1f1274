from tests.contract.events.conftest import post, world

__all__ = ["post", "world"]

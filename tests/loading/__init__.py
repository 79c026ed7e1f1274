"""The parts of `make load`: callers of several projects, a provider that fails, and the hub's memory."""

"""Runs one action of a compiled connector: gather, plan, send, read."""

"""Secrets of every kind, planted while a hub is used, and looked for wherever they must not be."""

"""Linking: connect sessions, auth links, and what the Hub asks of its server."""

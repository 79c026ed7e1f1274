"""How much was called, how it went, and what providers still allow: counted from the run log."""

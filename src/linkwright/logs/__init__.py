"""The run log: every execution of an action, written in batches off the hot path."""

"""Looks through text that came from outside for what is meant for a model and not for a reader."""

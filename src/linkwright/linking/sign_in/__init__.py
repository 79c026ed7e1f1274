"""Linking by a person's yes at the provider: the way there, and the way back."""

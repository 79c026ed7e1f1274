"""Tokens that end: asking for them, keeping them alive, giving them back."""

"""Addresses under which a file that an action gives can be had for a short while, by whoever cannot take bytes."""

"""Deliveries that are due: who works on them until when, and in which order."""

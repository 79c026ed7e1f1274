"""The REST face: one FastAPI application beside the plain endpoints of the hot path."""

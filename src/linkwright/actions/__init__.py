"""Actions: running one (the hot path), the catalogue of them, and search among them."""

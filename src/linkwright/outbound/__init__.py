"""The only way out: one guarded, pooled HTTP client behind a small transport interface."""

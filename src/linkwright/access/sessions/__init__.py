"""Console sessions: what a signed-in member carries, where they are open, and how they end."""

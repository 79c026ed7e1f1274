"""`linkwright connector`: for authors of connectors, from the first file to drift of the provider's contract."""

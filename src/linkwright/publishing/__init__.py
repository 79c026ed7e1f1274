"""A project's own connectors: compiled of the files that were pushed, published under a version, withdrawn."""

"""Linear: connector files, guides, the compiled lock and its twin."""

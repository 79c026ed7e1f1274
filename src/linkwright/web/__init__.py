"""Pages: console, Hub, auth links, guides, and the built screens' files."""

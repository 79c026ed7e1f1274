"""Where credentials are sealed: envelope encryption under a data key per project, wrapped by a master key."""

"""Makes an answer fit what its reader has room for, without losing anything of it."""

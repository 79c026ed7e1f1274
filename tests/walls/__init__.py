"""Every route, method and action, called by everybody with everything that is not theirs."""

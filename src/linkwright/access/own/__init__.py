"""What a member does about their own membership: password, two-step sign-in, sessions."""

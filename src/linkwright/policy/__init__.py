"""What calls a project lets through: rules, and the one decision over them."""

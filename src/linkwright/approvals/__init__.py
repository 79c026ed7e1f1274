"""Single calls that a person looks at before they are made."""

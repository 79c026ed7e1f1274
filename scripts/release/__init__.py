"""What a release carries beside the package: a bill of materials, where it came from, and what is known to be wrong with its parts."""

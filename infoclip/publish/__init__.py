"""Files a person can post: written under a temporary name, checked, renamed."""

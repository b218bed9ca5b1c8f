"""The designer's YAML read into a Spec; every value remembers its file, line and column."""

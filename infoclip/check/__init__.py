"""Rules a clip is held against before it is drawn; one rule a function."""

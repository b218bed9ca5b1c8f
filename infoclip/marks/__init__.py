"""What can be drawn and how it moves. Types: Mark, Motion, Drawn, Snapshot."""

"""Elements to placed marks; direction is decided here, once. Types: PlacedMark, PlacedScene."""

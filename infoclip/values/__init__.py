"""Plain values that know nothing else: geometry, easing, colour, fills, formats."""

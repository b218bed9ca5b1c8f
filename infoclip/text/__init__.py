"""One text engine: order, joining, fonts, shaping, lines, masks, localised numbers. Types: Block, Face."""

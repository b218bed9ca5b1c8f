"""Chart elements to marks: scales, bars, columns, donuts, units."""

"""Looks as data: tokens, brand, and where files are found. Types: Theme, TextStyle."""

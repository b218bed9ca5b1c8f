"""Jinja-filled markup parsed into elements, unsized. Types: Template, Element, Scene."""

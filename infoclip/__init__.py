"""infoclip: a YAML spec of facts becomes a finished Arabic infographic clip.

The stages, in order: spec, scenes, layout, timeline, draw, film, publish. See docs/architecture.md.
"""

__version__ = "0.1.0"

"""infoclip: a YAML spec of facts becomes a finished Arabic infographic clip.

The stages, in order: spec, scenes, layout, timeline, draw, film, publish. See docs/architecture.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infoclip.api import BatchResult, batch, render

__version__ = "0.1.0"
__all__ = ["BatchResult", "__version__", "batch", "render"]


def __getattr__(name: str) -> Any:
    """`infoclip.render` and `infoclip.batch`, loaded when they are asked for."""
    if name in ("BatchResult", "batch", "render"):
        from importlib import import_module

        return getattr(import_module("infoclip.api"), name)
    raise AttributeError(f"module 'infoclip' has no attribute '{name}'")

"""The shipped fonts, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoclip.text.fonts import FontBook

FONTS = Path(__file__).parent.parent.parent / "fonts"


@pytest.fixture(scope="session")
def book() -> FontBook:
    return FontBook([FONTS])

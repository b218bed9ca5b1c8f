"""A film with held pictures, played to its end by Chromium: another decoder and another demuxer than ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import CHROMIUM, said_by
from scripted import Passing, Script, plan

from infoclip.film.clip import FilmSettings
from infoclip.film.render import render_film

PAGE = """<video id=v muted src="film.mp4"></video><script>
const say = text => fetch('/', {method: 'POST', body: text});
v.onended = () => say('ended ' + v.currentTime + ' frames ' + v.getVideoPlaybackQuality().totalVideoFrames);
v.onerror = () => say('error ' + v.error.message);
v.play().catch(error => say('refused ' + error));
</script>"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
@pytest.mark.usefixtures("workers_know_the_script")
def test_chromium_plays_every_frame(tmp_path: Path) -> None:
    script = Script(tmp_path, (*range(20), *[20] * 40, *range(21, 60), *[60] * 21), (0, 70), (Passing(64, 76),))
    render_film(plan(script), tmp_path / "film.mp4", FilmSettings())
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert said_by(tmp_path / "page.html") == "ended 4 frames 120"

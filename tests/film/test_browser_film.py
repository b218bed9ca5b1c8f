"""A film with held pictures, played to its end by Chromium: another decoder and another demuxer than ours."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from scripted import Passing, Script, plan

from infoclip.film.clip import FilmSettings
from infoclip.film.render import render_film

CHROMIUM = shutil.which("chromium")
PAGE = """<video id=v muted src="film.mp4"></video><script>
const say = text => fetch('/', {method: 'POST', body: text});
v.onended = () => say('ended ' + v.currentTime + ' frames ' + v.getVideoPlaybackQuality().totalVideoFrames);
v.onerror = () => say('error ' + v.error.message);
v.play().catch(error => say('refused ' + error));
</script>"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
def test_chromium_plays_every_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setenv("INFOCLIP_CACHE", str(tmp_path / "cache"))
    script = Script(tmp_path, (*range(20), *[20] * 40, *range(21, 60), *[60] * 21), (0, 70), (Passing(64, 76),))
    render_film(plan(script), tmp_path / "film.mp4", FilmSettings())
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert _said(tmp_path) == "ended 4 frames 120"


def _said(folder: Path) -> str:
    """What the page in `folder` posts when the film has ended."""
    heard: list[str] = []
    done = threading.Event()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()
            done.set()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    command += ["--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0"]
    browser = subprocess.Popen(
        [*command, f"http://127.0.0.1:{server.server_port}/page.html"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        done.wait(60)
    finally:
        browser.terminate()
        browser.wait()
        server.shutdown()
        server.server_close()
    return heard[0] if heard else "nothing"

"""Other outputs of a spec, each read back by a program that is not ours (ffmpeg through PyAV, ffprobe, Pillow)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter
from posting import composed, written

from infoclip.film.frames import frame_at
from infoclip.film.overlays import OverlayFrames, ground_keys
from infoclip.program import ffmpeg_exe

FFPROBE = shutil.which("ffprobe")
SHORT = ["--from", 3.4, "--to", 4.2, "--scale", 0.25]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "clip")


def files(folder: Path) -> set[str]:
    return {item.name for item in folder.rglob("*") if item.is_file()}


def decoded(film: Path, size: tuple[int, int], *decoder: str) -> list[Image.Image]:
    """Every frame of a film as RGBA, by ffmpeg."""
    command = [ffmpeg_exe(), "-loglevel", "error", *decoder, "-i", str(film), "-f", "rawvideo", "-pix_fmt", "rgba", "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    step = size[0] * size[1] * 4
    return [Image.frombytes("RGBA", size, data[at : at + step]) for at in range(0, len(data), step)]


def test_a_still_of_a_moment_and_of_the_best_one(infoclip: Callable, path: Path, tmp_path: Path) -> None:
    said = infoclip("export", path, "--as", "still", "--at", 4, "-o", tmp_path / "out")
    assert said.code == 0, said
    with Image.open(tmp_path / "out" / "clip-square.png") as still:
        made = composed(path)
        frame = frame_at(made.timeline, 120, theme=made.clip.theme)
        assert ImageChops.difference(still.convert("RGB"), frame).getbbox() is None
    assert infoclip("export", path, "--still", "-o", tmp_path / "best").code == 0
    assert files(tmp_path / "best") == {"clip-square.png"}


def test_a_carousel_is_a_picture_a_scene_and_a_pdf(infoclip: Callable, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert infoclip("export", path, "--as", "carousel", "-o", out).code == 0
    assert files(out) == {"clip-square-1.png", "clip-square-2.png", "clip-square-3.png", "clip-square.pdf"}
    dots = []
    made = composed(path)
    for number in (1, 2, 3):
        plain = frame_at(made.timeline, made.timeline.still_frame(number - 1), theme=made.clip.theme)
        with Image.open(out / f"clip-square-{number}.png") as page:
            changed = ImageChops.difference(page.convert("RGB"), plain).getbbox()
            assert changed, "no dots"
            assert changed[1] > made.format.safe_box().bottom, "the dots stand where words may be"
            accent = Image.new("RGB", page.size, made.clip.theme.colors["accent"].rgb)
            red, green, blue = ImageChops.difference(page.convert("RGB"), accent).crop(changed).split()
            far = ImageChops.lighter(ImageChops.lighter(red, green), blue)
            box = far.point([255] * 4 + [0] * 252).filter(ImageFilter.MinFilter(9)).getbbox()
            assert box
            dots.append(changed[0] + box[0])
    assert dots[0] - 20 > dots[1] > dots[2] + 20, "in Arabic the first dot is the rightmost"
    data = (out / "clip-square.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") + data.count(b"/Type /Page/") == 3
    assert "حصاد 2018".encode("utf-16-be") in data
    if shutil.which("pdfinfo"):
        told = subprocess.run(["pdfinfo", out / "clip-square.pdf"], capture_output=True, text=True, check=True).stdout
        assert "Pages:           3" in told
        assert "1080 x 1080 pts" in told


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_an_animation_keeps_its_budget(infoclip: Callable, path: Path, tmp_path: Path, kind: str) -> None:
    sizes, shapes = [], []
    for tight in (False, True):
        budget = sizes[0] // 2 if tight else 4_000_000
        out = tmp_path / str(budget)
        said = infoclip("export", path, "--as", kind, "--budget", budget, "--to", 2, "-o", out, "--json")
        assert said.code == 0, said
        file = out / f"clip-square.{kind}"
        sizes.append(file.stat().st_size)
        assert sizes[-1] <= budget
        with Image.open(file) as animation:
            assert animation.n_frames > 5  # type: ignore[attr-defined]
            assert animation.info.get("loop") == 0
            total = 0
            for number in range(animation.n_frames):  # type: ignore[attr-defined]
                animation.seek(number)
                animation.load()
                total += animation.info["duration"]
            assert total == pytest.approx(2000, abs=200)
            shapes.append(animation.size)
    assert sizes[1] < sizes[0]
    assert shapes[1] <= shapes[0]


def test_a_budget_that_nothing_fits_writes_nothing(infoclip: Callable, path: Path, tmp_path: Path) -> None:
    said = infoclip("export", path, "--as", "gif", "--budget", "25KB", "--to", 4, "-o", tmp_path / "out")
    assert said.code == 2
    assert "--from" in said.err
    assert files(tmp_path / "out") == set()


def test_webm_is_vp9_and_opus_of_the_whole_clip(infoclip: Callable, path: Path, tmp_path: Path) -> None:
    import av

    assert infoclip("export", path, "--as", "webm", "--scale", 0.2, "-o", tmp_path).code == 0
    with av.open(str(tmp_path / "clip-square.webm")) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) in (("vp9", "opus"), ("libvpx-vp9", "libopus"))
        assert video.average_rate == 30
        assert film.metadata.get("title") == "حصاد 2018"
        assert video.language == audio.language == "ara"
        frames = sum(1 for _ in film.decode(video=0))
    assert frames == 270


@pytest.mark.parametrize(
    ("kind", "name", "decoder"),
    [
        ("overlay-prores", "clip-square-overlay.mov", ()),
        ("overlay-vp9", "clip-square-overlay.webm", ("-c:v", "libvpx-vp9")),
    ],
)
def test_an_overlay_is_really_transparent(
    infoclip: Callable, path: Path, tmp_path: Path, kind: str, name: str, decoder: tuple[str, ...]
) -> None:
    assert infoclip("export", path, "--as", kind, *SHORT, "-o", tmp_path).code == 0
    made = composed(path)
    wanted = list(OverlayFrames(made.timeline, made.clip.theme, 0.25).pictures(range(102, 126)))
    found = decoded(tmp_path / name, wanted[0].size, *decoder)
    assert len(found) == 24
    low, high = found[-1].getchannel("A").getextrema()
    assert low < 8, "the ground is not transparent"
    assert high > 247, "nothing is opaque"
    alpha = ImageChops.difference(found[-1].getchannel("A"), wanted[-1].getchannel("A"))
    assert sum(alpha.histogram()[24:]) < 0.01 * alpha.width * alpha.height
    ground = Image.new("RGBA", wanted[-1].size, (128, 128, 128, 255))
    pair = [Image.alpha_composite(ground, item).convert("RGB") for item in (found[-1], wanted[-1])]
    differences = ImageChops.difference(*pair).convert("L")
    assert sum(differences.histogram()[32:]) < 0.02 * differences.width * differences.height


@pytest.mark.skipif(FFPROBE is None, reason="needs ffprobe")
def test_ffprobe_finds_the_alpha(infoclip: Callable, path: Path, tmp_path: Path) -> None:
    assert infoclip("export", path, "--as", "overlay-prores,overlay-vp9", *SHORT, "-o", tmp_path).code == 0
    told = {}
    for name in ("clip-square-overlay.mov", "clip-square-overlay.webm"):
        command = [str(FFPROBE), "-v", "error", "-show_streams", "-of", "json", str(tmp_path / name)]
        told[name] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"][0]
    prores, vp9 = told["clip-square-overlay.mov"], told["clip-square-overlay.webm"]
    assert (prores["codec_name"], prores["profile"], prores["codec_tag_string"]) == ("prores", "4444", "ap4h")
    assert prores["pix_fmt"].startswith("yuva444p")
    assert vp9["codec_name"] == "vp9"
    assert {key.lower(): value for key, value in vp9["tags"].items()}["alpha_mode"] == "1"


def test_an_overlay_over_the_ground_is_the_film(path: Path) -> None:
    """What was taken away is only the ground: over it the overlay gives the frame again, where no transition runs."""
    made = composed(path)
    timeline, theme = made.timeline, made.clip.theme
    frame = timeline.still_frame(1)
    keys = ground_keys(timeline, theme)
    grounds = [item for item in timeline.snapshot(frame).items if item.mark.key in keys]
    assert grounds
    from msgspec.structs import replace

    from infoclip.film.frames import snapshot_image

    bottom = snapshot_image(replace(timeline.snapshot(frame), items=tuple(grounds)), theme=theme)
    (overlay,) = OverlayFrames(timeline, theme).pictures([frame])
    over = Image.alpha_composite(bottom.convert("RGBA"), overlay).convert("RGB")
    differences = ImageChops.difference(over, frame_at(timeline, frame, theme=theme)).convert("L").histogram()
    assert sum(differences[6:]) == 0


@pytest.mark.parametrize(
    ("kind", "folder", "mode"), [("png-sequence", "frames", "RGB"), ("overlay-png", "overlay-frames", "RGBA")]
)
def test_every_frame_as_a_picture(
    infoclip: Callable, path: Path, tmp_path: Path, kind: str, folder: str, mode: str
) -> None:
    out = tmp_path / "out"
    assert infoclip("export", path, "--as", kind, "--from", 3, "--to", 3.2, "--scale", 0.2, "-o", out).code == 0
    pictures = out / f"clip-square-{folder}"
    assert files(pictures) == {f"{number:05d}.png" for number in range(1, 7)}
    with Image.open(pictures / "00003.png") as picture:
        assert (picture.mode, picture.size) == (mode, (216, 216))
    assert infoclip("export", path, "--as", kind, "--from", 3, "--to", 3.1, "--scale", 0.2, "-o", out).code == 0
    assert len(files(pictures)) == 3, "an older sequence is replaced as a whole"
    (pictures / "notes.txt").write_text("mine")
    said = infoclip("export", path, "--as", kind, "--from", 3, "--to", 3.1, "--scale", 0.2, "-o", out)
    assert said.code == 2
    assert "something else is there" in said.err
    assert [item.name for item in out.iterdir()] == [pictures.name]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--as", "carrousel"], "did you mean 'carousel'"),
        (["--as", "gif,overly"], "did you mean 'overlay'"),
        ([], "it is not said what to write"),
        (["--as", "still", "--at", "12"], "there is nothing at 12"),
        (["--as", "gif", "--from", "5", "--to", "4"], "is not after"),
        (["--as", "gif", "--to", "40"], "outside it"),
        (["--as", "gif", "--budget", "much"], "is not a size"),
        (["--as", "gif", "--budget", "3"], "holds no animation"),
        (["--as", "still", "--for", "instagramm"], "there is no platform"),
    ],
)
def test_what_cannot_be_made_is_told_before_anything_is_written(
    infoclip: Callable, path: Path, tmp_path: Path, arguments: list[str], says: str
) -> None:
    out = tmp_path / "out"
    said = infoclip("export", path, *arguments, "-o", out)
    assert said.code == 2
    assert says in said.err
    assert not out.exists() or files(out) == set()


def test_what_breaks_half_way_leaves_nothing(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from infoclip.publish.sequences import Moving, write_overlay, write_pictures
    from infoclip.publish.stills import StillLook

    made = composed(path)
    moving = Moving(made.timeline, StillLook(made.format, made.clip.theme, made.clip.fonts), range(0, 20), 0.1)

    def broken(done: int, total: int) -> None:
        if done == 5:
            raise RuntimeError("pulled the plug")

    out = tmp_path / "out"
    for write in (
        lambda: write_overlay(moving, out / "a.mov", broken),
        lambda: write_pictures(moving, out / "b", progress=broken),
    ):
        with pytest.raises(RuntimeError, match="plug"):
            write()
        assert list(out.iterdir()) == []

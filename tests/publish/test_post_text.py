"""Alt text and post text: sentences with agreeing nouns, and each platform's own way of counting."""

from __future__ import annotations

from pathlib import Path

import pytest
from posting import SPEC, composed, written

from infoclip import pipeline
from infoclip.publish.alt_text import describe
from infoclip.publish.beside import clip_facts
from infoclip.publish.post_text import Limits, PostText, handle_for, limits_of, weighted_length, write_post
from infoclip.publish.profiles import find_profiles, load_profiles


def alt(path: Path) -> list[str]:
    made = composed(path)
    return describe(made.timeline, made.clip.spec, made.clip.localizer).text().strip().split("\n\n")


def post(path: Path, platform: str) -> PostText:
    made = composed(path)
    (profile,) = find_profiles([platform])
    facts = clip_facts(made.timeline, made.clip.spec, made.clip.localizer)
    return write_post(made.clip.spec, facts, platform, limits_of(profile))


def test_alt_text_tells_every_scene_and_figure_with_agreeing_nouns(tmp_path: Path) -> None:
    short, title, bars, outro, source = alt(written(tmp_path))
    assert short.startswith("مقطع إنفوجرافيك متحرّك بعنوان «حصاد 2018»، مدته 9 ثوانٍ، من 3 مشاهد.")
    assert "فيه 3 أرقام: 2,466 منشورًا، و3 صور، و48 مقطعًا." in short
    assert "المشهد 1 (من 0:00 إلى" in title
    assert "شاشة العنوان: «حصاد عام»، «في مواقع التواصل»" in title
    assert "رسم بأعمدة أفقية بعنوان «ماذا نشرنا؟»، فيه 3 أرقام: 2,466 منشورًا، و3 صور، و48 مقطعًا" in bars
    assert "أكبرها 2,466 منشورًا وأصغرها 3 صور." in bars
    assert "شاشة الختام" in outro
    assert "«تابعونا»" in outro
    assert source == "المصدر: تقرير النشر"


def test_two_scenes_and_a_minute_are_counted_in_words(tmp_path: Path) -> None:
    text = SPEC.replace("  - {scene: outro, call: تابعونا}\n", "")
    assert "مدته 11 ثانية، من مشهدين." in alt(written(tmp_path, text, duration="11"))[0]


def test_alt_text_in_arabic_indic_digits(tmp_path: Path) -> None:
    told = "\n".join(alt(written(tmp_path, digits="arab")))
    assert "٢٬٤٦٦ منشورًا، و٣ صور" in told
    assert "المشهد ٢ (من ٠:" in told
    assert "3 صور" not in told


def test_a_scene_s_own_alt_text_stands_for_it(tmp_path: Path) -> None:
    text = SPEC.replace("{scene: title,", "{scene: title, alt: شعار ذهبي على جدار أخضر,")
    assert alt(written(tmp_path, text))[1].endswith("شعار ذهبي على جدار أخضر.")


def test_english_is_told_in_english(tmp_path: Path) -> None:
    text = SPEC.replace("ar-SA", "en").replace(
        "noun: {one: صورة, two: صورتان, few: صور, many: صورة, other: صورة}", "noun: [photo, photos]"
    )
    told = alt(written(tmp_path, text))
    assert "9 seconds long, in 3 scenes." in told[0]
    assert told[2].startswith("Scene 2 (0:03 to")
    assert "bar chart" in told[2]


def test_a_picture_that_nothing_describes_is_told(tmp_path: Path) -> None:
    from PIL import Image

    templates = tmp_path / "templates" / "scenes"
    templates.mkdir(parents=True)
    Image.new("RGB", (40, 40), (200, 60, 20)).save(tmp_path / "photo.png")
    (templates / "photo.xml").write_text(
        "---\ntitle: x\npurpose: y\nparams:\n  picture: {type: image, required: true}\n"
        "example: {picture: photo.png}\n---\n"
        '<scene><art name="ground"/><safe><image src="{{ picture }}" width="400" height="400"/>'
        '<text role="title">صورة</text></safe></scene>\n',
        encoding="utf-8",
    )
    text = SPEC.replace("  - {scene: outro", "  - {scene: photo, picture: photo.png}\n  - {scene: outro")
    problems = pipeline.check(written(tmp_path, text))
    (missing,) = [problem for problem in problems if problem.code == "missing-alt"]
    assert missing.place
    assert missing.place.line == 16
    text = text.replace("picture: photo.png}", "picture: photo.png, alt: مربع برتقالي}")
    assert "missing-alt" not in {problem.code for problem in pipeline.check(written(tmp_path, text))}


# What twitter-text's own conformance suite (WeightedTweetsCounterTest, configuration 3) says of these.
WEIGHTS = {
    "Hi http://test.co": 26,
    "http://test.co": 23,
    "https://www.twitter.com/aloha " * 10: 240,
    "故" * 160: 320,
    "\U0001f637" * 160: 320,
    "A\u0301B": 2,
    "A\ufb2c": 4,
    "\U0001f637\U0001f47e\U0001f621\U0001f525\U0001f4a9": 10,
    "\u2010\u2013\u2014\u2018\u201c\u2032\u2035\u200b\u200d": 9,
}


@pytest.mark.parametrize("text", WEIGHTS)
def test_x_counts_as_x_counts(text: str) -> None:
    assert weighted_length(text) == WEIGHTS[text]


def test_arabic_weighs_one_and_emoji_two_however_many_code_points() -> None:
    assert weighted_length("حصاد عام ٢٠١٨") == 13
    assert weighted_length("منشورًا") == 7
    assert weighted_length("⃁") == 2
    assert weighted_length("\U0001f468\u200d\U0001f469\u200d\U0001f467") == 2
    assert weighted_length("\U0001f1f8\U0001f1e6") == 2
    assert weighted_length("زوروا www.gso.org.sa/a/b?c=1، الآن") == 6 + 23 + 6


def test_a_post_holds_headline_figures_source_hashtags_and_account(tmp_path: Path) -> None:
    path = written(tmp_path, post='{hashtags: ["#حصاد_2018", هيئة], link: "https://gso.org.sa"}')
    found = post(path, "x")
    assert found.text.split("\n\n") == [
        "حصاد 2018",
        "- 2,466 منشورًا\n- 3 صور\n- 48 مقطعًا",
        "المصدر: تقرير 2018\nhttps://gso.org.sa\n@gso",
        "#حصاد_2018 #هيئة",
    ]
    assert found.length == weighted_length(found.text) <= 280
    assert not found.left_out


@pytest.mark.parametrize("platform", [name for name, profile in load_profiles().items() if profile.text.post.known])
def test_every_post_is_within_its_platform(tmp_path: Path, platform: str) -> None:
    facts = "\n".join(f"  f{n}: {{value: {n}00, noun: [منشور طويل الاسم, منشورات طويلة الأسماء]}}" for n in range(1, 9))
    names = ", ".join(f"f{n}" for n in range(1, 6))
    text = SPEC.replace("facts:\n", f"facts:\n{facts}\n").replace("[posts, images, clips]", f"[{names}]")
    path = written(
        tmp_path, text, post="{text: " + "جملة " * 60 + ", hashtags: [" + ", ".join(f"وسم{n}" for n in range(30)) + "]}"
    )
    found = post(path, platform)
    (profile,) = find_profiles([platform])
    limits = limits_of(profile)
    assert limits.post
    assert found.length <= limits.post
    assert found.text.startswith("حصاد 2018")
    assert "@gso" in found.text
    assert limits.hashtags is None or found.text.count("#") <= limits.hashtags
    if limits.post < 300:
        assert found.left_out


def test_a_headline_no_platform_takes_is_an_error_at_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, post="{headline: " + "كلمة " * 60 + "}")
    problems = [
        item for item in pipeline.check(path, platform_names=["snapchat-story", "x"]) if item.code == "post-too-long"
    ]
    assert {item.severity for item in problems} == {"error"}
    assert any("snapchat-story" in item.message for item in problems)
    assert problems[0].place
    assert problems[0].place.line == 17


def test_a_hashtag_with_a_space_is_told_with_what_to_write(tmp_path: Path) -> None:
    (problem,) = pipeline.check(written(tmp_path, post="{hashtags: [حصاد 2018]}"))
    assert "write حصاد_2018" in problem.message
    assert problem.severity == "error"


def test_accounts_differ_by_platform(tmp_path: Path) -> None:
    brand = '{name: هيئة, handle: "@all", handles: {instagram: "@insta", x: "@ex", instagram-story: "@story"}}'
    spec = composed(written(tmp_path, brand=brand)).clip.spec
    handles = [handle_for(spec, name) for name in ("x", "instagram-reel", "instagram-story", "linkedin")]
    assert handles == ["@ex", "@insta", "@story", "@all"]


def test_bytes_are_counted_where_a_platform_counts_bytes(tmp_path: Path) -> None:
    made = composed(written(tmp_path))
    facts = clip_facts(made.timeline, made.clip.spec, made.clip.localizer)
    found = write_post(made.clip.spec, facts, "any", Limits(post_bytes=100))
    assert len(found.text.encode()) <= 100
    assert found.left_out[0] == "48 مقطعًا"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_built_in_scene_has_a_name(language: str) -> None:
    from infoclip.publish.alt_words import alt_words

    words = alt_words(language)
    assert words
    folder = Path(__file__).parent.parent.parent / "templates" / "scenes"
    names = {path.stem for path in folder.glob("*.xml") if not path.stem.startswith("_")}
    assert names <= set(words.kinds), "name the new scene in publish/words.*.yaml"

"""The text posted beside the film: headline, key figures, source, hashtags, account, within what a platform takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from infoclip.errors import Place, Problem
from infoclip.publish.alt_text import labelled
from infoclip.publish.alt_words import alt_words
from infoclip.publish.profiles import Profile
from infoclip.spec.models import Spec
from infoclip.text.numerals import LocalFact

MOST_FACTS = 6
_SHORT_NAME = 5
# twitter-text configuration version 3: code points of weight 100 (of 100); all others, and a whole emoji, weigh 200.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
LINK_WEIGHT = 23
_LINK = re.compile(
    r"(?<![\w@#$/.])(?:https?://)[^\s<>\"'،؛]+|(?<![\w@#$/.\-])(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+"
    r"(?:com|org|net|edu|gov|info|io|sa|ae|eg|qa|kw|bh|om|jo|ma|tn|uk|us|tv|ai|app|co|me|dev)(?![a-z0-9\-@])"
    r"(?:/[^\s<>\"'،؛]*)?",
    re.IGNORECASE,
)
_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|"
    "(?:[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\u203c\u2049\u2122\u2139\u2194-\u21aa\u25aa-\u25fe"
    "\u2934\u2935\u3030\u303d\u3297\u3299\U0001f004\U0001f0cf\U0001f170-\U0001f251])"
    "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?(?:\u200d(?:[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff])"
    "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?)*(?:[\U000e0020-\U000e007f]+)?)"
)


@dataclass(frozen=True, slots=True)
class PostText:
    """The text for one platform. `length` is counted as the platform counts; `limit` is None where it is not known."""

    platform: str
    title: str
    text: str
    length: int
    limit: int | None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform takes of a text, None where it is not known. `weighted`: counted as X does."""

    post: int | None = None
    title: int | None = None
    post_bytes: int | None = None
    hashtags: int | None = None
    weighted: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    headline: str
    text: str
    facts: tuple[str, ...]
    source: str
    link: str
    tags: tuple[str, ...]
    handle: str
    sample: str = ""


def limits_of(profile: Profile) -> Limits:
    """What a platform takes of a post's text."""
    rules = profile.text
    return Limits(
        rules.post.value, rules.title.value, rules.post_bytes.value, rules.hashtags.value, profile.name == "x"
    )


def weighted_length(text: str) -> int:
    """Characters as X counts them (twitter-text, configuration 3): of NFC, an address always 23, most others 1 or 2."""
    text = unicodedata.normalize("NFC", text)
    weight, at = 0, 0
    while at < len(text):
        if link := _LINK.match(text, at):
            address = link[0].rstrip(".,!?:;)]}…؟")
            weight += 100 * LINK_WEIGHT
            at += len(address)
        elif emoji := _EMOJI.match(text, at):
            weight += 200
            at = emoji.end()
        else:
            point = ord(text[at])
            weight += 100 if any(low <= point <= high for low, high in _LIGHT) else 200
            at += 1
    return weight // 100


def length_of(text: str, limits: Limits) -> int:
    """Characters of `text` as the platform counts them: X by weight, the others by code points of NFC."""
    return weighted_length(text) if limits.weighted else len(unicodedata.normalize("NFC", text))


def write_post(spec: Spec, facts: Iterable[LocalFact], platform: str, limits: Limits) -> PostText:
    """The post for `platform`. What does not fit is left out in this order: figures from the last, the text after the
    headline, hashtags from the last, the source. The headline, the address and the account stay whole: `fault_of` tells
    when even they are too long.
    """
    parts = _parts(spec, tuple(facts), platform, limits)
    left: list[str] = []
    while not _fits(_joined(parts), limits):
        if parts.facts:
            left.append(parts.facts[-1])
            parts = replace(parts, facts=parts.facts[:-1])
        elif parts.text:
            left.append(parts.text)
            parts = replace(parts, text="")
        elif parts.tags:
            left.append(f"#{parts.tags[-1]}")
            parts = replace(parts, tags=parts.tags[:-1])
        elif parts.source:
            left.append(parts.source)
            parts = replace(parts, source="")
        else:
            break
    text = _joined(parts)
    title = parts.headline if limits.title is not None else ""
    return PostText(platform, title, text, length_of(text, limits), limits.post, tuple(left))


def fault_of(post: PostText, spec: Spec, limits: Limits) -> Problem | None:
    """What the platform would refuse of a post that holds only what must stay, or None."""
    place: Place = spec.place_of(("post", "headline") if spec.post.headline else ("title",))
    hint = "give the post a shorter headline: post: {headline: ...}"
    if not _fits(post.text, limits):
        limit = f"{limits.post} characters" if limits.post else f"{limits.post_bytes} bytes"
        message = f"the post for {post.platform} has {post.length} characters, and it takes {limit}"
        return Problem(message, place, hint, "post-too-long")
    if limits.title is not None and len(post.title) > limits.title:
        message = f"the headline has {len(post.title)} characters; a title on {post.platform} takes {limits.title}"
        return Problem(message, place, hint, "post-too-long")
    return None


def _fits(text: str, limits: Limits) -> bool:
    if limits.post_bytes is not None and len(text.encode()) > limits.post_bytes:
        return False
    return limits.post is None or length_of(text, limits) <= limits.post


def _parts(spec: Spec, facts: Sequence[LocalFact], platform: str, limits: Limits) -> _Parts:
    post = spec.post
    words = alt_words(spec.language)
    sources = list(dict.fromkeys(fact.source for fact in facts if fact.source))
    source = spec.source or (words.comma if words else ", ").join(sources[:2])
    if source and words and not source.startswith(words.source.partition(":")[0]):
        source = words.source.format(source=source)
    tags = post.hashtags or _tag_of(spec.brand.name)
    return _Parts(
        headline=post.headline or spec.title,
        text=post.text,
        facts=tuple(dict.fromkeys(labelled(fact) for fact in facts))[:MOST_FACTS],
        source=source,
        link=post.link,
        sample=spec.sample_words,
        tags=tags if limits.hashtags is None else tags[: limits.hashtags],
        handle=handle_for(spec, platform),
    )


def handle_for(spec: Spec, platform: str) -> str:
    """The account on `platform`: by its whole name (instagram-reel), its family's (instagram), or the one for all."""
    handles = {name.lower().replace("_", "-"): handle for name, handle in spec.brand.handles.items()}
    family = platform.partition("-")[0]
    names = (platform, family, "twitter" if platform == "x" else "")
    return next((handles[name] for name in names if name in handles), spec.brand.handle)


def unknown_handles(spec: Spec, platforms: Collection[str]) -> list[str]:
    """The names in the brand's `handles` that are neither one of `platforms` nor a family of them."""
    known = {*platforms, *(name.partition("-")[0] for name in platforms), "twitter"}
    return [name for name in spec.brand.handles if name.lower().replace("_", "-") not in known]


def _tag_of(name: str) -> tuple[str, ...]:
    """A brand's name as a hashtag, when it is short enough to be one."""
    words = re.findall(r"\w+", name)
    tag = "_".join(words)
    return (tag,) if 0 < len(words) <= _SHORT_NAME and any(map(str.isalpha, tag)) else ()


def _joined(parts: _Parts) -> str:
    figures = "\n".join(f"- {fact}" for fact in parts.facts)
    foot = "\n".join(part for part in (parts.sample, parts.source, parts.link, parts.handle) if part)
    tags = " ".join(f"#{tag}" for tag in parts.tags)
    return "\n\n".join(part for part in (parts.headline, parts.text, figures, foot, tags) if part)

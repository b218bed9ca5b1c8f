"""Make `noto-emoji/NotoEmoji-subset-WEIGHT.ttf` from the full Noto Emoji: `python make_emoji.py FULL.ttf SUBSET.ttf`.

The full face has 887 KB; a clip needs few emoji. The subset holds `EMOJI`, the regional indicator letters of the Arab
flags with their ligatures, and the joiners (VS16, ZWJ). The full file is `NotoEmoji_400Regular.ttf` (or
`NotoEmoji_700Bold.ttf`) of the npm package `@expo-google-fonts/noto-emoji` 0.4.7, under the Open Font License.
"""

import sys
from pathlib import Path

import uharfbuzz as hb

EMOJI = (
    "❤👋👍👏🙏💪🤝🎉🎊🏆🥇🥈🥉🎯🚀✈"
    "🚗🚆🕌🕋🏠🏢🏥🏫🏭🌍🌙⭐✨🔥💡"
    "📈📉📊📌📍📅⏰⏳📱💻📷🎥🎬📢🔔✉💬📰📚"
    "🎓🔬🛰💰💳🛒🔒✅❌⚠🌴🌱☀⚽🎨🎵👨👩👧👦♥"
)
FLAGS = "SAAEQAKWBHOMEGJOIQLBSYPSYEMADZTNLYSDSOMRDJKM"
JOINERS = (0x200D, 0xFE0F, 0x20)


def main(source: Path, target: Path) -> None:
    wanted = hb.SubsetInput()
    letters = {chr(0x1F1E6 + ord(letter) - ord("A")) for letter in FLAGS}
    wanted.unicode_set.update({*map(ord, EMOJI), *map(ord, letters), *JOINERS})
    face = hb.subset(hb.Face(hb.Blob.from_file_path(str(source))), wanted)
    target.write_bytes(face.blob.data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

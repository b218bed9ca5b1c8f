"""The clip's sound track: beds, mix, loudness."""

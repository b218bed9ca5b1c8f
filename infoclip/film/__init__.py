"""Pixels to H.264: frames, moviepy clips, the YUV writer."""

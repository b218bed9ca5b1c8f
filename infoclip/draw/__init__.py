"""Snapshots to pixels. The painter measures nothing, wraps nothing, decides nothing."""

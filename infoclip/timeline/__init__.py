"""Placed scenes to snapshots: durations, transitions, exactly the clip's length. Type: Timeline."""

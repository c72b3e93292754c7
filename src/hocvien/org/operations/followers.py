"""Apps above whose things stand at units: they tell at start what they do when a unit ends."""

from hocvien.org.data import Follower

_followers: dict[str, Follower] = {}


def register_follower(follower: Follower) -> None:
    """Called from the app's `ready`; telling again replaces what was told."""
    _followers[follower.key] = follower


def followers() -> list[Follower]:
    """All of them, in the order in which they were told."""
    return list(_followers.values())

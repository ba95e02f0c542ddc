"""A folder of results as a site: standings, errors, and two systems side by side."""

from communique.leaderboard.reading import Gold, read_gold
from communique.leaderboard.site import build
from communique.leaderboard.standings import Chance

__all__ = ["Chance", "Gold", "build", "read_gold"]

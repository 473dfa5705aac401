from leaderboard.models.assumption import Assumption
from leaderboard.models.points import Act, PointEntry, SettledCause, Weight
from leaderboard.models.standing import ScoreCount, Season, Standing

__all__ = ["Act", "Assumption", "PointEntry", "ScoreCount", "Season", "SettledCause", "Standing", "Weight"]

from leaderboard.api.boards import ChooseBoard, Standings
from leaderboard.api.points import Points
from leaderboard.api.report import Report

__all__ = ["ChooseBoard", "Points", "Report", "Standings"]

from leaderboard.api.assumptions import Assumptions, OneAssumption
from leaderboard.api.boards import ChooseBoard, Standings
from leaderboard.api.points import Points
from leaderboard.api.report import Report, TeamReaders

__all__ = ["Assumptions", "ChooseBoard", "OneAssumption", "Points", "Report", "Standings", "TeamReaders"]

from leaderboard.views.boards import board, choose_board
from leaderboard.views.people import me, points, team
from leaderboard.views.reports import report

__all__ = ["board", "choose_board", "me", "points", "report", "team"]

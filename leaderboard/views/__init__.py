from leaderboard.views.assumptions import assumptions, reset_assumption, suppose
from leaderboard.views.boards import board, choose_board
from leaderboard.views.people import me, points, team
from leaderboard.views.profile import profile, save_profile
from leaderboard.views.reports import report, team_readers
from leaderboard.views.verdicts import objective_verdict

__all__ = [
    "assumptions",
    "board",
    "choose_board",
    "me",
    "objective_verdict",
    "points",
    "profile",
    "report",
    "reset_assumption",
    "save_profile",
    "suppose",
    "team",
    "team_readers",
]

from django.urls import URLPattern, URLResolver, path

from leaderboard import api as endpoints
from leaderboard import views

pages: list[URLPattern | URLResolver] = [
    path("me/", views.me, name="me"),
    path("team/", views.team, name="team"),
    path("board/", views.board, name="board"),
    path("board/choose/", views.choose_board, name="choose_board"),
    path("points/", views.points, name="points"),
    path("report/", views.report, name="report"),
]
api: list[URLPattern | URLResolver] = [
    path("standings/", endpoints.Standings.as_view(), name="api_standings"),
    path("standings/choose/", endpoints.ChooseBoard.as_view(), name="api_choose_board"),
    path("points/", endpoints.Points.as_view(), name="api_points"),
    path("report/", endpoints.Report.as_view(), name="api_report"),
]

from django.urls import URLPattern, URLResolver, path

from leaderboard import api as endpoints
from leaderboard import views

pages: list[URLPattern | URLResolver] = [
    path("me/", views.me, name="me"),
    path("profile/", views.profile, name="profile"),
    path("profile/<slug:part>/", views.save_profile, name="save_profile"),
    path("team/", views.team, name="team"),
    path("board/", views.board, name="board"),
    path("board/choose/", views.choose_board, name="choose_board"),
    path("points/", views.points, name="points"),
    path("report/", views.report, name="report"),
    path("report/teams/", views.team_readers, name="team_readers"),
    path("report/objectives/<uuid:objective_id>/verdict/", views.objective_verdict, name="objective_verdict"),
    path("report/assumptions/", views.assumptions, name="assumptions"),
    path("report/assumptions/<str:network>/<str:key>/", views.suppose, name="suppose"),
    path("report/assumptions/<str:network>/<str:key>/reset/", views.reset_assumption, name="reset_assumption"),
]
api: list[URLPattern | URLResolver] = [
    path("standings/", endpoints.Standings.as_view(), name="api_standings"),
    path("standings/choose/", endpoints.ChooseBoard.as_view(), name="api_choose_board"),
    path("points/", endpoints.Points.as_view(), name="api_points"),
    path("report/", endpoints.Report.as_view(), name="api_report"),
    path("report/teams/", endpoints.TeamReaders.as_view(), name="api_team_readers"),
    path("assumptions/", endpoints.Assumptions.as_view(), name="api_assumptions"),
    path("assumptions/<str:network>/<str:key>/", endpoints.OneAssumption.as_view(), name="api_assumption"),
]

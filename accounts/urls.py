"""The addresses of this room: pages and endpoints."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import company, demonstration, own, people, teams

pages: list[URLPattern | URLResolver] = [
    path("notifications/", own.notifications, name="notifications"),
    path("notifications/read/", own.mark_notifications_read, name="mark_notifications_read"),
    path("settings/", own.settings, name="settings"),
    path("settings/followers/", own.tell_followers, name="tell_followers"),
    path("settings/erasure/", own.request_erasure, name="request_erasure"),
    path("settings/tokens/", own.tokens, name="tokens"),
    path("settings/tokens/<uuid:token_id>/revoke/", own.revoke_token, name="revoke_token"),
    path("company/", company.company, name="company"),
    path("company/settings/", company.company_settings, name="company_settings"),
    path("company/brand/", company.brand, name="brand"),
    path("company/brand/<uuid:account_id>/count/", company.count_brand_followers, name="count_brand_followers"),
    path("company/brand/<uuid:account_id>/close/", company.close_brand_account, name="close_brand_account"),
    path("company/audit/", company.audit_log, name="audit_log"),
    path("company/people/", people.people, name="people"),
    path("company/people/<uuid:person_id>/", people.person, name="person"),
    path("company/people/<uuid:person_id>/roles/", people.grant_role, name="grant_role"),
    path("company/people/<uuid:person_id>/roles/<uuid:grant_id>/revoke/", people.revoke_role, name="revoke_role"),
    path("company/people/<uuid:person_id>/team/", people.place_person, name="place_person"),
    path("company/people/<uuid:person_id>/deactivate/", people.deactivate_person, name="deactivate_person"),
    path("company/people/<uuid:person_id>/reactivate/", people.reactivate_person, name="reactivate_person"),
    path("company/teams/", teams.teams, name="teams"),
    path("company/teams/<uuid:team_id>/", teams.edit_team, name="edit_team"),
    path("company/teams/<uuid:team_id>/move/", teams.move_team, name="move_team"),
    path("company/teams/<uuid:team_id>/remove/", teams.remove_team, name="remove_team"),
    path("demo/sign-in/", demonstration.demo_sign_in, name="demo_sign_in"),
]
api: list[URLPattern | URLResolver] = []

"""The addresses of this room: pages and endpoints."""

from django.urls import URLPattern, URLResolver, path

from accounts.api import authentication  # noqa: F401 – the API's description finds it by being loaded
from accounts.api import company as company_api
from accounts.api import own as own_api
from accounts.api import people as people_api
from accounts.views import company, demonstration, own, people, teams

pages: list[URLPattern | URLResolver] = [
    path("notifications/", own.notifications, name="notifications"),
    path("notifications/read/", own.mark_notifications_read, name="mark_notifications_read"),
    path("notifications/<uuid:notification_id>/", own.open_notification, name="open_notification"),
    path("policy/", own.policy, name="policy"),
    path("settings/", own.settings, name="settings"),
    path("settings/erasure/", own.request_erasure, name="request_erasure"),
    path("settings/tokens/", own.tokens, name="tokens"),
    path("settings/tokens/<uuid:token_id>/revoke/", own.revoke_token, name="revoke_token"),
    path("company/", company.company, name="company"),
    path("company/settings/", company.company_settings, name="company_settings"),
    path("company/policy/", company.policy_readers, name="policy_readers"),
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
api: list[URLPattern | URLResolver] = [
    path("me/", own_api.Me.as_view(), name="api_me"),
    path("me/erasure/", own_api.MyErasure.as_view(), name="api_my_erasure"),
    path("me/followers/", own_api.MyFollowers.as_view(), name="api_my_followers"),
    path("me/followers/<slug:network>/", own_api.MyFollowersOn.as_view(), name="api_my_followers_on"),
    path("policy/", own_api.Policy.as_view(), name="api_policy"),
    path("policy/readers/", company_api.PolicyReaders.as_view(), name="api_policy_readers"),
    path("notifications/", own_api.Notifications.as_view(), name="api_notifications"),
    path("notifications/read/", own_api.NotificationsRead.as_view(), name="api_notifications_read"),
    path("tokens/", own_api.Tokens.as_view(), name="api_tokens"),
    path("tokens/<uuid:token_id>/", own_api.Token.as_view(), name="api_token"),
    path("people/", people_api.People.as_view(), name="api_people"),
    path("people/<uuid:person_id>/", people_api.OnePerson.as_view(), name="api_person"),
    path("people/<uuid:person_id>/team/", people_api.PersonTeam.as_view(), name="api_person_team"),
    path("people/<uuid:person_id>/leaving/", people_api.PersonLeaving.as_view(), name="api_person_leaving"),
    path("people/<uuid:person_id>/roles/", people_api.PersonRoles.as_view(), name="api_person_roles"),
    path("people/<uuid:person_id>/roles/<uuid:grant_id>/", people_api.PersonRole.as_view(), name="api_person_role"),
    path("teams/", company_api.Teams.as_view(), name="api_teams"),
    path("teams/<uuid:team_id>/", company_api.OneTeam.as_view(), name="api_team"),
    path("company/", company_api.Company.as_view(), name="api_company"),
    path("brand-accounts/", company_api.BrandAccounts.as_view(), name="api_brand_accounts"),
    path("brand-accounts/<uuid:account_id>/", company_api.OneBrandAccount.as_view(), name="api_brand_account"),
    path(
        "brand-accounts/<uuid:account_id>/followers/",
        company_api.BrandAccountFollowers.as_view(),
        name="api_brand_account_followers",
    ),
    path("audit-entries/", company_api.AuditEntries.as_view(), name="api_audit_entries"),
]

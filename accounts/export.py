"""What this room stores of a person, for that person."""

from typing import Any

from accounts.models import (
    ApiToken,
    AuditEntry,
    FollowerCount,
    LessonRead,
    Notification,
    Person,
    PolicyAcknowledgement,
    RoleGrant,
)


def of(*, person: Person) -> dict[str, Any]:
    """This will gather everything that this room knows of a person.

    Shape: plain values ready for JSON; datetimes in ISO 8601. Secrets (password, digests of keys) are not part of it.
    Source: eight queries.
    """
    return {
        "person": {
            "id": str(person.public_id),
            "email": person.email,
            "name": person.name,
            "job_title": person.job_title,
            "team": str(person.team or ""),
            "region": person.region,
            "language": person.language,
            "time_zone": person.time_zone,
            "wants_mail": person.wants_mail,
            "quiet_from": person.quiet_from.isoformat("minutes") if person.quiet_from else None,
            "quiet_until": person.quiet_until.isoformat("minutes") if person.quiet_until else None,
            "networks": person.networks,
            "is_shown_to_team": person.is_shown_to_team,
            "first_week_closed_at": person.first_week_closed_at.isoformat() if person.first_week_closed_at else None,
            "board_choice": person.board_choice,
            "pen_name": person.pen_name,
            "joined_at": person.joined_at.isoformat(),
            "last_login": person.last_login.isoformat() if person.last_login else None,
            "erase_requested_at": person.erase_requested_at.isoformat() if person.erase_requested_at else None,
        },
        "roles": [
            {"role": grant.role, "team": str(grant.team or ""), "granted_at": grant.granted_at.isoformat()}
            for grant in RoleGrant.objects.filter(person=person).select_related("team").order_by("pk")
        ],
        "policy_read": [
            {"version": read.version, "text_digest": read.text_digest, "at": read.at.isoformat()}
            for read in PolicyAcknowledgement.objects.filter(person=person).order_by("version")
        ],
        "lessons": [
            {"lesson": read.lesson, "at": read.at.isoformat()}
            for read in LessonRead.objects.filter(person=person).order_by("at", "pk")
        ],
        "followers": [
            {
                "network": count.network,
                "least": count.least,
                "most": count.most,
                "source": count.source,
                "on": count.on.isoformat(),
            }
            for count in FollowerCount.objects.filter(person=person).order_by("on")
        ],
        "notifications": [
            {
                "title": told.title,
                "text": told.text,
                "path": told.path,
                "created_at": told.created_at.isoformat(),
                "read_at": told.read_at.isoformat() if told.read_at else None,
                "mail": told.mail,
            }
            for told in Notification.objects.filter(person=person).order_by("created_at")
        ],
        "api_tokens": [
            {
                "name": token.name,
                "prefix": token.prefix,
                "created_at": token.created_at.isoformat(),
                "expires_at": token.expires_at.isoformat(),
                "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
                "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
            }
            for token in ApiToken.objects.filter(person=person)
        ],
        "audit": [
            {"at": entry.at.isoformat(), "action": entry.action, "target": entry.target_name}
            for entry in AuditEntry.objects.filter(by=person).order_by("at")
        ],
    }

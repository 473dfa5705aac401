from accounts.models.audit import AuditEntry
from accounts.models.brand import BrandAccount, BrandFollowers, FollowerCount
from accounts.models.company import CompanySettings
from accounts.models.learning import LessonRead, PolicyAcknowledgement
from accounts.models.notification import Notification
from accounts.models.person import Headcount, Person, RoleGrant, Team
from accounts.models.sweep import SweepRun
from accounts.models.token import ApiToken

__all__ = [
    "ApiToken",
    "AuditEntry",
    "BrandAccount",
    "BrandFollowers",
    "CompanySettings",
    "FollowerCount",
    "Headcount",
    "LessonRead",
    "Notification",
    "Person",
    "PolicyAcknowledgement",
    "RoleGrant",
    "SweepRun",
    "Team",
]

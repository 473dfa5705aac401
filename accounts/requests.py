"""The request that a view behind the sign-in receives."""

from accounts.models import CompanySettings, Person
from web.requests import HtmxRequest


class PersonRequest(HtmxRequest):
    """A request whose user is a person who signed in; LoginRequiredMiddleware sees to that."""

    user: Person
    company: CompanySettings  # read once for a request, by PersonMiddleware

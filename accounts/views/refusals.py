"""How a page shows that a rule refused."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError

from accounts.requests import PersonRequest


def into(form: forms.Form, error: ValidationError) -> None:
    """This will put a refusal where it belongs: beside its field, or above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def say(request: PersonRequest, error: ValidationError) -> None:
    """This will say a refusal in the one live region of the page."""
    messages.error(request, " ".join(error.messages))


def say_form(request: PersonRequest, form: forms.Form) -> None:
    """This will say what is wrong with a form that has no page of its own."""
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))

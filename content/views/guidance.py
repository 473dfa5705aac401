"""The studio's rules: steps of approval, topics, disclosures, blocked terms."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.models import RoleGrant
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import blocked_terms, disclosures, guidance, steps, topics
from content.forms.guidance import DisclosureForm, OneLineForm, StepForm, TermForm, TopicForm
from content.models import ApprovalStep, BlockedTerm, Disclosure, Topic
from content.tasks import look_after_approvals
from web import paging

READERS = (Role.CURATOR, Role.ADMINISTRATOR)
SIZE = 40
REMOVED = "rules_removed"  # in the session: what somebody just took away, so that he can bring it back

page_methods = require_http_methods(["GET", "HEAD", "POST"])


# -- steps


@page_methods
@role_required(*READERS)
def studio_rules(request: PersonRequest) -> HttpResponse:
    form = StepForm(request.POST or None, auto_id="step_%s")
    if request.method == "POST" and _is_done(request, form, steps.add):
        return _steps_changed(_("Added. It holds from now on, for what waits as well."), request)
    held = dict(
        RoleGrant.objects.filter(person__left_at=None, person__is_active=True)
        .values_list("role")
        .annotate(Count("person", distinct=True))
    )
    active = steps.active()
    context = {
        "steps": [(step, held.get(step.role, 0)) for step in active],
        "retired": ApprovalStep.objects.exclude(retired_at=None).select_related("topic").order_by("-retired_at")[:20],
        "form": form,
    }
    return _page(request, "steps", context, form)


@page_methods
@role_required(*READERS)
def edit_step(request: PersonRequest, step_id: UUID) -> HttpResponse:
    guidance.require(by=request.user)
    step = get_object_or_404(ApprovalStep.objects.select_related("topic"), public_id=step_id, retired_at=None)
    initial = {
        "name": step.name,
        "role": step.role,
        "rule": step.rule,
        "topic": step.topic.public_id if step.topic else None,
        "people": "\n".join(person.email for person in step.people.order_by("name")),
    }
    form = StepForm(request.POST or None, initial=initial, kept=step.topic)
    if request.method == "POST" and _is_done(request, form, steps.change, step=step):
        return _steps_changed(_("Kept."), request)
    context = {"step": step, "form": form}
    return render(request, "content/guidance_step.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(*READERS)
def move_step(request: PersonRequest, step_id: UUID) -> HttpResponse:
    step = get_object_or_404(ApprovalStep, public_id=step_id)
    earlier = request.POST.get("to") == "earlier"
    _say(request, lambda: steps.move(step=step, earlier=earlier, by=request.user, now=timezone.now()))
    return redirect("studio_rules")


@require_POST
@role_required(*READERS)
def retire_step(request: PersonRequest, step_id: UUID) -> HttpResponse:
    step = get_object_or_404(ApprovalStep, public_id=step_id)
    if _say(request, lambda: steps.retire(step=step, by=request.user, now=timezone.now())):
        return _steps_changed(_("Nobody is asked there any more. You can bring it back below."), request)
    return redirect("studio_rules")


@require_POST
@role_required(*READERS)
def restore_step(request: PersonRequest, step_id: UUID) -> HttpResponse:
    step = get_object_or_404(ApprovalStep, public_id=step_id)
    if _say(request, lambda: steps.restore(step=step, by=request.user, now=timezone.now())):
        return _steps_changed(_("It is back in its place."), request)
    return redirect("studio_rules")


def _steps_changed(sentence: str, request: PersonRequest) -> HttpResponse:
    look_after_approvals.delay_on_commit()
    messages.success(request, sentence)
    return redirect("studio_rules")


# -- topics


@page_methods
@role_required(*READERS)
def studio_topics(request: PersonRequest) -> HttpResponse:
    form = TopicForm(request.POST or None)
    if request.method == "POST" and _is_done(request, form, topics.add):
        return redirect("studio_topics")
    return _topics(request, form)


@require_POST
@role_required(*READERS)
def rename_topic(request: PersonRequest, topic_id: UUID) -> HttpResponse:
    topic = get_object_or_404(Topic, public_id=topic_id)
    form = TopicForm(request.POST, auto_id=f"topic_{topic.pk}_%s")
    if _is_done(request, form, topics.rename, topic=topic):
        messages.success(request, _("It is called “%(name)s” now, in every story that has it.") % {"name": topic})
        return redirect("studio_topics")
    return _topics(request, TopicForm(), wrong=(topic.pk, form))


@require_POST
@role_required(*READERS)
def retire_topic(request: PersonRequest, topic_id: UUID) -> HttpResponse:
    topic = get_object_or_404(Topic, public_id=topic_id)
    if _say(request, lambda: topics.retire(topic=topic, by=request.user, now=timezone.now())):
        messages.success(request, _("Offered no more: %(name)s. Stories keep it.") % {"name": topic})
    return redirect("studio_topics")


@require_POST
@role_required(*READERS)
def restore_topic(request: PersonRequest, topic_id: UUID) -> HttpResponse:
    topic = get_object_or_404(Topic, public_id=topic_id)
    if _say(request, lambda: topics.restore(topic=topic, by=request.user, now=timezone.now())):
        messages.success(request, _("Offered again: %(name)s.") % {"name": topic})
    return redirect("studio_topics")


def _topics(request: PersonRequest, form: forms.Form, *, wrong: tuple[int, forms.Form] | None = None) -> HttpResponse:
    found = Topic.objects.order_by("retired_at", "name")
    rows = paging.page(found, number=request.GET.get("page"), size=SIZE)
    return _page(request, "topics", {"rows": rows, "form": form}, form, wrong=wrong)


# -- disclosures


@page_methods
@role_required(*READERS)
def studio_disclosures(request: PersonRequest) -> HttpResponse:
    form = DisclosureForm(request.POST or None)
    if request.method == "POST" and _is_done(request, form, disclosures.add):
        messages.success(request, _("Kept. New posts begin with it."))
        return redirect("studio_disclosures")
    return _disclosures(request, form)


@require_POST
@role_required(*READERS)
def change_disclosure(request: PersonRequest, disclosure_id: UUID) -> HttpResponse:
    found = get_object_or_404(Disclosure, public_id=disclosure_id)
    form = OneLineForm(request.POST, auto_id=f"disclosure_{found.pk}_%s")
    if form.is_valid():
        disclosures.change(disclosure=found, text=form.cleaned_data["text"], by=request.user, now=timezone.now())
        messages.success(request, _("Kept. New posts begin with it."))
        return redirect("studio_disclosures")
    return _disclosures(request, DisclosureForm(), wrong=(found.pk, form))


@require_POST
@role_required(*READERS)
def remove_disclosure(request: PersonRequest, disclosure_id: UUID) -> HttpResponse:
    found = get_object_or_404(Disclosure, public_id=disclosure_id)
    disclosures.remove(disclosure=found, by=request.user, now=timezone.now())
    fields = {"region": found.region, "language": found.language, "text": found.text}
    request.session[REMOVED] = {"part": "disclosures", "name": found.text, "fields": fields}
    return redirect("studio_disclosures")


def _disclosures(
    request: PersonRequest, form: forms.Form, *, wrong: tuple[int, forms.Form] | None = None
) -> HttpResponse:
    rows = paging.page(Disclosure.objects.order_by("language", "region"), number=request.GET.get("page"), size=SIZE)
    context = {"rows": rows, "form": form, "company_sentence": disclosures.of_company(company=request.company)}
    return _page(request, "disclosures", context, form, wrong=wrong)


# -- blocked terms


@page_methods
@role_required(*READERS)
def studio_terms(request: PersonRequest) -> HttpResponse:
    form = TermForm(request.POST or None)
    if request.method == "POST" and _is_done(request, form, blocked_terms.add):
        return redirect("studio_terms")
    return _terms(request, form)


@require_POST
@role_required(*READERS)
def change_term(request: PersonRequest, term_id: UUID) -> HttpResponse:
    found = get_object_or_404(BlockedTerm, public_id=term_id)
    form = OneLineForm(request.POST, auto_id=f"term_{found.pk}_%s")
    if form.is_valid():
        blocked_terms.change(term=found, reason=form.cleaned_data["text"], by=request.user, now=timezone.now())
        messages.success(request, _("Kept."))
        return redirect("studio_terms")
    return _terms(request, TermForm(), wrong=(found.pk, form))


@require_POST
@role_required(*READERS)
def remove_term(request: PersonRequest, term_id: UUID) -> HttpResponse:
    found = get_object_or_404(BlockedTerm, public_id=term_id)
    blocked_terms.remove(term=found, by=request.user, now=timezone.now())
    fields = {"term": found.term, "language": found.language, "reason": found.reason}
    request.session[REMOVED] = {"part": "terms", "name": found.term, "fields": fields}
    return redirect("studio_terms")


def _terms(request: PersonRequest, form: forms.Form, *, wrong: tuple[int, forms.Form] | None = None) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:80]
    found = BlockedTerm.objects.order_by("term", "language")
    if words:
        found = found.filter(term__icontains=words)
    rows = paging.page(found, number=request.GET.get("page"), size=SIZE)
    return _page(
        request,
        "terms",
        {"rows": rows, "form": form, "words": words, "query": urlencode({"q": words})},
        form,
        wrong=wrong,
    )


def _is_done(request: PersonRequest, form: forms.Form, rule: Callable[..., object], **about: object) -> bool:
    """Call the rule with the form's words; what it refuses stands above them."""
    guidance.require(by=request.user)
    if not form.is_valid():
        return False
    try:
        rule(**about, **form.cleaned_data, by=request.user, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _say(request: PersonRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    return True


def _page(
    request: PersonRequest,
    part: str,
    context: dict[str, Any],
    form: forms.Form,
    *,
    wrong: tuple[int, forms.Form] | None = None,
) -> HttpResponse:
    removed = request.session.get(REMOVED)
    if removed and removed["part"] == part:
        del request.session[REMOVED]
    else:
        removed = None
    key, refused = wrong or (0, None)
    shown = {
        **context,
        "part": part,
        "may_change": guidance.may_change(person=request.user),
        "removed": removed,
        "wrong_key": key,
        "wrong": refused,
    }
    return render(request, f"content/guidance_{part}.html", shown, status=422 if form.errors or wrong else 200)

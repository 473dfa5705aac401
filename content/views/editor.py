"""The story editor: nothing that was typed is lost, whatever goes wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

import networks
from accounts import company
from accounts.access import role_required
from accounts.models import Person
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import (
    audiences,
    changes,
    checks,
    disclosures,
    kinds,
    manuscripts,
    pictures,
    remarks,
    steps,
    stories,
    translations,
    working_copies,
)
from content.approvals import NotToChange
from content.forms.story import LISTS, Editor, one_less, one_more
from content.manuscripts import Manuscript
from content.models import Approval, Story, WorkingCopy
from content.stories import ChangedMeanwhile
from content.views.zones import in_company_zone, place_of
from web.throttles import limited

OUT = working_copies.OUT
View = Callable[[PersonRequest, UUID], HttpResponse]


def words_survive(view: View) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """This will hand the words back to somebody whose sign-in ended while he wrote."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, story_id: UUID) -> HttpResponse:
        if isinstance(request.user, Person):
            return view(cast("PersonRequest", request), story_id)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        # Names, dates and numbers are quickly chosen again; what has a space in it was written.
        said = [str(value).strip() for value in request.POST.values() if " " in str(value).strip()]
        context = {"words": "\n\n".join(said), "next": reverse("edit_story", args=[story_id])}
        return render(request, "signed_out.html", context, status=401)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@words_survive
@role_required(Role.CURATOR)
@in_company_zone
def edit_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    if request.method == "POST":
        return _save(request, story, then_submit=False)
    copy = working_copies.of(story=story)
    return _page(request, story, copy, _editor(story, copy))


@require_POST
@words_survive
@role_required(Role.CURATOR)
@in_company_zone
def submit_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    """The editor sends its words along, and they are kept first; other pages send none."""
    story = _found(request, story_id)
    if "seen" in request.POST:
        return _save(request, story, then_submit=True)
    try:
        stories.submit(story=story, by=request.user, now=timezone.now())
    except ValidationError as error:
        story.refresh_from_db()
        copy = working_copies.of(story=story)
        return _page(request, story, copy, _editor(story, copy), error=error)
    return _submitted(request, story)


@require_POST
@limited("typing", "240/m")
@role_required(Role.CURATOR)
@in_company_zone
def look_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    """What colleagues would see of the words in the form, which are not kept by this."""
    story = _found(request, story_id)
    editor = _editor(story, working_copies.of(story=story), request.POST)
    editor.is_valid()
    return render(
        request, "content/editor/side.html", {"story": story, "side": _side(editor), "is_look": True, "is_open": True}
    )


@require_POST
@limited("typing", "240/m")
@words_survive
@role_required(Role.CURATOR)
@in_company_zone
def keep_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    """Kept while somebody types: all that can be read. What somebody else kept meanwhile is shown, and stays."""
    story = _found(request, story_id)
    copy = working_copies.of(story=story)
    editor = _editor(story, copy, request.POST)
    is_whole = editor.is_valid()
    seen = editor.seen
    typed = editor.manuscript()
    now = timezone.now()
    try:
        if seen is None:
            raise working_copies.changed_meanwhile()
        if seen != story.revision or typed != editor.base:
            stories.save(story=story, manuscript=typed, seen=seen, by=request.user, now=now)
    except ValidationError as error:
        story.refresh_from_db()
        return _not_kept(request, story, typed, error)
    at = date_format(timezone.localtime(now), "TIME_FORMAT")
    says = _("Kept %(at)s") % {"at": at}
    if not is_whole:
        says = _("Kept %(at)s, but for: %(fields)s") % {"at": at, "fields": ", ".join(editor.refused)}
    return JsonResponse({"revision": story.revision, "says": says, "is_whole": is_whole})


def _not_kept(request: PersonRequest, story: Story, typed: Manuscript, error: ValidationError) -> HttpResponse:
    context: dict[str, Any] = {"error": error.messages[0], "story": story}
    if isinstance(error, ChangedMeanwhile):
        newest = working_copies.newest(story=story, copy=working_copies.of(story=story))
        context["theirs"] = changes.between(before=typed, after=newest)
    response = render(
        request, "content/editor/theirs.html", context, status=409 if isinstance(error, ChangedMeanwhile) else 422
    )
    response.headers["X-Story-Revision"] = str(story.revision)
    return response


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def withdraw_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    try:
        stories.withdraw(story=story, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Taken back. Nobody is asked for a yes any more."))
    return redirect("edit_story", story_id)


@require_POST
@role_required(Role.CURATOR, Role.APPROVER)
@in_company_zone
def retract_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    reachable = Story.objects.in_reach(request.user, role=Role.CURATOR) | Story.objects.in_reach(
        request.user, role=Role.APPROVER
    )
    story = get_object_or_404(reachable, public_id=story_id)
    try:
        stories.retract(story=story, by=request.user, reason=request.POST.get("reason", ""), now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Retracted. Its links now lead to a page that says so."))
    return redirect("approval" if request.POST.get("to") == "approval" else "edit_story", story_id)


@dataclass(frozen=True)
class Side:
    """What stands beside the form, and what the form says of its own lines."""

    seen: manuscripts.Shown
    reach: audiences.Reach
    problems: tuple[checks.Problem, ...]
    checks: tuple[checks.Check, ...]
    counts: tuple[tuple[str, str], ...]  # for each caption line, by its place in the form
    without_caption: tuple[tuple[str, int], ...]
    disclosure: str
    steps: tuple[str, ...]  # that a version with these topics would go through; none: one second person

    @property
    def missing(self) -> list[str]:
        return [check.text for check in self.checks if not check.is_done]


def _found(request: PersonRequest, story_id: UUID) -> Story:
    reachable = Story.objects.in_reach(request.user, role=Role.CURATOR)
    related = reachable.select_related("author", "submitted_by", "owner_team", "preview", "picture", "campaign")
    return get_object_or_404(related, public_id=story_id)


def _editor(
    story: Story,
    copy: WorkingCopy | None,
    posted: QueryDict | None = None,
    files: MultiValueDict[str, Any] | None = None,
) -> Editor:
    base = working_copies.newest(story=story, copy=copy)
    return Editor(base=base, revision=story.revision, owner_team=story.owner_team, posted=posted, files=files)


def _save(request: PersonRequest, story: Story, *, then_submit: bool) -> HttpResponse:
    posted = request.POST.copy()
    copy = working_copies.of(story=story)
    editor = _editor(story, copy, posted, request.FILES)
    now = timezone.now()
    is_valid = editor.is_valid()
    if editor.file is not None:
        try:
            picture = pictures.keep(body=editor.file.read(), now=now)
        except ValidationError as error:
            editor.form.add_error("picture_file", error)
            return _page(request, story, copy, editor, error=error)
        # The stored picture takes the file's place, so that it survives whatever the form lacks besides.
        posted["picture"] = str(picture.public_id)
        posted.pop("without_picture", None)
        editor = _editor(story, copy, posted)
        is_valid = editor.is_valid()
    if "more" in posted or "less" in posted:
        return _page(request, story, copy, _with_other_lines(story, copy, posted))
    if not is_valid:
        again = ValidationError(_("Something in the form needs another look."))
        return _page(request, story, copy, editor, error=again)
    typed, seen = editor.manuscript(), int(editor.seen or 0)
    to_kind = str(posted.get("to_kind", ""))
    is_turned = "turn" in posted and story.state == Story.State.DRAFT and to_kind in Story.Kind.values
    if is_turned:
        typed = kinds.turned(typed, kind=to_kind)
    try:
        if story.state in OUT and then_submit:
            stories.change(story=story, manuscript=typed, seen=seen, by=request.user, now=now)
        elif seen != story.revision or typed != editor.base or story.state not in (Story.State.DRAFT, *OUT):
            stories.save(story=story, manuscript=typed, seen=seen, by=request.user, now=now)
        if then_submit and story.state == Story.State.DRAFT:
            stories.submit(story=story, by=request.user, now=now)
    except ValidationError as error:
        return _refused(request, story, posted, typed, error)
    if then_submit:
        return _submitted(request, story)
    said = _("Now it is of this kind: %(kind)s. Every word is kept.") % {"kind": story.get_kind_display()}
    messages.success(request, said if is_turned else _("Kept."))
    return redirect("edit_story", story.public_id)


def _with_other_lines(story: Story, copy: WorkingCopy | None, posted: QueryDict) -> Editor:
    """The same words with one line more or less; nothing is kept by this."""
    more, less = posted.get("more", ""), posted.get("less", "")
    if more in LISTS:
        one_more(posted, more)
    name, _dash, line = less.partition("-")
    if name in LISTS and line.isdecimal() and len(line) < 4:
        one_less(posted, name, int(line))
    editor = _editor(story, copy, posted)
    editor.is_valid()
    return editor


def _refused(
    request: PersonRequest, story: Story, posted: QueryDict, typed: Manuscript, error: ValidationError
) -> HttpResponse:
    """Show the typed words again, and beside them what somebody else kept meanwhile; saved again, they stand."""
    story.refresh_from_db()
    copy = working_copies.of(story=story)
    theirs: tuple[changes.Change, ...] = ()
    if isinstance(error, ChangedMeanwhile | NotToChange):
        theirs = changes.between(before=typed, after=working_copies.newest(story=story, copy=copy))
    posted["seen"] = str(story.revision)
    editor = _editor(story, copy, posted)
    editor.is_valid()
    return _page(request, story, copy, editor, error=error, theirs=theirs)


def _submitted(request: PersonRequest, story: Story) -> HttpResponse:
    messages.success(request, _("Sent for approval. A second person looks at it now."))
    return redirect("edit_story", story.public_id)


def _page(
    request: PersonRequest,
    story: Story,
    copy: WorkingCopy | None,
    editor: Editor,
    *,
    error: ValidationError | None = None,
    theirs: tuple[changes.Change, ...] = (),
) -> HttpResponse:
    side = _side(editor)
    back = Approval.objects.filter(story=story, version=story.version, decision=Approval.Decision.SENT_BACK)
    is_open = story.state == Story.State.DRAFT or story.state in OUT
    if is_open:
        editor.place(side.problems)
    context = {
        "story": story,
        "editor": editor,
        "side": side,
        "copy": copy,
        "error": error.messages[0] if error else "",
        "theirs": theirs,
        "sent_back": back.select_related("by").first() if story.waiting_version is None else None,
        "remarks": remarks.by_field(remarks.of(story=story, manuscript=side.seen.words)),
        "siblings": translations.siblings(story=story),
        "untold": translations.missing(story=story),
        "duplicate": stories.with_same_link(urls={side.seen.words.url}, person=request.user, apart_from=story),
        "is_open": is_open,
        "is_out": story.state in OUT,
        "rules": json.dumps({network.key: network.rule for network in networks.every()}),
        "zone": place_of(request.company.time_zone),
        "kinds": Story.Kind,
        "link_is_optional": not kinds.needs_url(story.kind),
    }
    status = 409 if theirs else 422 if error else 200
    return render(request, "content/editor/page.html", context, status=status)


def _side(editor: Editor) -> Side:
    manuscript = editor.manuscript() if editor.form.is_bound else editor.base
    now = timezone.now()
    reach = audiences.lately(manuscript=manuscript)
    written = {caption.language for caption in manuscript.captions}
    return Side(
        seen=manuscripts.shown(manuscript),
        reach=reach,
        checks=checks.of(manuscript=manuscript, people=reach.people, now=now),
        problems=checks.problems(manuscript=manuscript, people=reach.people, now=now),
        counts=tuple(
            (line.prefix, _counted(line["text"].value() or "", line["network"].value() or ""))
            for line in editor.captions.forms
        ),
        without_caption=tuple(pair for pair in reach.by_language.items() if pair[0] not in written),
        disclosure=disclosures.of(region="", language=manuscript.language, company=company.current()),
        steps=tuple(
            step.name for step in steps.active() if step.topic is None or str(step.topic.public_id) in manuscript.topics
        ),
    )


def _counted(text: str, key: str) -> str:
    """How long a caption is by its network's rule: "71 of 3,000"; nothing where there is no limit."""
    network = next((network for network in networks.every() if network.key == key), None)
    count = network.count(text) if network else None
    if count is None or count.limit is None:
        return ""
    return _("%(used)s of %(limit)s") % {
        "used": number_format(count.used, force_grouping=True),
        "limit": number_format(count.limit, force_grouping=True),
    }

"""The story editor: nothing that was typed is lost, whatever goes wrong."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

import networks
from accounts import company
from accounts.access import role_required
from accounts.requests import PersonRequest
from accounts.roles import Role
from content import audiences, changes, checks, disclosures, manuscripts, pictures, stories
from content.approvals import NotToChange
from content.forms.story import Editor
from content.manuscripts import Manuscript
from content.models import Approval, Story
from content.stories import ChangedMeanwhile
from content.views.zones import in_company_zone

OUT = (Story.State.APPROVED, Story.State.LIVE)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.CURATOR)
@in_company_zone
def edit_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    story = _found(request, story_id)
    if request.method == "POST":
        return _save(request, story, then_submit=False)
    return _page(request, story, _editor(story))


@require_POST
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
        return _page(request, story, _editor(story), error=error)
    return _submitted(request, story)


@require_POST
@role_required(Role.CURATOR)
@in_company_zone
def look_story(request: PersonRequest, story_id: UUID) -> HttpResponse:
    """What colleagues would see of the words in the form, which are not kept by this."""
    story = _found(request, story_id)
    editor = _editor(story, request.POST)
    manuscript = editor.manuscript() if editor.is_valid() else manuscripts.newest(story=story)
    return render(request, "content/editor/side.html", {"story": story, "side": _side(manuscript)})


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
    """What stands beside the form."""

    seen: manuscripts.Shown
    reach: audiences.Reach
    checks: tuple[checks.Check, ...]
    caption_counts: tuple[tuple[str, str, str], ...]
    without_caption: tuple[tuple[str, int], ...]
    disclosure: str

    @property
    def missing(self) -> list[str]:
        return [check.text for check in self.checks if not check.is_done]


def _found(request: PersonRequest, story_id: UUID) -> Story:
    reachable = Story.objects.in_reach(request.user, role=Role.CURATOR)
    related = reachable.select_related("author", "submitted_by", "owner_team", "preview", "picture", "campaign")
    return get_object_or_404(related, public_id=story_id)


def _editor(story: Story, posted: QueryDict | None = None, files: MultiValueDict[str, Any] | None = None) -> Editor:
    base = manuscripts.newest(story=story)
    return Editor(base=base, revision=story.revision, owner_team=story.owner_team, posted=posted, files=files)


def _save(request: PersonRequest, story: Story, *, then_submit: bool) -> HttpResponse:
    posted = request.POST.copy()
    editor = _editor(story, posted, request.FILES)
    now = timezone.now()
    if not editor.is_valid():
        return _page(request, story, editor, error=ValidationError(_("Something in the form needs another look.")))
    if editor.file is not None:
        try:
            picture = pictures.keep(body=editor.file.read(), now=now)
        except ValidationError as error:
            editor.form.add_error("picture_file", error)
            return _page(request, story, editor, error=error)
        # The stored picture takes the file's place, so that it survives whatever the form lacks besides.
        posted["picture"] = str(picture.public_id)
        posted.pop("without_picture", None)
        editor = _editor(story, posted)
        editor.is_valid()
    try:
        if story.state in OUT:
            stories.change(story=story, manuscript=editor.manuscript(), seen=editor.seen, by=request.user, now=now)
        else:
            stories.edit(story=story, manuscript=editor.manuscript(), seen=editor.seen, by=request.user, now=now)
            if then_submit:
                stories.submit(story=story, by=request.user, now=now)
    except ValidationError as error:
        return _refused(request, story, posted, editor.manuscript(), error)
    if then_submit or story.state in OUT:
        return _submitted(request, story)
    messages.success(request, _("Kept."))
    return redirect("edit_story", story.public_id)


def _refused(
    request: PersonRequest, story: Story, posted: QueryDict, typed: Manuscript, error: ValidationError
) -> HttpResponse:
    """Show the typed words again, and beside them what somebody else kept meanwhile; saved again, they stand."""
    story.refresh_from_db()
    theirs: tuple[changes.Change, ...] = ()
    if isinstance(error, ChangedMeanwhile | NotToChange):
        theirs = changes.between(before=typed, after=manuscripts.newest(story=story))
    posted["seen"] = str(story.revision)
    editor = _editor(story, posted)
    editor.is_valid()
    return _page(request, story, editor, error=error, theirs=theirs)


def _submitted(request: PersonRequest, story: Story) -> HttpResponse:
    messages.success(request, _("Sent for approval. A second person looks at it now."))
    return redirect("edit_story", story.public_id)


def _page(
    request: PersonRequest,
    story: Story,
    editor: Editor,
    *,
    error: ValidationError | None = None,
    theirs: tuple[changes.Change, ...] = (),
) -> HttpResponse:
    manuscript = editor.base
    if editor.form.is_bound and editor.is_valid():
        manuscript = editor.manuscript()
    back = Approval.objects.filter(story=story, version=story.version, decision=Approval.Decision.SENT_BACK)
    context = {
        "story": story,
        "editor": editor,
        "side": _side(manuscript),
        "error": error.messages[0] if error else "",
        "theirs": theirs,
        "sent_back": back.select_related("by").first() if story.waiting_version is None else None,
        "duplicate": stories.with_same_link(urls={manuscript.url}, person=request.user, apart_from=story),
        "is_open": story.state == Story.State.DRAFT or story.state in OUT,
        "is_out": story.state in OUT,
        "zone": request.company.time_zone.replace("_", " "),
    }
    return render(request, "content/editor/page.html", context, status=422 if error else 200)


def _side(manuscript: Manuscript) -> Side:
    reach = audiences.reach(manuscript=manuscript)
    written = {caption.language for caption in manuscript.captions}
    return Side(
        seen=manuscripts.shown(manuscript),
        reach=reach,
        checks=checks.of(manuscript=manuscript, people=reach.people, now=timezone.now()),
        caption_counts=tuple(_counted(caption, manuscript.url) for caption in manuscript.captions),
        without_caption=tuple(pair for pair in reach.by_language.items() if pair[0] not in written),
        disclosure=disclosures.of(region="", language=manuscript.language, company=company.current()),
    )


def _counted(caption: manuscripts.CaptionWords, url: str) -> tuple[str, str, str]:
    """The caption, its network, and how long a post of nothing else would be."""
    if not caption.network:
        return caption.text, _("Any network"), ""
    network = networks.get(caption.network)
    count = network.count(f"{caption.text}\n\n{url}" if url else caption.text, url)
    if count.limit is None:
        return caption.text, str(network.name), ""
    return (
        caption.text,
        str(network.name),
        _("%(used)s of %(limit)s")
        % {
            "used": number_format(count.used, force_grouping=True),
            "limit": number_format(count.limit, force_grouping=True),
        },
    )

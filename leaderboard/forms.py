"""What a person may choose on these pages."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.models import Topic
from leaderboard import assumptions, boards


class BoardForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("On the board I am seen"), choices=Person.BoardChoice.choices, widget=forms.RadioSelect
    )
    pen_name = forms.CharField(
        label=_("Pen name"),
        required=False,
        max_length=boards.PEN_NAME_MOST,
        help_text=_("Only with a pen name. 3 to 40 characters, and nobody’s name."),
    )


class VisibilityForm(BoardForm):
    """What the team and, if one likes, everybody sees."""

    is_shown_to_team = forms.BooleanField(
        label=_("Colleagues of my team see on a story that I took it up"), required=False
    )
    field_order = ("is_shown_to_team", "choice", "pen_name")

    @staticmethod
    def of(person: Person) -> dict[str, object]:
        """This will give the form's first values."""
        return {
            "is_shown_to_team": person.is_shown_to_team,
            "choice": person.board_choice,
            "pen_name": person.pen_name,
        }


class InterestsForm(forms.Form):
    topics = forms.TypedMultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple, coerce=UUID
    )

    def __init__(self, *args: Any, topics: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.TypedMultipleChoiceField", self.fields["topics"])
        field.choices = [(str(topic.public_id), topic.name) for topic in topics]


class AssumptionForm(forms.Form):
    """Parts are written in per cent, as people say them; `values` gives them as the rule takes them."""

    low = forms.FloatField(label=_("Lower end"), localize=True)
    middle = forms.FloatField(label=_("Middle"), localize=True)
    high = forms.FloatField(label=_("Upper end"), localize=True)
    source = forms.CharField(
        label=_("On whose word"),
        max_length=200,
        help_text=_("A survey, a count, a colleague who knows. Eight times in ten the truth lies between the ends."),
    )

    def __init__(self, line: assumptions.Line, data: object = None) -> None:
        self.scale = 100.0 if line.is_part else 1.0
        best = line.own or line
        first = {name: float(f"{getattr(best, name) * self.scale:.4g}") for name in ("low", "middle", "high")}
        prefix = f"{line.network}-{line.input}"
        super().__init__(
            data,  # type: ignore[arg-type]
            auto_id=f"{prefix}-%s",
            initial={**first, "source": line.own.source if line.own else ""},
        )
        if line.is_part:
            for name in first:
                self.fields[name].label = f"{self.fields[name].label} (%)"

    @property
    def values(self) -> dict[str, object]:
        said = self.cleaned_data
        return {name: said[name] / self.scale for name in ("low", "middle", "high")} | {"source": said["source"]}

"""Four short lessons on writing and disclosure, each with one small exercise that is really checked."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import lessons
from accounts.models import CompanySettings, Person
from advocacy import originality
from content import disclosures

WORDS_LEAST = 8
WORDS_MOST = 1_000  # characters


class NothingSaid(ValidationError):
    pass


@dataclass(frozen=True)
class Lesson:
    """`number` counts from 1 and is the order in which they are read best."""

    key: str
    number: int
    title: str | Promise
    about: str | Promise


@dataclass(frozen=True)
class Option:
    key: str
    text: str
    why: str
    is_right: bool = False


@dataclass(frozen=True)
class Result:
    """What came of an answer: whether it was right, and why or why not."""

    is_right: bool
    why: str


EVERY = (
    Lesson(
        "reading", 1, gettext_lazy("Read it before you tell it."), gettext_lazy("What you vouch for with your name.")
    ),
    Lesson(
        "own-words", 2, gettext_lazy("Say it as you would say it."), gettext_lazy("Why your own sentence beats ours.")
    ),
    Lesson(
        "disclosure", 3, gettext_lazy("Say who you work for."), gettext_lazy("One sentence, first, and why it helps.")
    ),
    Lesson("answering", 4, gettext_lazy("Answer the person."), gettext_lazy("What to do when somebody writes back.")),
)


def get(*, key: str) -> Lesson | None:
    """This will find a lesson by its key; None where there is none."""
    return next((lesson for lesson in EVERY if lesson.key == key), None)


def caption() -> str:
    """This will give the ready-made text that the exercise on own words compares with."""
    return _("Our night crew replaced the old bridge in just forty-one hours. Read how they did it!")


def disclosure(*, person: Person, company: CompanySettings) -> str:
    """This will give the sentence that a person's market asks for. Source: one query."""
    return disclosures.of(region=person.region, language=person.language, company=company)


def options(*, lesson: str, says: str) -> list[Option]:
    """This will list the answers to choose from, in their order; none where one writes. `says` is the disclosure."""
    if lesson == "reading":
        return [
            Option(
                "faster",
                _("“We now build bridges twice as fast as anybody else.”"),
                _("The story compares with nobody. Somebody who knows bridges would ask you for the figures."),
            ),
            Option(
                "span",
                _("“They lifted out a span from 1894 and trains ran on Monday.”"),
                _("Both stand in the story, and you can answer for both."),
                is_right=True,
            ),
            Option(
                "no-delay",
                _("“Not one train was late because of it.”"),
                _("Four trains were. It is the detail that somebody who waited for one will remember."),
            ),
        ]
    if lesson == "disclosure":
        return [
            Option(
                "hint",
                _("“So proud of this team! #lifeatwork”"),
                _("Whose team? A tag is no sentence, and a stranger cannot know that it is your employer."),
            ),
            Option(
                "end",
                _("“This night train is the best way to Graz, honestly. Try it. (More about me in my profile.)”"),
                _("Nobody opens a profile to find out whether you are paid by the railway. Say it in the post."),
            ),
            Option(
                "first",
                _("“%(says)s This week I saw how a bridge is changed overnight, and I still cannot believe it.”")
                % {"says": says},
                _("It stands first, it is a sentence, and the rest of the post is yours."),
                is_right=True,
            ),
        ]
    if lesson == "answering":
        return [
            Option(
                "defend",
                _("“That is not true. 94 % of our trains are on time.”"),
                _("Perhaps so, but he sat in one that was not. A figure ends the conversation."),
            ),
            Option(
                "ask",
                _("“Two hours on a platform is awful. Which train was it? I work in planning and will ask.”"),
                _("It takes him seriously, asks something, says who you are and promises only what you can do."),
                is_right=True,
            ),
            Option(
                "promise",
                _("“Sorry! You will get your money back, I promise.”"),
                _("Kind, but it is not yours to promise. Pass it on as feedback, and tell him that you did."),
            ),
        ]
    return []


def answer(*, person: Person, lesson: str, said: str, company: CompanySettings, now: datetime) -> Result:
    """This will check an answer to a lesson's exercise and note the lesson as done when it is right.

    `said` is the key of an option, or a person's own sentence where one writes; that is compared and not kept.
    Safe to repeat. Errors: lessons.UnknownLesson; NothingSaid for no answer, or a sentence of too few words.
    """
    if lesson not in lessons.KEYS:
        raise lessons.UnknownLesson(_("There is no such lesson."))
    if lesson == "own-words":
        result = _compared(said)
    else:
        result = _chosen(said, options(lesson=lesson, says=disclosure(person=person, company=company)))
    if result.is_right:
        lessons.mark(person=person, lesson=lesson, now=now)
    return result


def _chosen(said: str, offered: list[Option]) -> Result:
    found = next((option for option in offered if option.key == said), None)
    if found is None:
        raise NothingSaid(_("Choose one of the three."))
    return Result(is_right=found.is_right, why=found.why)


def _compared(said: str) -> Result:
    words = said.strip()[:WORDS_MOST]
    if len(words.split()) < WORDS_LEAST:
        raise NothingSaid(
            ngettext("Write at least %(least)s word.", "Write at least %(least)s words.", WORDS_LEAST)
            % {"least": WORDS_LEAST}
        )
    likeness = originality.compare(words=words, captions=[caption()], colleagues=[])
    if likeness.verdict == originality.Verdict.OWN:
        return Result(is_right=True, why=_("These are your words. The composer compares in the same way."))
    shared = _("“%(words)s” is in both.") % {"words": _longest_shared(words)}
    if likeness.verdict == originality.Verdict.CLOSE:
        return Result(is_right=False, why=_("Still close to the text.") + " " + shared)
    return Result(is_right=False, why=_("That is nearly the text itself.") + " " + shared)


def _longest_shared(words: str) -> str:
    """The longest run of words that also stands in the caption, as the person wrote it."""
    said = words.split()
    plain = [word.strip(".,;:!?“”\"'").casefold() for word in said]
    other = [word.strip(".,;:!?“”\"'").casefold() for word in caption().split()]
    best = (0, 0)
    for start in range(len(plain)):
        for at in range(len(other)):
            run = 0
            while start + run < len(plain) and at + run < len(other) and plain[start + run] == other[at + run]:
                run += 1
            best = max(best, (run, -start))
    return " ".join(said[-best[1] : -best[1] + best[0]])

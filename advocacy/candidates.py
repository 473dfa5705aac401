"""Candidates: the stories that may come into somebody's day, asked for by one statement written by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Person
from advocacy import statements

MOST = 100  # of the best by their order below; the choice weighs these
LATELY = timedelta(days=30)
BEGUN_FOR = timedelta(days=7)  # after that, an opened story is one like the others again
SEEN_BY_MANY = 100  # Availability.seen counts no further


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story with places left, meant for the reader, neither put aside nor held nor waited for by him."""

    key: int
    subject: str | None
    language: str
    went_live_at: datetime
    expires_at: datetime
    places: int
    taken: int
    seen: int
    for_team: bool
    for_region: bool
    for_interest: bool
    is_familiar: bool
    is_begun: bool
    waiting: int = 0
    read_at: datetime | None = None


# Composing this query with the ORM takes longer than running it. Whom a story reaches is said here as in
# content.StoryQuerySet.for_person, and once more in places.py; tests hold them together. What concerns the person alone
# is asked once (WITH), the rules are gone through once (meant), and the rest are look-ups by key.
SELECT = """
WITH mine AS (SELECT topic_id FROM content_interest WHERE person_id = %(person)s),
lately AS (
    SELECT story_id FROM advocacy_reading WHERE person_id = %(person)s AND read_at >= %(lately)s
     UNION
    SELECT story_id FROM advocacy_claim WHERE person_id = %(person)s AND taken_at >= %(lately)s
),
meant AS (
    SELECT rule.story_id,
           MAX(CASE WHEN rule.team_id IS NULL THEN 0 ELSE 1 END) AS for_team,
           MAX(CASE WHEN rule.region = '' THEN 0 ELSE 1 END) AS for_region,
           MAX(CASE WHEN rule.topic_id IS NULL THEN 0 ELSE 1 END) AS for_interest
      FROM content_audiencerule AS rule
     WHERE (rule.team_id IS NULL OR rule.team_id {any:teams})
       AND rule.region IN ('', %(region)s) AND rule.language IN ('', %(language)s)
       AND (rule.topic_id IS NULL OR rule.topic_id IN (SELECT topic_id FROM mine))
     GROUP BY rule.story_id
)
SELECT COUNT(*) OVER () AS total,
       story.id, objective.reason, story.language, story.goes_live_at, story.expires_at, story.places,
       COALESCE(counter.taken, 0) AS gone, COALESCE(counter.seen, 0) AS seen,
       meant.for_team, meant.for_region,
       CASE WHEN meant.for_interest = 1 OR story.id IN (
                SELECT about.story_id FROM content_story_topics AS about
                 WHERE about.topic_id IN (SELECT topic_id FROM mine)) THEN 1 ELSE 0 END AS for_interest,
       CASE WHEN story.id IN (
                SELECT about.story_id FROM content_story_topics AS about
                 WHERE about.topic_id IN (SELECT known.topic_id FROM content_story_topics AS known
                                           WHERE known.story_id IN (SELECT story_id FROM lately)))
              OR objective.reason IN (
                SELECT aim.reason FROM lately
                  JOIN content_story AS known ON known.id = lately.story_id
                  JOIN content_campaign AS work ON work.id = known.campaign_id
                  JOIN content_objective AS aim ON aim.id = work.objective_id
                 GROUP BY aim.reason HAVING COUNT(*) >= 2) THEN 1 ELSE 0 END AS is_familiar,
       CASE WHEN begun.opened_at >= %(begun)s THEN 1 ELSE 0 END AS is_begun,
       COALESCE(counter.waiting, 0), begun.read_at
  FROM content_story AS story
  JOIN meant ON meant.story_id = story.id
  LEFT JOIN advocacy_availability AS counter ON counter.story_id = story.id
  LEFT JOIN content_campaign AS campaign ON campaign.id = story.campaign_id
  LEFT JOIN content_objective AS objective ON objective.id = campaign.objective_id
  LEFT JOIN advocacy_reading AS begun ON begun.story_id = story.id AND begun.person_id = %(person)s
 WHERE story.state = 'live' AND story.goes_live_at <= %(now)s AND story.expires_at > %(now)s
   AND COALESCE(counter.taken + counter.waiting, 0) < story.places
   AND NOT EXISTS (SELECT 1 FROM advocacy_claim AS held
                    WHERE held.story_id = story.id AND held.person_id = %(person)s
                      AND held.state IN ('open', 'shared'))
   AND NOT EXISTS (SELECT 1 FROM advocacy_decline AS aside
                    WHERE aside.story_id = story.id AND aside.person_id = %(person)s)
   AND NOT EXISTS (SELECT 1 FROM advocacy_waitingplace AS line
                    WHERE line.story_id = story.id AND line.person_id = %(person)s AND line.ended_at IS NULL)
 ORDER BY is_begun DESC, meant.for_team DESC, for_interest DESC, COALESCE(counter.taken, 0) * 100 / story.places,
          story.goes_live_at DESC, story.id DESC
 LIMIT %(most)s
"""


def of(*, person: Person, now: datetime) -> tuple[list[Candidate], int]:
    """This will list the stories that may come into somebody's queue, and say how many there are in all.

    Shape: at most 100: what he began, what is for his team, what is about his interests, then what the fewest have
    taken up, the newest first. Source: one query over the live stories that reach him, without those put aside, held,
    waited for, or full.
    """
    values = {
        "person": person.pk,
        "teams": person.team.ancestor_ids if person.team else [],
        "region": person.region,
        "language": person.language,
        "most": MOST,
        "now": now,
        "lately": now - LATELY,
        "begun": now - BEGUN_FOR,
    }
    rows = statements.ask(SELECT, values)
    # Positional on purpose: with names the rows cost as much again.
    found = [Candidate(*row[1:9], *map(bool, row[9:14]), *row[14:]) for row in rows]
    return found, rows[0][0] if rows else 0

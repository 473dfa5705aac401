"""What the links got so far is added up for stories, teams, the company and the hours. Runs again safely."""

from django.db import migrations

KINDS = (
    ("storyclicks", ", story_id", ", story_id", ""),
    ("teamclicks", ", team_number, network", ", coalesce(team_id, 0), network", ""),
    ("companyclicks", "", "", ", is_final"),
)
HOUR = {"postgresql": "date_trunc('hour', at)", "sqlite": "strftime('%Y-%m-%d %H:00:00', at)"}


def add_up(apps, schema_editor):
    """Without sketches: where clicks are kept, the next night makes them."""
    for name, columns, keys, extra in KINDS:
        schema_editor.execute(
            f'INSERT INTO advocacy_{name} ("on"{columns}, human, suspect, robot, link_visitors, visitors, sketch, '
            f'is_stale{extra}) SELECT "on"{keys}, sum(human), sum(suspect), sum(robot), sum(visitors), sum(visitors), '
            f"%s, true{', false' if extra else ''} FROM advocacy_dailyclicks WHERE true GROUP BY \"on\"{keys} "
            "ON CONFLICT DO NOTHING",
            [b""],
        )
    hour = HOUR[schema_editor.connection.vendor]
    counts = ", ".join(
        f"sum(CASE WHEN quality = '{quality}' THEN 1 ELSE 0 END)" for quality in ("human", "suspect", "robot")
    )
    schema_editor.execute(
        f"INSERT INTO advocacy_hourlyclicks (at, human, suspect, robot) SELECT {hour}, {counts} FROM advocacy_click WHERE true "
        f"GROUP BY {hour} ON CONFLICT DO NOTHING",
        params=None,
    )


class Migration(migrations.Migration):
    dependencies = [("advocacy", "0007_tallies")]

    operations = [migrations.RunPython(add_up, migrations.RunPython.noop, elidable=True)]

"""The table of clicks becomes one of partitions by month, where the database is PostgreSQL."""

from django.db import migrations

COLUMNS = (
    "event_id, at, link_id, quality, reason, visitor, network_prefix, user_agent_id, referrer_host, is_new_visitor"
)

PARTITION = [
    "ALTER TABLE advocacy_click RENAME TO advocacy_click_whole",
    "CREATE TABLE advocacy_click (LIKE advocacy_click_whole INCLUDING DEFAULTS INCLUDING STORAGE) PARTITION BY RANGE (at)",
    # Months have partitions of their own as soon as a click of theirs is drained; everything else lies here.
    "CREATE TABLE advocacy_click_default PARTITION OF advocacy_click DEFAULT",
    f"INSERT INTO advocacy_click ({COLUMNS}) SELECT {COLUMNS} FROM advocacy_click_whole",
    "DROP TABLE advocacy_click_whole",
    "ALTER TABLE advocacy_click ADD PRIMARY KEY (event_id, at)",
    "CREATE INDEX click_by_link ON advocacy_click (link_id, at)",
]
WHOLE = [
    "ALTER TABLE advocacy_click RENAME TO advocacy_click_parts",
    "CREATE TABLE advocacy_click (LIKE advocacy_click_parts INCLUDING DEFAULTS INCLUDING STORAGE)",
    f"INSERT INTO advocacy_click ({COLUMNS}) SELECT {COLUMNS} FROM advocacy_click_parts",
    "DROP TABLE advocacy_click_parts",
    "ALTER TABLE advocacy_click ADD PRIMARY KEY (event_id, at)",
    "CREATE INDEX click_by_link ON advocacy_click (link_id, at)",
]


def partition(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in PARTITION:
            schema_editor.execute(statement)


def make_whole(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in WHOLE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("advocacy", "0001_initial")]

    operations = [migrations.RunPython(partition, make_whole, elidable=False)]

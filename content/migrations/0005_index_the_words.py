from django.db import migrations

from content import search_index


def lay(apps, schema_editor):
    search_index.lay(schema_editor)


def lift(apps, schema_editor):
    search_index.lift(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0004_public_ids_are_unique"),
    ]

    operations = [migrations.RunPython(lay, lift)]

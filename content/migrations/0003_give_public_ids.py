"""Rows that came before their public id get one each: a column's default is one value for all of them."""

import uuid

from django.db import migrations


def give(apps, schema_editor):
    for name in ("BlockedTerm", "Disclosure", "Topic"):
        rows = apps.get_model("content", name).objects
        for row in rows.all().only("pk").iterator():
            rows.filter(pk=row.pk).update(public_id=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("content", "0002_kinds_steps_and_the_week")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]

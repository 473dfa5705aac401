import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0013_throw_drafts_away"),
        ("content", "0016_pictures_for_small_screens"),
    ]

    operations = [
        migrations.AddField(
            "idea",
            "preview",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="content.preview",
            ),
        ),
        migrations.AddField("storytemplate", "removed_at", models.DateTimeField(blank=True, null=True)),
    ]

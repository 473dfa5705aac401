from django.db import migrations, models

import networks


class Migration(migrations.Migration):
    """The choices are asked for when they are needed: a new network changes no column."""

    dependencies = [("content", "0011_words_put_aside")]

    operations = [
        migrations.AlterField(
            "caption", "network", models.CharField(blank=True, choices=networks.choices, max_length=20)
        ),
    ]

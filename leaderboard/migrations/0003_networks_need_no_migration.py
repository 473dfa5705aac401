from django.db import migrations, models

import networks


class Migration(migrations.Migration):
    """The choices are asked for when they are needed: a new network changes no column."""

    dependencies = [("leaderboard", "0001_initial")]

    operations = [
        migrations.AlterField("assumption", "network", models.CharField(choices=networks.choices, max_length=20)),
    ]

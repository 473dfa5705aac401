from django.db import migrations, models

import networks


class Migration(migrations.Migration):
    """The choices are asked for when they are needed: a new network changes no column."""

    dependencies = [("accounts", "0011_ask_to_read_the_policy")]

    operations = [
        migrations.AlterField("brandaccount", "network", models.CharField(choices=networks.choices, max_length=20)),
        migrations.AlterField("followercount", "network", models.CharField(choices=networks.choices, max_length=20)),
    ]

from django.db import migrations, models

import networks
from advocacy.models import conversation


class Migration(migrations.Migration):
    """The choices are asked for when they are needed: a new network changes no column."""

    dependencies = [("advocacy", "0011_count_who_saw_a_story")]

    operations = [
        migrations.AlterField(
            "conversation", "channel", models.CharField(choices=conversation.channels, max_length=20)
        ),
        migrations.AlterField("dailyclicks", "network", models.CharField(choices=networks.choices, max_length=20)),
        migrations.AlterField("link", "network", models.CharField(choices=networks.choices, max_length=20)),
        migrations.AlterField("share", "network", models.CharField(choices=networks.choices, max_length=20)),
    ]

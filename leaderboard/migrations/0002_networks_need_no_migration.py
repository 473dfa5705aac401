import networks
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('leaderboard', '0001_initial'),
    ]

    operations = [
        # The choices are asked for when they are needed: a new network changes no column.
        migrations.AlterField(
            model_name='assumption',
            name='network',
            field=models.CharField(choices=networks.choices, max_length=20),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("advocacy", "0004_waiting_recalls_and_variants")]

    operations = [
        migrations.AddField("availability", "waiting", models.PositiveIntegerField(default=0)),
        migrations.AddField("claim", "warned_at", models.DateTimeField(blank=True, null=True)),
    ]

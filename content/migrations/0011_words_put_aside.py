"""Words that were thrown away can be brought back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0004_public_ids_are_unique")]

    operations = [
        migrations.AlterField(model_name="workingcopy", name="said", field=models.JSONField(null=True)),
        migrations.AddField(model_name="workingcopy", name="aside", field=models.JSONField(null=True)),
        migrations.AddField(model_name="workingcopy", name="aside_at", field=models.DateTimeField(null=True)),
    ]

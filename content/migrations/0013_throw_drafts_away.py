"""A draft that was thrown away stays for a while, so that it can come back."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("content", "0014_networks_need_no_migration")]

    operations = [
        migrations.AddField(model_name="story", name="discarded_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                fields=["discarded_at"], name="story_discarded", condition=Q(discarded_at__isnull=False)
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(state="draft"), name="story_discarded_is_a_draft"
            ),
        ),
    ]

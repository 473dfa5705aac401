"""Indexes by which whoever answers links finds the few people who are gone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_learning_and_quiet_hours'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('left_at__isnull', False)), fields=['left_at'], name='person_who_left'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('is_active', False), ('left_at__isnull', True)), fields=['id'], name='person_shut_out'),
        ),
    ]

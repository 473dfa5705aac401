import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0003_give_public_ids")]
    operations = [
        migrations.AlterField(
            model_name='blockedterm',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name='disclosure',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name='topic',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]

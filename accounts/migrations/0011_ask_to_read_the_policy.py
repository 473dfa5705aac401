from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_learning_and_quiet_hours'),
    ]

    operations = [
        migrations.AddField(
            model_name='companysettings',
            name='policy_changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='companysettings',
            name='policy_told_up_to',
            field=models.BigIntegerField(blank=True, null=True),
        ),
    ]

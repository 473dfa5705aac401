import django.db.models.deletion
import networks
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_erase_people'),
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
        migrations.AddField(
            model_name='person',
            name='first_week_closed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='is_shown_to_team',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='person',
            name='networks',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='person',
            name='quiet_from',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='quiet_until',
            field=models.TimeField(blank=True, null=True),
        ),
        # The choices are asked for when they are needed: a new network changes no column.
        migrations.AlterField(
            model_name='brandaccount',
            name='network',
            field=models.CharField(choices=networks.choices, max_length=20),
        ),
        migrations.AlterField(
            model_name='followercount',
            name='network',
            field=models.CharField(choices=networks.choices, max_length=20),
        ),
        migrations.CreateModel(
            name='LessonRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'lessons read',
                'constraints': [models.UniqueConstraint(fields=('person', 'lesson'), name='lesson_read_once')],
            },
        ),
        migrations.CreateModel(
            name='PolicyAcknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('text_digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'version'), name='policy_acknowledged_once')],
            },
        ),
    ]

import advocacy.models.conversation
import django.db.models.deletion
import networks
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('advocacy', '0003_name_availability_for_queries'),
        ('content', '0002_kinds_steps_and_the_week'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='availability',
            name='seen',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='availability',
            name='waiting',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='claim',
            name='warned_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='story_version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='draft',
            name='variants',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='reading',
            name='reached_percent',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        # The choices are asked for when they are needed: a new network changes no column.
        migrations.AlterField(
            model_name='conversation',
            name='channel',
            field=models.CharField(choices=advocacy.models.conversation.channels, max_length=20),
        ),
        migrations.AlterField(
            model_name='dailyclicks',
            name='network',
            field=models.CharField(choices=networks.choices, max_length=20),
        ),
        migrations.AlterField(
            model_name='link',
            name='network',
            field=models.CharField(choices=networks.choices, max_length=20),
        ),
        migrations.AlterField(
            model_name='share',
            name='network',
            field=models.CharField(choices=networks.choices, max_length=20),
        ),
        migrations.CreateModel(
            name='Recall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('removed', 'Taken down'), ('corrected', 'Corrected'), ('never_out', 'It never went out')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('share', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='advocacy.share')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answer', '')), fields=['told_at'], name='recall_open')],
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('search', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'saved searches',
                'ordering': ('name', 'id'),
                'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='saved_search_once')],
            },
        ),
        migrations.CreateModel(
            name='WaitingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('claim', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='advocacy.claim')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='content.story')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['story', 'since', 'id'], name='waiting_line')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'story'), name='waiting_once')],
            },
        ),
    ]

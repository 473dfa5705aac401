"""Sums of stories, of teams by network, of the company and of hours; and an index by which a visitor is known."""

import django.db.models.deletion
import django.db.models.expressions
import networks
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('advocacy', '0006_engagement'),
        ('content', '0005_index_the_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='CompanyClicks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('human', models.PositiveIntegerField(default=0)),
                ('suspect', models.PositiveIntegerField(default=0)),
                ('robot', models.PositiveIntegerField(default=0)),
                ('link_visitors', models.PositiveIntegerField(default=0)),
                ('visitors', models.PositiveIntegerField(default=0)),
                ('sketch', models.BinaryField(blank=True, default=b'')),
                ('is_stale', models.BooleanField(default=False)),
                ('is_final', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name_plural': 'company clicks',
            },
        ),
        migrations.CreateModel(
            name='HourlyClicks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(unique=True)),
                ('human', models.PositiveIntegerField(default=0)),
                ('suspect', models.PositiveIntegerField(default=0)),
                ('robot', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'hourly clicks',
            },
        ),
        migrations.CreateModel(
            name='StoryClicks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('human', models.PositiveIntegerField(default=0)),
                ('suspect', models.PositiveIntegerField(default=0)),
                ('robot', models.PositiveIntegerField(default=0)),
                ('link_visitors', models.PositiveIntegerField(default=0)),
                ('visitors', models.PositiveIntegerField(default=0)),
                ('sketch', models.BinaryField(blank=True, default=b'')),
                ('is_stale', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name_plural': 'story clicks',
            },
        ),
        migrations.CreateModel(
            name='TeamClicks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('human', models.PositiveIntegerField(default=0)),
                ('suspect', models.PositiveIntegerField(default=0)),
                ('robot', models.PositiveIntegerField(default=0)),
                ('link_visitors', models.PositiveIntegerField(default=0)),
                ('visitors', models.PositiveIntegerField(default=0)),
                ('sketch', models.BinaryField(blank=True, default=b'')),
                ('is_stale', models.BooleanField(default=False)),
                ('team_number', models.PositiveBigIntegerField()),
                ('network', models.CharField(choices=networks.choices, max_length=20)),
            ],
            options={
                'verbose_name_plural': 'team clicks',
            },
        ),
        migrations.AddIndex(
            model_name='click',
            index=models.Index(models.F('visitor'), django.db.models.expressions.CombinedExpression(models.F('link'), '+', models.Value(0)), condition=models.Q(('is_new_visitor', True)), name='click_by_visitor'),
        ),
        migrations.AddConstraint(
            model_name='companyclicks',
            constraint=models.UniqueConstraint(fields=('on',), name='company_clicks_once'),
        ),
        migrations.AddField(
            model_name='storyclicks',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='content.story'),
        ),
        migrations.AddConstraint(
            model_name='teamclicks',
            constraint=models.UniqueConstraint(fields=('on', 'team_number', 'network'), name='team_clicks_once'),
        ),
        migrations.AddConstraint(
            model_name='storyclicks',
            constraint=models.UniqueConstraint(fields=('story', 'on'), name='story_clicks_once'),
        ),
    ]

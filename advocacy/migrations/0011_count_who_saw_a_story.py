from django.db import migrations, models


class Migration(migrations.Migration):
    # Stories that are out already begin with nobody: the number only spreads attention, it is shown nowhere.
    dependencies = [
        ("advocacy", "0012_line_at_the_counter"),
    ]

    operations = [
        migrations.AddField(
            model_name="availability",
            name="seen",
            field=models.PositiveIntegerField(default=0),
        ),
    ]

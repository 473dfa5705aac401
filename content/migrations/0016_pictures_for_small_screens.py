from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0014_networks_need_no_migration")]
    operations = [
        migrations.AddField(
            model_name="picture",
            name="medium_file",
            field=models.FileField(blank=True, default="", max_length=200, upload_to="pictures/"),
            preserve_default=False,
        ),
    ]

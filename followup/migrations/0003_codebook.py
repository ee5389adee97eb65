"""For and against belong to each theme of a contribution, themes are a codebook, and acts of coding can be undone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When

import dialog.models.then


def move_to_the_main_theme(apps, schema_editor):
    """How a contribution stands is said of its main theme, one that holds where there is any; without a theme it stays."""
    contribution = apps.get_model("followup", "Contribution")
    link = apps.get_model("followup", "ContributionTheme")
    dropped = Case(When(theme__dropped_because="", then=Value(0)), default=Value(1), output_field=IntegerField())
    same = link.objects.filter(contribution=OuterRef("contribution"))
    main = same.order_by(dropped, "position", "pk").values("pk")[:1]
    said = contribution.objects.filter(pk=OuterRef("contribution")).values("own_stance")[:1]
    mains = link.objects.filter(pk=Subquery(main)).exclude(contribution__own_stance="").values("pk")
    link.objects.filter(pk__in=list(mains.values_list("pk", flat=True))).update(stance=Subquery(said))
    contribution.objects.exclude(own_stance="").filter(
        pk__in=link.objects.exclude(stance="").values("contribution")
    ).update(own_stance="")


def back_to_the_contribution(apps, schema_editor):
    """How a contribution stands to its first theme is said of it as a whole again."""
    contribution = apps.get_model("followup", "Contribution")
    link = apps.get_model("followup", "ContributionTheme")
    first = link.objects.filter(contribution=OuterRef("pk")).exclude(stance="").order_by("position", "pk")
    there = contribution.objects.filter(pk__in=link.objects.exclude(stance="").values("contribution"))
    there.update(own_stance=Subquery(first.values("stance")[:1]))


def in_the_order_that_stands(apps, schema_editor):
    """Give each theme its place among the others: the order in which they were made."""
    theme = apps.get_model("followup", "Theme")
    place: dict[int, int] = {}
    themes = list(theme.objects.order_by("case", "position", "pk"))
    for one in themes:
        one.position = place[one.case_id] = place.get(one.case_id, 0) + 1
    theme.objects.bulk_update(themes, ["position"], batch_size=500)


STANCES = [("for", "For"), ("against", "Against"), ("neither", "Neither")]


def theme(name, field):
    return migrations.AddField(model_name="theme", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("dialog", "0004_an_index_for_each_sorting"),
        ("followup", "0002_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        theme("parent", models.CharField(blank=True, max_length=8, verbose_name="Lies under")),
        theme("use_when", models.TextField(blank=True, verbose_name="When does it fit?")),
        theme("not_when", models.TextField(blank=True, verbose_name="When does it not fit?")),
        theme("instead", models.CharField(blank=True, max_length=8, verbose_name="Which theme is right then?")),
        theme(
            "has_no_direction",
            models.BooleanField(default=False, verbose_name="It has no direction: nobody is for or against it"),
        ),
        theme("stance_rule", models.TextField(blank=True, verbose_name="What counts as for, and as against?")),
        theme("examples_for", models.JSONField(blank=True, default=list, verbose_name="Examples of for")),
        theme("examples_against", models.JSONField(blank=True, default=list, verbose_name="Examples of against")),
        theme(
            "examples_not",
            models.JSONField(blank=True, default=list, verbose_name="Examples of what does not belong here"),
        ),
        theme("merged_into", models.CharField(blank=True, max_length=8)),
        migrations.RenameField("contribution", "stance", "own_stance"),
        migrations.AlterField(
            "contribution",
            "own_stance",
            models.CharField(
                blank=True, choices=STANCES, max_length=7, verbose_name="For or against, as its source says"
            ),
        ),
        migrations.AddField(
            "contributiontheme",
            "stance",
            models.CharField(blank=True, choices=STANCES, max_length=7, verbose_name="For or against?"),
        ),
        migrations.RunPython(move_to_the_main_theme, back_to_the_contribution),
        migrations.RunPython(in_the_order_that_stands, migrations.RunPython.noop),
        migrations.CreateModel(
            name="CodingAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=30)),
                ("given", models.JSONField(default=dict)),
                ("count", models.PositiveIntegerField()),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="The contribution's own number, where it was one alone.", null=True
                    ),
                ),
                ("by_name", dialog.models.then.NameThen(blank=True, editable=False, max_length=120, of="by")),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coding_acts", to="dialog.case"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["case", "by", "-id"], name="coding_of_a_person")],
            },
        ),
        migrations.AddField(
            "contributionchange",
            "coding",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="followup.codingact",
            ),
        ),
    ]

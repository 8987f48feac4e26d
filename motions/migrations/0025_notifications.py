"""Benachrichtigungen: the outbox of mails and what each person wants."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ._batches import BatchedMigration


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0024_privacy_of_annotations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting_invited", "Einladung zur Sitzung"),
                            ("meeting_moved", "Sitzung verlegt"),
                            ("meeting_cancelled", "Sitzung abgesagt"),
                            ("agenda_supplemented", "Nachtrag zur Tagesordnung"),
                            ("paper_returned", "Vorlage zurückgegeben"),
                            ("co_signature_asked", "Mitzeichnung erbeten"),
                            ("paper_submitted", "Vorlage zur Freigabe"),
                            ("paper_released", "Vorlage freigegeben"),
                            ("paper_decided", "Über eine Vorlage ist entschieden"),
                        ],
                        max_length=20,
                        verbose_name="Anlass",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="entstanden am")),
                ("due_at", models.DateTimeField(verbose_name="fällig am")),
                ("mail", models.UUIDField(blank=True, null=True, verbose_name="E-Mail")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="in Arbeit seit")),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="vergebliche Versuche"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="versandt am")),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="Hindernis")),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="motions.meeting",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="motions.paper",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Benachrichtigung",
                "verbose_name_plural": "Benachrichtigungen",
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["due_at"],
                        name="notification_unsent",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("meeting__isnull", False), ("paper__isnull", True)),
                            models.Q(("meeting__isnull", True), ("paper__isnull", False)),
                            _connector="OR",
                        ),
                        name="notification_of_one_matter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mail__isnull", False),
                            models.Q(("claimed_at__isnull", True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="notification_claimed_for_a_mail",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("at_once", "Sofort"),
                            ("daily", "Einmal am Tag, morgens gesammelt"),
                            ("none", "Keine E-Mails"),
                        ],
                        max_length=10,
                        verbose_name="E-Mails",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_choice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Wunsch zu Benachrichtigungen",
                "verbose_name_plural": "Wünsche zu Benachrichtigungen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rhythm__in", ["at_once", "daily", "none"])),
                        name="notification_choice_known",
                    )
                ],
            },
        ),
    ]

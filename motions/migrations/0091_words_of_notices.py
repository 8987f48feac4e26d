"""Benachrichtigungen: the words for a draft handed over and for every kind of objection; choices only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0090_annexes_for_the_archive"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("meeting_invited", "Einladung zur Sitzung"),
                    ("meeting_moved", "Sitzung verlegt"),
                    ("meeting_cancelled", "Sitzung abgesagt"),
                    ("agenda_supplemented", "Nachtrag zur Tagesordnung"),
                    ("member_declined", "Ein Mitglied hat abgesagt"),
                    ("substitute_called", "Sie vertreten in dieser Sitzung"),
                    ("substitute_freed", "Ihre Vertretung in dieser Sitzung entfällt"),
                    ("paper_returned", "Vorlage zurückgegeben"),
                    ("paper_handed_over", "Übergabe einer Vorlage"),
                    ("co_signature_asked", "Mitzeichnung erbeten"),
                    ("signature_outdated", "Text geändert: Mitzeichnung ist zu erneuern"),
                    ("paper_submitted", "Vorlage zur Freigabe"),
                    ("paper_released", "Vorlage freigegeben"),
                    ("paper_decided", "Über eine Vorlage ist entschieden"),
                    ("paper_referred", "Eine Vorlage ist verwiesen"),
                    (
                        "objection_raised",
                        "Gegen einen Beschluss ist Widerspruch, Beanstandung oder Einspruch eingelegt",
                    ),
                    ("urgent_decision", "Eine dringliche Entscheidung ist zu genehmigen"),
                    ("task_given", "Ein Beschluss ist umzusetzen"),
                    ("task_overdue", "Die Umsetzung eines Beschlusses ist überfällig"),
                    ("minutes_to_sign", "Eine Niederschrift wartet auf Ihre Unterschrift"),
                    ("minutes_signed", "Die Niederschrift liegt vor"),
                    ("report_due", "Ein Nachweis wird fällig"),
                    ("repayment_check", "Eine Rückzahlung ist zu prüfen"),
                ],
                max_length=20,
                verbose_name="Anlass",
            ),
        ),
    ]

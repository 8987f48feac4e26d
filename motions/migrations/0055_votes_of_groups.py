"""Stimmen einer Fraktion in offener Abstimmung (A-13); read and written like the votes of persons beside them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from ._batches import BatchedMigration

POLICIES = """
ALTER TABLE motions_groupvote ENABLE ROW LEVEL SECURITY;
ALTER TABLE motions_groupvote FORCE ROW LEVEL SECURITY;
CREATE POLICY motions_groupvote_read ON motions_groupvote FOR SELECT
  USING ((SELECT ris_level()) = 'system' OR ballot_id IN (SELECT id FROM motions_ballot));
CREATE POLICY motions_groupvote_insert ON motions_groupvote FOR INSERT
  WITH CHECK ((SELECT ris_level()) = 'system' OR (SELECT ris_is_meeting_office()));
CREATE POLICY motions_groupvote_update ON motions_groupvote FOR UPDATE
  USING ((SELECT ris_level()) = 'system' OR (SELECT ris_sees_everything()))
  WITH CHECK ((SELECT ris_level()) = 'system' OR (SELECT ris_is_meeting_office()));
CREATE POLICY motions_groupvote_delete ON motions_groupvote FOR DELETE
  USING ((SELECT ris_level()) = 'system' OR (SELECT ris_is_meeting_office()));
"""


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0054_visibility_of_signatures"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="Reihenfolge")),
                ("group", models.CharField(blank=True, max_length=200, verbose_name="Fraktion")),
                ("yes_count", models.PositiveSmallIntegerField(default=0, verbose_name="Ja")),
                ("no_count", models.PositiveSmallIntegerField(default=0, verbose_name="Nein")),
                ("abstention_count", models.PositiveSmallIntegerField(default=0, verbose_name="Enthaltung")),
            ],
            options={
                "verbose_name": "Stimmen einer Fraktion",
                "verbose_name_plural": "Stimmen der Fraktionen",
                "ordering": ["ballot", "position"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="ballot",
            name="ballot_mode_fits_votes",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ballot",
            trigger=pgtrigger.compiler.Trigger(
                name="ballot_mode_fits_votes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.mode <> NEW.mode)",
                    func="IF EXISTS (SELECT FROM motions_namedvote v WHERE v.ballot_id = NEW.id) OR EXISTS (SELECT FROM motions_groupvote v WHERE v.ballot_id = NEW.id) THEN RAISE EXCEPTION 'a ballot with votes of persons or groups keeps its mode'; END IF; RETURN NEW;",
                    hash="44b121ac220393ec24a694df74a10075de918bde",
                    operation="UPDATE",
                    pgid="pgtrigger_ballot_mode_fits_votes_2c928",
                    table="motions_ballot",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="groupvote",
            name="ballot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="group_votes", to="motions.ballot"
            ),
        ),
        migrations.AddConstraint(
            model_name="groupvote",
            constraint=models.UniqueConstraint(
                fields=("ballot", "position"), name="group_vote_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="groupvote",
            constraint=models.UniqueConstraint(fields=("ballot", "group"), name="group_vote_once_a_group"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupvote",
            trigger=pgtrigger.compiler.Trigger(
                name="group_vote_while_recorded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP <> 'INSERT' AND NOT EXISTS (SELECT FROM motions_meeting m WHERE m.id = (SELECT i.meeting_id FROM motions_ballot b JOIN motions_treatment t ON t.id = b.treatment_id JOIN motions_agendaitem i ON i.id = t.item_id WHERE b.id = OLD.ballot_id) AND m.status = 'in_session') THEN RAISE EXCEPTION 'the meeting is not in session'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF NOT EXISTS (SELECT FROM motions_meeting m WHERE m.id = (SELECT i.meeting_id FROM motions_ballot b JOIN motions_treatment t ON t.id = b.treatment_id JOIN motions_agendaitem i ON i.id = t.item_id WHERE b.id = NEW.ballot_id) AND m.status = 'in_session') THEN RAISE EXCEPTION 'the meeting is not in session'; END IF; RETURN NEW;",
                    hash="fae079420e96a7c15b5dbbe3580bf5e4e982a003",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_group_vote_while_recorded_458cf",
                    table="motions_groupvote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupvote",
            trigger=pgtrigger.compiler.Trigger(
                name="group_vote_of_open_ballot",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT FROM motions_ballot b WHERE b.id = NEW.ballot_id AND b.mode = 'open') THEN RAISE EXCEPTION 'only an open ballot has votes of groups'; END IF; RETURN NEW;",
                    hash="9495180ef96d3411e92b956addabbdbc1296f519",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_group_vote_of_open_ballot_6c63d",
                    table="motions_groupvote",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop),
    ]

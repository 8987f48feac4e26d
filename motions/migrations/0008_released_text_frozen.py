"""Was freigegeben ist, bleibt: text, parts, status and the right to change a row, past all rules (I3)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from ._batches import BatchedMigration

# A row just inserted is not yet in the functions' sets: the conditions on its own columns let its writer go on.
MAY_CHANGE = """((SELECT ris_level()) = 'system' OR (SELECT ris_level()) = 'user' AND (
    (SELECT ris_is_staff()) AND (
      drafter_id = (SELECT ris_uid()) OR lead_unit_id IN (SELECT unit_id FROM ris_holdings()))
    OR author_group_id IN (SELECT ris_organs())
    OR id IN (SELECT ris_desk_papers())))"""
UPDATE = f"ALTER POLICY motions_paper_update ON motions_paper USING {MAY_CHANGE} WITH CHECK {MAY_CHANGE}"


class Migration(BatchedMigration):
    dependencies = [
        ("motions", "0007_obstacle_of_a_document"),
    ]

    operations = [
        migrations.RunSQL(UPDATE, reverse_sql=migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="attachment_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP <> 'INSERT' AND NOT EXISTS (SELECT FROM motions_paper p WHERE p.id = OLD.paper_id AND p.status IN ('co_signing', 'draft', 'returned')) THEN RAISE EXCEPTION 'the paper is frozen'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF NOT EXISTS (SELECT FROM motions_paper p WHERE p.id = NEW.paper_id AND p.status IN ('co_signing', 'draft', 'returned')) THEN RAISE EXCEPTION 'the paper is frozen'; END IF; RETURN NEW;",
                    hash="00dd4b724c0401b4074130bcfdb426e1a373473b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_attachment_frozen_0f3d0",
                    table="motions_attachment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consultation",
            trigger=pgtrigger.compiler.Trigger(
                name="consultation_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP <> 'INSERT' AND NOT EXISTS (SELECT FROM motions_paper p WHERE p.id = OLD.paper_id AND p.status IN ('co_signing', 'draft', 'returned')) THEN RAISE EXCEPTION 'the paper is frozen'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF NOT EXISTS (SELECT FROM motions_paper p WHERE p.id = NEW.paper_id AND p.status IN ('co_signing', 'draft', 'returned')) THEN RAISE EXCEPTION 'the paper is frozen'; END IF; RETURN NEW;",
                    hash="5b910b04f481f4ec522ff0ce9ec750caf8356826",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_consultation_frozen_f38e7",
                    table="motions_consultation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="financialrow",
            trigger=pgtrigger.compiler.Trigger(
                name="financial_row_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP <> 'INSERT' AND NOT EXISTS (SELECT FROM motions_paper p WHERE p.id = OLD.paper_id AND p.status IN ('co_signing', 'draft', 'returned')) THEN RAISE EXCEPTION 'the paper is frozen'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF NOT EXISTS (SELECT FROM motions_paper p WHERE p.id = NEW.paper_id AND p.status IN ('co_signing', 'draft', 'returned')) THEN RAISE EXCEPTION 'the paper is frozen'; END IF; RETURN NEW;",
                    hash="c6c9f709db909a17f256f4e808b520e55cc45881",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_financial_row_frozen_cb2ff",
                    table="motions_financialrow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_text_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.status NOT IN ('co_signing', 'draft', 'returned') AND (OLD.id IS DISTINCT FROM NEW.id OR OLD.paper_type_id IS DISTINCT FROM NEW.paper_type_id OR OLD.reference_prefix IS DISTINCT FROM NEW.reference_prefix OR OLD.reference_number IS DISTINCT FROM NEW.reference_number OR OLD.reference_year IS DISTINCT FROM NEW.reference_year OR OLD.reference_suffix IS DISTINCT FROM NEW.reference_suffix OR OLD.slug IS DISTINCT FROM NEW.slug OR OLD.former_reference IS DISTINCT FROM NEW.former_reference OR OLD.original_id IS DISTINCT FROM NEW.original_id OR OLD.successor_kind IS DISTINCT FROM NEW.successor_kind OR OLD.dated_on IS DISTINCT FROM NEW.dated_on OR OLD.lead_unit_id IS DISTINCT FROM NEW.lead_unit_id OR OLD.author_group_id IS DISTINCT FROM NEW.author_group_id OR OLD.drafter_id IS DISTINCT FROM NEW.drafter_id OR OLD.file_reference IS DISTINCT FROM NEW.file_reference OR OLD.signatory IS DISTINCT FROM NEW.signatory OR OLD.subject IS DISTINCT FROM NEW.subject OR OLD.plain_words IS DISTINCT FROM NEW.plain_words OR OLD.draft_resolution IS DISTINCT FROM NEW.draft_resolution OR OLD.has_own_wording IS DISTINCT FROM NEW.has_own_wording OR OLD.statement IS DISTINCT FROM NEW.statement OR OLD.financial_impact IS DISTINCT FROM NEW.financial_impact OR OLD.climate_impact IS DISTINCT FROM NEW.climate_impact OR OLD.administration_comment IS DISTINCT FROM NEW.administration_comment OR OLD.is_public IS DISTINCT FROM NEW.is_public OR OLD.secrecy_ground IS DISTINCT FROM NEW.secrecy_ground OR OLD.council_matter IS DISTINCT FROM NEW.council_matter OR OLD.affects_positions IS DISTINCT FROM NEW.affects_positions OR OLD.created_at IS DISTINCT FROM NEW.created_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2d919bb296d77cf7be626cfff1a3515a6edbff8f",
                    operation="UPDATE",
                    pgid="pgtrigger_paper_text_frozen_85c5f",
                    table="motions_paper",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (('co_signing', 'returned'), ('co_signing', 'submitted'), ('co_signing', 'withdrawn'), ('draft', 'co_signing'), ('draft', 'submitted'), ('draft', 'withdrawn'), ('released', 'draft'), ('released', 'superseded'), ('released', 'withdrawn'), ('returned', 'co_signing'), ('returned', 'submitted'), ('returned', 'withdrawn'), ('submitted', 'released'), ('submitted', 'returned'), ('submitted', 'withdrawn'), ('superseded', 'released')))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="57ffa36f4a7998e36525e9dbf259e94dd0418ecf",
                    operation="UPDATE",
                    pgid="pgtrigger_paper_known_steps_e737a",
                    table="motions_paper",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_released_by_somebody",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.status = 'submitted' AND NEW.status = 'released')",
                    func="IF NOT EXISTS (SELECT FROM motions_release r WHERE r.paper_id = NEW.id AND r.released_at >= OLD.status_since) THEN RAISE EXCEPTION 'a paper is released by somebody'; END IF; RETURN NEW;",
                    hash="cb5bba2ef25dd24a525fdabcb53d9771aad01829",
                    operation="UPDATE",
                    pgid="pgtrigger_paper_released_by_somebody_7b534",
                    table="motions_paper",
                    when="BEFORE",
                ),
            ),
        ),
    ]

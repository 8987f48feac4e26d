"""Tag des Eingangs: a motion has come in before somebody types it (E-07)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0082_insisted_resolutions"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="paper",
            name="paper_text_frozen",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paper",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paper",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paper",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="paper",
            name="received_on",
            field=models.DateField(blank=True, null=True, verbose_name="eingegangen am"),
        ),
        migrations.AddField(
            model_name="paperevent",
            name="received_on",
            field=models.DateField(blank=True, null=True, verbose_name="eingegangen am"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_text_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.status NOT IN ('co_signing', 'draft', 'returned') AND (OLD.id IS DISTINCT FROM NEW.id OR OLD.paper_type_id IS DISTINCT FROM NEW.paper_type_id OR OLD.reference_prefix IS DISTINCT FROM NEW.reference_prefix OR OLD.reference_number IS DISTINCT FROM NEW.reference_number OR OLD.reference_year IS DISTINCT FROM NEW.reference_year OR OLD.reference_suffix IS DISTINCT FROM NEW.reference_suffix OR OLD.slug IS DISTINCT FROM NEW.slug OR OLD.former_reference IS DISTINCT FROM NEW.former_reference OR OLD.original_id IS DISTINCT FROM NEW.original_id OR OLD.successor_kind IS DISTINCT FROM NEW.successor_kind OR OLD.amends_id IS DISTINCT FROM NEW.amends_id OR OLD.copied_from_id IS DISTINCT FROM NEW.copied_from_id OR OLD.dated_on IS DISTINCT FROM NEW.dated_on OR OLD.received_on IS DISTINCT FROM NEW.received_on OR OLD.lead_unit_id IS DISTINCT FROM NEW.lead_unit_id OR OLD.author_group_id IS DISTINCT FROM NEW.author_group_id OR OLD.author_person_id IS DISTINCT FROM NEW.author_person_id OR OLD.drafter_id IS DISTINCT FROM NEW.drafter_id OR OLD.file_reference IS DISTINCT FROM NEW.file_reference OR OLD.signatory IS DISTINCT FROM NEW.signatory OR OLD.subject IS DISTINCT FROM NEW.subject OR OLD.plain_words IS DISTINCT FROM NEW.plain_words OR OLD.draft_resolution IS DISTINCT FROM NEW.draft_resolution OR OLD.has_own_wording IS DISTINCT FROM NEW.has_own_wording OR OLD.statement IS DISTINCT FROM NEW.statement OR OLD.financial_impact IS DISTINCT FROM NEW.financial_impact OR OLD.climate_impact IS DISTINCT FROM NEW.climate_impact OR OLD.administration_comment IS DISTINCT FROM NEW.administration_comment OR OLD.is_public IS DISTINCT FROM NEW.is_public OR OLD.secrecy_ground IS DISTINCT FROM NEW.secrecy_ground OR OLD.council_matter IS DISTINCT FROM NEW.council_matter OR OLD.affects_positions IS DISTINCT FROM NEW.affects_positions OR OLD.created_at IS DISTINCT FROM NEW.created_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f06a66076ad3a99a32482d725ee50656866badfd",
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
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_paperevent" ("administration_comment", "affects_positions", "amends_id", "author_group_id", "author_person_id", "changed_at", "climate_impact", "copied_from_id", "council_matter", "created_at", "dated_on", "draft_resolution", "drafter_id", "file_reference", "financial_impact", "former_reference", "has_own_wording", "id", "is_public", "lead_unit_id", "original_id", "paper_type_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_words", "received_on", "reference_number", "reference_prefix", "reference_suffix", "reference_year", "secrecy_ground", "signatory", "slug", "statement", "status", "status_since", "subject", "successor_kind", "version") VALUES (NEW."administration_comment", NEW."affects_positions", NEW."amends_id", NEW."author_group_id", NEW."author_person_id", NEW."changed_at", NEW."climate_impact", NEW."copied_from_id", NEW."council_matter", NEW."created_at", NEW."dated_on", NEW."draft_resolution", NEW."drafter_id", NEW."file_reference", NEW."financial_impact", NEW."former_reference", NEW."has_own_wording", NEW."id", NEW."is_public", NEW."lead_unit_id", NEW."original_id", NEW."paper_type_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plain_words", NEW."received_on", NEW."reference_number", NEW."reference_prefix", NEW."reference_suffix", NEW."reference_year", NEW."secrecy_ground", NEW."signatory", NEW."slug", NEW."statement", NEW."status", NEW."status_since", NEW."subject", NEW."successor_kind", NEW."version"); RETURN NULL;',
                    hash="da20319c06bab5e00e594c664105fde7967a8ffb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d0400",
                    table="motions_paper",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "motions_paperevent" ("administration_comment", "affects_positions", "amends_id", "author_group_id", "author_person_id", "changed_at", "climate_impact", "copied_from_id", "council_matter", "created_at", "dated_on", "draft_resolution", "drafter_id", "file_reference", "financial_impact", "former_reference", "has_own_wording", "id", "is_public", "lead_unit_id", "original_id", "paper_type_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_words", "received_on", "reference_number", "reference_prefix", "reference_suffix", "reference_year", "secrecy_ground", "signatory", "slug", "statement", "status", "status_since", "subject", "successor_kind", "version") VALUES (NEW."administration_comment", NEW."affects_positions", NEW."amends_id", NEW."author_group_id", NEW."author_person_id", NEW."changed_at", NEW."climate_impact", NEW."copied_from_id", NEW."council_matter", NEW."created_at", NEW."dated_on", NEW."draft_resolution", NEW."drafter_id", NEW."file_reference", NEW."financial_impact", NEW."former_reference", NEW."has_own_wording", NEW."id", NEW."is_public", NEW."lead_unit_id", NEW."original_id", NEW."paper_type_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plain_words", NEW."received_on", NEW."reference_number", NEW."reference_prefix", NEW."reference_suffix", NEW."reference_year", NEW."secrecy_ground", NEW."signatory", NEW."slug", NEW."statement", NEW."status", NEW."status_since", NEW."subject", NEW."successor_kind", NEW."version"); RETURN NULL;',
                    hash="ca926d803d7d06232896f1fc41c91967cf9ca887",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ac68a",
                    table="motions_paper",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "motions_paperevent" ("administration_comment", "affects_positions", "amends_id", "author_group_id", "author_person_id", "changed_at", "climate_impact", "copied_from_id", "council_matter", "created_at", "dated_on", "draft_resolution", "drafter_id", "file_reference", "financial_impact", "former_reference", "has_own_wording", "id", "is_public", "lead_unit_id", "original_id", "paper_type_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_words", "received_on", "reference_number", "reference_prefix", "reference_suffix", "reference_year", "secrecy_ground", "signatory", "slug", "statement", "status", "status_since", "subject", "successor_kind", "version") VALUES (OLD."administration_comment", OLD."affects_positions", OLD."amends_id", OLD."author_group_id", OLD."author_person_id", OLD."changed_at", OLD."climate_impact", OLD."copied_from_id", OLD."council_matter", OLD."created_at", OLD."dated_on", OLD."draft_resolution", OLD."drafter_id", OLD."file_reference", OLD."financial_impact", OLD."former_reference", OLD."has_own_wording", OLD."id", OLD."is_public", OLD."lead_unit_id", OLD."original_id", OLD."paper_type_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plain_words", OLD."received_on", OLD."reference_number", OLD."reference_prefix", OLD."reference_suffix", OLD."reference_year", OLD."secrecy_ground", OLD."signatory", OLD."slug", OLD."statement", OLD."status", OLD."status_since", OLD."subject", OLD."successor_kind", OLD."version"); RETURN NULL;',
                    hash="69bb61ecb6b1e1df2536a9e194405810b8f0ae4f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d3535",
                    table="motions_paper",
                    when="AFTER",
                ),
            ),
        ),
    ]

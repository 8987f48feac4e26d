"""Wanderung in Gruppen: operations that need nothing of each other share one state, which is rendered once.

Django renders the models of the whole town anew after each operation, which takes a minute for a new database and a
quarter of it like this. The same SQL runs in the same order; a step back is Django's own.
"""

from itertools import groupby

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

_KINDS: tuple[tuple[type[Operation], ...], ...] = (
    (migrations.CreateModel,),
    (migrations.AddField, migrations.AddConstraint, migrations.AddIndex, AddTrigger),
    (RemoveTrigger,),
)


class BatchedMigration(migrations.Migration):
    """Eine Wanderung, deren gleichartige Schritte nacheinander an einem Stand arbeiten."""

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """As Django's, with a state for each group of operations."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for _, group in groupby(enumerate(self.operations), key=_group):
            operations = [operation for _, operation in group]
            before = project_state.clone()
            if len(operations) > 1:
                # What is not rendered is not rendered anew for each operation.
                project_state.__dict__.pop("apps", None)
            for operation in operations:
                operation.state_forwards(self.app_label, project_state)
            for operation in operations:
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state


def _group(numbered: tuple[int, Operation]) -> str:
    place, operation = numbered
    kinds = (kind for kind, classes in enumerate(_KINDS) if isinstance(operation, classes))
    return next((f"kind {kind}" for kind in kinds), f"alone {place}")

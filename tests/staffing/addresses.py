"""Adressen der Personalstelle: what the leading read, what the personnel office alone may do; by kind of argument."""

READ = ("plan-list", "plan-day", "plan-compare", "external-list")
READ_OF_PLAN = ("plan-version", "plan-lists", "plan-posts")
READ_OF_POSITION = ("position-detail",)
KEPT = ("plan-new", "plan-import", "external-new")
KEPT_OF_PLAN = ("plan-paper", "hearing-new", "plan-freeze", "plan-stage", "plan-occupied", "entry-new")
KEPT_OF_ENTRY = ("entry-row", "entry-edit", "entry-drop")
KEPT_OF_POSITION = ("assignment-new", "evaluation-new", "release-new")
# Asked where there is a row: by the tests of assignments and lists.
KEPT_OF_ROW = ("assignment-change", "assignment-end", "external-edit")
POSTED = ("entry-take-back", "plan-figures")

ALL = (
    *READ,
    *READ_OF_PLAN,
    *READ_OF_POSITION,
    *KEPT,
    *KEPT_OF_PLAN,
    *KEPT_OF_ENTRY,
    *KEPT_OF_POSITION,
    *KEPT_OF_ROW,
    *POSTED,
)

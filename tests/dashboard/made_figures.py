"""Invented printed figures."""

MEANT = {
    "read": "first_hand", "bound": "exact", "printed_as": None, "is_change": False, "is_conflict": False,
    "is_doubtful": False, "may_be_drawn": True, "is_target": False, "is_testimony": False,
    "is_other_survey": False, "is_other_method": False, "is_worked_out": False, "dating": "stated",
    "target_pct": None, "is_basis_open": False, "is_point_in_time": False, "caveat": None,
}  # fmt: skip
"""What a note says that says nothing: the columns `schema.MEANING_COLUMNS`."""

"""The table role × act: written once, here; shown in docs/rattigheter.md; read by ``dialog.process.access`` alone.

Whoever is several things to a case may do what any of them may. What no sentence of the handbook gives to anybody else,
a civil servant of the case does.
"""

# What somebody is to a case.
CIVIL_SERVANT = "civil_servant"
ELECTED = "elected"
ELECTED_OF_BODY = "elected_of_body"  # elected member of the case, with a seat today in the body that owns it
READER = "reader"
RESPONSIBLE = "responsible"
COMMUNICATOR = "communicator"
SUPPORT = "support"
ADMIN = "admin"
SIGNED_IN = "signed_in"

CAPACITIES = (CIVIL_SERVANT, ELECTED, ELECTED_OF_BODY, READER, RESPONSIBLE, COMMUNICATOR, SUPPORT, ADMIN, SIGNED_IN)
MEMBERS = frozenset({CIVIL_SERVANT, ELECTED, READER})
WORKERS = frozenset({CIVIL_SERVANT, ELECTED})

# Whose a step is. The first three are the handbook's responsible roles; a gate is confirmed by the owning body's member,
# a publication text is held by civil servant and communicator in turn.
SHARED = "shared"
GATE = "gate"
TEXT = "text"

_CS = frozenset({CIVIL_SERVANT})
_EL = frozenset({ELECTED})
_BODY = frozenset({ELECTED_OF_BODY})

STEP_RIGHTS: dict[str, dict[str, frozenset[str]]] = {
    "save_draft": {
        CIVIL_SERVANT: _CS,
        ELECTED: WORKERS,
        SHARED: WORKERS,
        GATE: MEMBERS,
        TEXT: frozenset({CIVIL_SERVANT, COMMUNICATOR}),
    },
    "restore": {CIVIL_SERVANT: _CS, ELECTED: WORKERS, SHARED: WORKERS, GATE: MEMBERS, TEXT: _CS},
    "finish": {CIVIL_SERVANT: _CS, SHARED: WORKERS},
    "mark_done": {CIVIL_SERVANT: _CS, ELECTED: _EL, SHARED: WORKERS},
    "take_back": {CIVIL_SERVANT: _CS, ELECTED: _EL, SHARED: WORKERS},
    "keep": {CIVIL_SERVANT: _CS, SHARED: WORKERS},
    "discard": {CIVIL_SERVANT: _CS, ELECTED: WORKERS, SHARED: WORKERS, TEXT: _CS},
    "propose": {ELECTED: _CS},
    "withdraw": {ELECTED: _CS, TEXT: _CS},
    "approve": {ELECTED: _EL, TEXT: frozenset({COMMUNICATOR})},
    "send_back": {ELECTED: _EL, TEXT: frozenset({COMMUNICATOR})},
    "decide": {ELECTED: _BODY},
    "postpone": {ELECTED: _BODY},
    "return_by_body": {ELECTED: _BODY},
    "add_fact": {ELECTED: WORKERS},
    "confirm_gate": {GATE: _BODY},
    "make_exception": {GATE: MEMBERS},
    "withdraw_exception": {GATE: MEMBERS},
    "hand_over": {TEXT: _CS},
    "publish": {TEXT: frozenset({COMMUNICATOR})},
    "still_right": {TEXT: frozenset({CIVIL_SERVANT, COMMUNICATOR})},
    "mark_held": {SHARED: WORKERS},
    "cancel_activity": {SHARED: _CS},
    "plan_again": {SHARED: _CS},
    "record_notes": {SHARED: WORKERS},
    "correct_talk": {SHARED: WORKERS},
    "keep_register": {SHARED: _CS},
    "add_contacts": {SHARED: _CS},
    "remove_contact": {SHARED: _CS},
    "correct_contact": {SHARED: _CS},
    "dispose_register": {SHARED: _CS},
    "plan_round": {ELECTED: WORKERS},
    "carry_out_round": {ELECTED: WORKERS},
    "drop_round": {ELECTED: _CS},
    "add_contributions": {CIVIL_SERVANT: _CS},
    "import_contributions": {CIVIL_SERVANT: _CS},
    "undo_import": {CIVIL_SERVANT: _CS},
    "code_contribution": {CIVIL_SERVANT: _CS},
    "code_many": {CIVIL_SERVANT: _CS},
    "undo_coding": {CIVIL_SERVANT: _CS},
    "merge_themes": {CIVIL_SERVANT: _CS},
    "split_theme": {CIVIL_SERVANT: _CS},
    "move_theme": {CIVIL_SERVANT: _CS},
    "retire_theme": {CIVIL_SERVANT: _CS},
    "correct_contribution": {CIVIL_SERVANT: _CS},
    "mask_contribution": {CIVIL_SERVANT: _CS},
    "unmask_contribution": {CIVIL_SERVANT: _CS},
    "mask_pointed": {CIVIL_SERVANT: _CS},
    "mask_all_pointed": {CIVIL_SERVANT: _CS},
    "dismiss_pointed": {CIVIL_SERVANT: _CS},
    "mask_words": {CIVIL_SERVANT: _CS},
    "hide_contribution": {CIVIL_SERVANT: _CS},
    "read_original": {CIVIL_SERVANT: _CS},
    "make_proposals": {SHARED: _CS},
    "change_proposals": {SHARED: _CS},
    "take_proposals": {SHARED: _CS},
    "tell_of_measure": {SHARED: _CS},
    "explain_unfollowed": {SHARED: _CS},
    "comment": {
        CIVIL_SERVANT: MEMBERS,
        ELECTED: MEMBERS,
        SHARED: MEMBERS,
        GATE: MEMBERS,
        TEXT: MEMBERS | {COMMUNICATOR},
    },
    "ask_for_help": {CIVIL_SERVANT: WORKERS, ELECTED: WORKERS, SHARED: WORKERS, GATE: WORKERS, TEXT: WORKERS},
    "attach_file": {CIVIL_SERVANT: _CS, ELECTED: WORKERS, SHARED: WORKERS},
    "describe_file": {CIVIL_SERVANT: _CS, ELECTED: WORKERS, SHARED: WORKERS},
    "remove_file": {CIVIL_SERVANT: _CS, ELECTED: _CS, SHARED: _CS},
    "answer_help": dict.fromkeys((CIVIL_SERVANT, ELECTED, SHARED, GATE, TEXT), frozenset({SUPPORT})),
}

CASE_RIGHTS: dict[str, frozenset[str]] = {
    "read": MEMBERS | {SUPPORT},  # and everybody who is signed in, when the case is open in the house
    "read_drafts": MEMBERS,
    "read_contact_details": _CS,
    "read_imported_files": _CS,
    "set_visibility": frozenset({RESPONSIBLE}),
    "set_size": _CS,
    "add_member": frozenset({RESPONSIBLE, ADMIN}),
    "end_membership": frozenset({RESPONSIBLE, ADMIN}),
    "add_deputy": frozenset({RESPONSIBLE, ADMIN}),
    "change_responsible": _CS | {ADMIN},
    "change_body": frozenset({RESPONSIBLE}),  # until the first decision
    "hand_over_to_body": _BODY,  # afterwards, with a reason
    "move_on": frozenset({RESPONSIBLE, ADMIN}),  # when the body has ended, with a reason
    "pause": _CS,
    "resume": _CS,
    "end_early": _CS,  # before the first decision
    "end_early_after_decision": _BODY,
    "reopen": _BODY,
    "add_to_closed": _CS,
    "remove_personal_data": _CS,  # in every state of the case
    "copy": frozenset({SIGNED_IN}),
    "follow_edition": _CS,
}

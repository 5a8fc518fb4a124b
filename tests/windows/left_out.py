"""Tests that do not run on Windows, each with the reason; a report's head and ``-rs`` say them.

Names are relative to ``tests``. What a mark in the test itself says (:mod:`tests.posix`) is not
repeated here.
"""

from __future__ import annotations

LEFT_OUT = {
    "config/test_typed_password.py": "a password is typed at a pseudo-terminal",
    "stops": "signals at a pseudo-terminal",
    "benchmarks": "asks /proc",
    "contracts": "the source is the same everywhere",
    "client/test_apache.py": "Apache with Debian's modules",
    "client/test_kerberos_faults.py": "MIT Kerberos; Windows has SSPI",
    "tui/terminal/test_hostile_bytes.py": "a pseudo-terminal",
    "tui/terminal/test_termination.py": "signals at a pseudo-terminal",
    "tui/terminal/test_strict_terminal.py": "a pseudo-terminal",
    "tui/terminal/test_hangup.py": "a pseudo-terminal; the console's end is test_console_closing",
    "tui/test_snapshots.py": "compared on Linux",
}
"""Directories and files."""

_TESTS = {
    "no process is sent a signal there; what one does is test_ending": (
        "demo/test_child.py::test_it_ends_quietly_on_a_signal",
        "demo/test_child.py::test_stopping_twice_leaves_no_process_behind",
        "headless/test_archive.py::test_follow_goes_on_until_it_is_ended",
        "headless/test_follow.py::test_what_came_while_nobody_followed_is_there_the_next_time",
        "headless/test_follow.py::test_an_interrupt_ends_it_quietly_with_130",
        "headless/test_follow.py::test_what_has_come_of_the_backlog_is_written_where_it_is_given_up",
        "headless/test_repeating.py::test_what_is_followed_comes_once_and_the_circle_is_told_once",
        "headless/test_run_search.py::test_an_interrupt_says_nothing_and_ends_with_130",
        "headless/test_run_sql.py::test_ctrl_c_ends_it",
        "headless/test_watching.py::test_a_signal_has_a_last_line_too",
        "headless/test_write_again.py::test_an_interrupt_ends_it_between_two_batches",
        "headless/test_write_again.py::test_a_batch_that_gets_no_answer_is_in_doubt_when_it_is_stopped",
        "headless/test_write_again.py::test_two_runs_at_once_do_not_write_the_same",
        "shipping/test_ship_follow.py::test_a_signal_ends_it_while_a_receiver_keeps_it_waiting",
    ),
    "a shell of POSIX closes or fills the streams": (
        "headless/test_streams.py::test_where_standard_output_is_closed_nothing_is_lost_in_silence",
        "headless/test_streams.py::test_a_full_disk_is_told_in_a_sentence",
        "headless/test_streams.py::test_where_standard_error_is_closed_the_error_goes_nowhere_else",
        "headless/test_streams.py::test_where_standard_error_is_closed_or_full_the_records_come",
        "headless/test_streams.py::test_where_standard_input_is_closed_it_says_so",
        "client/test_commands.py::test_curl",
        "client/test_commands.py::test_a_body_longer_than_an_argument_may_be",
        "test_home.py::test_a_full_disk_leaves_the_file_that_was_there",
        "writing/test_journal.py::test_a_disk_without_room_stops_it_and_leaves_no_half_a_line",
    ),
    "no pipe has a name in a directory there": (
        "headless/test_resume_lock.py::test_what_is_no_file_is_refused_at_once",
        "test_atomic_write.py::test_what_is_no_ordinary_file_stays_as_it_is",
        "test_home.py::test_a_pipe_that_nobody_writes_into_is_not_waited_for_long",
        "test_json_store.py::test_what_cannot_be_opened_is_not_replaced[pipe",
    ),
    "a link needs a right of its own there": (
        "evidence/test_verify.py::test_a_link_is_no_file",
        "results/export/test_new_file.py::test_it_never_writes_over_another",
        "test_atomic_write.py::test_a_link_stays_and_leads_to_the_new_content",
        "test_home.py::test_a_link_is_no_private_directory",
        "test_json_store.py::test_a_lock_that_is_held_is_waited_for_but_not_for_ever",
    ),
    "no modes of files there: the rights of the directory hold": (
        "archive/test_keeping.py::test_only_its_owner_can_read_it",
        "results/columnstore/test_spill.py::test_the_file_has_no_name_and_is_for_its_owner_alone",
        "shipping/test_named_receivers.py::"
        "test_a_token_command_of_a_file_that_others_may_write_is_not_run",
        "tui/output/test_user_commands.py::"
        "test_commands_of_a_file_that_others_may_write_are_not_used",
    ),
    "Windows drops what has arrived of a connection that is reset, and tells a reset as an end": (
        "client/test_error_context.py::"
        "test_a_page_that_keeps_breaking_off_is_told_with_what_arrived[False]",
        "client/test_kept_sign_ins.py::test_a_server_that_closes_behind_every_sign_in_is_told",
        "client/test_tls_faults.py::test_the_client_tells_what_the_port_does[pinned-resets]",
        "client/test_tls_faults.py::test_the_client_tells_what_the_port_does[system-resets]",
        "client/test_tls_faults.py::test_the_doctor_tells_it_in_the_same_words[resets]",
    ),
    "the current logon of Windows proves an account where another system asks for one": (
        "client/test_challenges.py::"
        "test_where_no_scheme_fits_the_offer_is_named[connection7-offered7---user]",
    ),
    "Windows judges certificates and hashes itself, in words and by policies of its own": (
        "client/test_hash_policy.py::test_the_policy_is_named_and_no_password_is_sent",
        "tui/connect/test_hostile_certificates.py::"
        "test_no_certificate_makes_a_row_of_the_question[size0-False-names0]",
        "tui/connect/test_hostile_certificates.py::"
        "test_no_certificate_makes_a_row_of_the_question[size2-False-names2]",
    ),
    "its clock of processor time is too coarse": (
        "client/test_http_errors.py::test_little_is_kept_and_it_takes_no_longer_than_it_is_long",
    ),
    "the zone of a process cannot be set there": (
        "mapping/test_cef.py::test_months_are_english_and_times_utc_wherever_it_runs",
    ),
    "no file is bounded in its size there": (
        "archive/test_killed.py::test_a_full_disk",
        "case/test_killed.py::test_a_full_disk_stops_the_keeping_and_nothing_else",
    ),
    "Windows always has a home": (
        "test_home.py::test_without_a_home_things_go_to_a_private_directory",
    ),
    "no lock tells whether a part is being written there: its age does, as the next test shows": (
        "test_home.py::test_the_next_program_takes_away_what_a_killed_one_left",
        "test_home.py::test_what_is_being_written_stays",
    ),
    "asks /proc": (
        "demo/test_child.py::test_it_does_not_inherit_a_password_of_the_users",
        "headless/test_memory.py::",
        "headless/test_memory_of_answers.py::",
        "test_process_tuning.py::",
        "tui/test_memory_of_answers.py::",
    ),
    "a pseudo-terminal": (
        "tui/connect/test_connect_screen.py::test_netwrix_tui_alone_opens_it_in_a_terminal",
        "tui/terminal/test_at_terminal.py::",
        "tui/test_nothing_written.py::test_a_crash_of_a_signed_in_explorer_tells_no_secret",
        "tui/test_nothing_written.py::test_the_connect_screen_keeps_no_secret",
        "tui/test_nothing_written.py::test_a_child_inherits_no_password",
        "tui/test_hostile_keys.py::test_no_value_reaches_the_terminal_as_a_command",
        "tui/test_hostile_keys.py::test_keys_that_come_at_once_do_no_harm",
        "tui/test_hostile_keys.py::test_the_palette_takes_fast_keys",
    ),
}

LEFT_OUT_TESTS = {name: reason for reason, names in _TESTS.items() for name in names}
"""Single tests by the beginning of their name, behind ``tests/``."""

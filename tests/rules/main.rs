//! The rules of the trade: each rule of the brief is a test here, by name.
//!
//! | rule | held by |
//! |---|---|
//! | **A record** | |
//! | Reference: academic year of the report, never reused | `recording::a_reference_is_of_the_academic_year_of_the_report_and_never_used_again` |
//! | Reported at and recorded at are automatic; a case begins as new | `recording::reported_and_recorded_are_noted_by_themselves` |
//! | A late entry asks why | `recording::a_late_record_asks_why` |
//! | It happens before it is reported | `recording::nothing_is_reported_before_it_happened` |
//! | Happened at: exact, approximate or unknown | `recording::happened_is_exact_approximate_or_unknown_and_never_to_come` |
//! | How it came to light, and the reporter | `recording::an_alert_or_an_anonymous_report_has_no_reporter_and_all_else_has` |
//! | A complete, correct record | `recording::what_a_record_must_have_is_asked_for_all_at_once` |
//! | The child's own words, verbatim, with the question | `recording::the_childs_own_words_are_verbatim_with_the_question` |
//! | Severity: a clause graver than its category says so | `recording::a_clause_that_is_graver_than_its_category_says_so` |
//! | Professional opinion, labelled as opinion | `recording::opinion_is_kept_apart_from_fact` |
//! | Year group and class as they were that day | `recording::participants_stay_as_they_were_that_day` |
//! | The SEND document that is used with a pupil | `recording::a_pupils_send_document_can_be_set_where_they_are_named` |
//! | Roles belong to one case | `recording::a_role_belongs_to_one_case` |
//! | A record is about the right child | `recording::namesakes_are_told_apart` |
//! | Saving a critical concern says to speak to the DSL, and the police, now | `recording::a_critical_concern_says_to_speak_now` |
//! | What a concern sets is for today | `recording::what_a_critical_concern_sets_is_due_the_same_day` |
//! | Severity is judged, and judged anew with a reason | `recording::severity_is_the_recorders_to_judge_and_a_change_needs_a_reason` |
//! | The clock set back | `recording::a_clock_that_was_set_back_is_marked_and_orders_nothing` |
//! | The vocabularies | `recording::the_words_are_those_of_the_brief` |
//! | Linked cases | `recording::linked_cases_know_of_each_other` |
//! | **1. Never hold imagery** | |
//! | Nothing can be attached | `imagery::nothing_can_be_attached` |
//! | Where the device is kept instead of the image; police, CEOP, IWF | `imagery::no_image_is_kept_only_where_the_device_is` |
//! | The form says not to view, copy, print or forward | `imagery::the_form_says_not_to_view_the_image` |
//! | The same when it turns out later | `imagery::what_becomes_imagery_later_asks_for_the_device_too` |
//! | **2. Nothing is deleted or overwritten** | |
//! | Corrections are amendments with a reason | `amending::a_correction_needs_a_reason` |
//! | The first version stays readable | `amending::the_first_version_stays_readable` |
//! | Parents of a pupil who comes in later are to be told as well | `amending::a_pupil_who_comes_to_be_concerned_has_parents_to_be_told` |
//! | A contact with another child's parents moves what is still to do | `amending::a_contact_that_was_another_childs_opens_and_closes_the_right_actions` |
//! | Nobody's parents are forgotten by a correction | `amending::parents_who_turn_out_not_to_be_told_are_to_be_contacted` |
//! | A sanction's pupil, kind, minutes and days | `amending::a_sanctions_pupil_kind_minutes_and_days_can_be_corrected` |
//! | A corrected action is the one still to do | `amending::an_action_that_is_corrected_reads_so_in_what_is_still_to_do` |
//! | An entry is never edited | `amending::no_correction_changes_an_earlier_entry` |
//! | What the rules asked for stays | `amending::nothing_that_was_asked_for_is_corrected_away` |
//! | What cannot be corrected is said in plain words | `amending::what_cannot_be_corrected_is_said_in_the_words_of_the_form_where_it_is_wrong` |
//! | A child's words are verbatim in a correction too | `amending::a_childs_words_are_corrected_verbatim_and_with_their_question` |
//! | A participant's letter is theirs for good | `amending::a_letter_is_never_used_again` |
//! | A correction stays in its case | `amending::an_entry_of_another_case_cannot_be_corrected_here` |
//! | Who wrote what, and when | `amending::every_entry_says_who_wrote_it_and_when` |
//! | Recorded in error, never deleted | `closing::a_case_recorded_in_error_is_kept_and_marked` |
//! | **3. Closing** | |
//! | Only with an outcome | `closing::a_case_closes_only_with_an_outcome` |
//! | Only with a rationale | `closing::a_case_closes_only_with_a_rationale` |
//! | Only with the child's view, or why it was not sought | `closing::a_case_closes_only_with_the_childs_view_or_why_it_was_not_sought` |
//! | Only with a decision about parents | `closing::a_case_closes_only_with_a_decision_about_parents` |
//! | Told means that the log says so | `closing::told_is_borne_out_by_a_contact_in_the_log` |
//! | Told or withheld, nothing third, for a child at the centre | `closing::parents_of_a_child_at_the_centre_are_never_unconcerned` |
//! | Not with a sanction still active | `closing::a_case_does_not_close_while_a_sanction_is_active` |
//! | Not with an action left without a word | `closing::what_is_left_to_do_needs_a_reason` |
//! | A closed case is closed | `closing::a_closed_case_takes_notes_corrections_tags_and_links_and_nothing_else` |
//! | What it was closed on stays so until it is reopened | `closing::no_correction_takes_the_ground_away_on_which_a_case_was_closed` |
//! | What was left with a reason is left | `closing::what_was_left_when_a_case_was_closed_hinders_no_correction` |
//! | Reopened with a reason | `closing::reopening_needs_a_reason_and_keeps_how_it_was_closed` |
//! | Status | `closing::a_status_set_by_hand_is_open_monitoring_or_awaiting_agency` |
//! | Referral | `closing::a_referral_says_what_was_said_and_may_leave_the_case_waiting` |
//! | Decision: what, why, options rejected | `closing::a_decision_says_what_and_why` |
//! | Review date | `closing::a_review_date_is_set_moved_and_gone_with_the_closing` |
//! | Owner and assignment | `closing::the_owner_is_a_person_with_a_key` |
//! | Cover leaves the owner who they are | `handover::cover_holds_for_its_days_and_the_owner_stays` |
//! | Whoever covers has it among their own | `handover::what_somebody_covers_is_theirs_to_look_to_as_well` |
//! | What is sealed is covered by a headteacher only | `handover::nobody_without_a_key_covers_and_what_is_sealed_is_covered_by_a_headteacher` |
//! | Somebody is waited for until a day | `handover::a_referral_can_say_when_to_ask_again` |
//! | Actions are tracked to their end | `closing::an_action_ends_done_or_dropped_with_a_reason` |
//! | **4. Contact with parents** | |
//! | Every child at the centre has parents to contact | `telling::every_child_at_the_centre_has_parents_to_contact` |
//! | What tells, and what does not | `telling::contact_that_tells_completes_the_step_and_no_answer_does_not` |
//! | Withholding with a reason completes the step | `telling::withholding_with_a_reason_completes_the_step` |
//! | Never forced, from the first moment | `telling::contact_can_be_withheld_from_the_first_moment` |
//! | Each child's own parents | `telling::one_childs_parents_are_not_anothers` |
//! | Tracked until somebody is reached | `telling::trying_again_is_an_action_with_a_date` |
//! | **5. Concerns about adults of the school** | |
//! | Staff, visitors, volunteers: sealed to the headteacher | `staff::a_concern_about_staff_a_visitor_or_a_volunteer_is_sealed_to_the_headteacher` |
//! | The DSL and deputies can file one and cannot read it back | `staff::who_filed_it_cannot_read_it_back_and_the_headteacher_goes_on_with_it` |
//! | What is tied to it is sealed too | `staff::a_tie_to_a_sealed_case_is_sealed_too` |
//! | The headteacher: chair of governors or LADO, not stored | `staff::a_concern_about_the_headteacher_is_not_stored` |
//! | Nor under another title, or by name | `staff::nor_where_the_headteacher_is_said_to_be_somebody_else` |
//! | No correction goes round it | `staff::no_amendment_brings_a_concern_about_staff_in_by_the_back_door` |
//! | What is sealed to the headteacher cannot be read back | `src/vault/tests.rs::a_deputy_writes_to_the_headteacher_and_cannot_read_it_back` |
//! | **6. Screens never shame** | |
//! | In the words a school chooses from | `screens::no_word_of_the_vocabulary_shames` |
//! | On the screens and in the story | `screens::no_word_of_the_screens_shames` |
//! | **7. A projector or a parent may see the screen** | |
//! | Initials instead of names | `screens::in_initials_mode_no_name_of_the_case_is_shown` |
//! | Whatever the names are | `screens::somebody_known_by_an_initial_does_not_uncover_the_rest` |
//! | One key blanks it at once | `screens::one_key_blanks_the_screen_at_once_and_any_key_only_brings_it_back` |
//! | Initials are a mode | `screens::initials_are_a_mode_of_every_screen` |
//! | It locks itself when idle | `screens::it_locks_itself_when_idle_and_forgets_what_was_open` |
//! | Nothing is lost if the lid is shut mid-sentence | `screens::locking_in_the_middle_of_a_sentence_seals_the_draft_first` |
//! | Each of them has a key everywhere | `screens::blanking_locking_and_initials_have_a_key_on_every_screen` |
//! | **8. Sanctions** | |
//! | No playtime loss in EYFS and Key Stage 1 without a reason | `sanctions::no_playtime_is_lost_in_eyfs_or_key_stage_1_without_a_reason` |
//! | KS2 and SEND documents name playtime and technology | `sanctions::a_document_that_names_the_sanction_asks_for_no_reason` |
//! | Borough Green's Behaviour Steps | `sanctions::borough_greens_pupils_have_behaviour_steps` |
//! | Remote lessons: removal from the session | `sanctions::a_remote_lesson_has_its_own_sanctions` |
//! | Re-teaching needs no leave | `sanctions::teaching_again_needs_no_policys_leave` |
//! | SEND is asked about before any sanction | `sanctions::send_is_asked_about_before_any_sanction` |
//! | The pupil's own document, as they were that day | `sanctions::the_childs_document_is_that_of_the_day_of_the_case` |
//! | Never eating, drinking or toilet time | `sanctions::playtime_never_takes_eating_drinking_or_toilet_time` |
//! | Playtime: minutes, dates | `sanctions::playtime_is_minutes_on_dates` |
//! | Access: device, account, Wi-Fi, all; from, until | `sanctions::access_removed_says_what_and_until_when` |
//! | Proposed, active, served, lifted, overturned | `sanctions::states_follow_one_another_and_nothing_else` |
//! | Served only once it has begun; the likeliest state first | `sanctions::a_sanction_is_served_once_it_has_begun` |
//! | How it stands, said of now | `sanctions::how_a_sanction_stands_is_said_of_now_and_not_of_what_was_planned` |
//! | Lifted and overturned with a reason | `sanctions::lifting_or_overturning_needs_a_reason` |
//! | Each change of state is an entry | `sanctions::each_change_of_state_is_an_entry_of_its_own` |
//! | Whose | `sanctions::a_sanction_is_a_pupils_and_names_whose_when_several_can_be_meant` |
//! | **9 and 10. What leaves, and what lasts** | |
//! | No record in the clear on the disk | `src/vault/tests.rs::no_key_and_no_record_is_on_the_disk_in_the_clear` |
//! | A chronology leaves only confirmed | `src/report/chronology/tests.rs::nothing_is_confirmed_while_a_person_has_something_to_say` |
//! | No other child's name is in it | `src/report/chronology/tests.rs::names_of_every_make_are_masked` |
//! | Recovery key and stock `age` read every entry | `src/vault/backup_tests.rs::the_recovery_key_and_stock_age_alone_read_every_entry` |
//! | How old the last backup is, and never one from the future | `screens::a_backup_dated_in_the_future_is_not_of_today` |
//! | **What the policies say** | |
//! | Whom a clause tells; the untold stay an open action | `telling::a_clause_suggests_whom_to_tell_and_the_untold_stay_an_open_action` |
//! | Told already | `telling::who_was_told_already_is_recorded_as_told` |
//! | A clause chosen later tells too | `telling::a_clause_added_later_brings_those_it_names` |
//! | Some clauses protect | `telling::telling_an_adult_is_never_a_breach` |
//! | The program says so | `telling::the_form_says_so_when_a_protective_clause_is_picked` |
//! | The policy version in force that day | `telling::the_policy_in_force_that_day_stays_with_the_case` |
//! | Whether the agreement was signed | `telling::a_case_can_show_whether_the_agreement_was_signed` |
//! | Seventeen documents | `policy::there_are_seventeen_documents_and_these` |
//! | A clause keeps its source's number, gaps and repeats included | `numbering::every_documents_numbers_are_the_sources_own_in_its_order` |
//! | In our own few words | `policy::every_clause_is_said_in_a_few_words_of_our_own` |
//! | A key they need is always on the screen | `keymaps::help_lists_every_action_that_has_a_key` |
//!
//! Beside these, `query` and its like say what the queue's filter is, `tags` holds what is said of tags and term dates, `properties` says what holds whatever is asked, `policy` and `keymaps` what a
//! shipped or a school's own file must be. The table is held to be true by the test below.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod amending;
mod closing;
mod commands;
mod handover;
mod imagery;
mod keymaps;
mod log;
mod numbering;
mod policy;
mod properties;
mod query;
mod query_finds;
mod query_says;
mod query_speed;
mod recording;
mod sanctions;
mod screens;
mod sheets;
mod staff;
mod tags;
mod telling;
mod today;
mod typed;

/// The tests that the table names: their file, and their name.
fn named() -> Vec<(String, &'static str)> {
    include_str!("main.rs")
        .lines()
        .filter(|line| line.starts_with("//! |"))
        .filter_map(|line| line.rsplit('`').nth(1)?.rsplit_once("::"))
        .map(|(place, name)| match place {
            path if path.ends_with(".rs") => (path.to_owned(), name),
            module => (format!("tests/rules/{module}.rs"), name),
        })
        .collect()
}

fn read(path: &str) -> String {
    let text = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")));
    text.unwrap().replace("\r\n", "\n")
}

#[test]
fn every_test_of_the_table_is_there() {
    let named = named();
    assert!(named.len() > 80, "the table was not read");
    for (path, name) in named {
        assert!(
            read(&path).contains(&format!("#[test]\nfn {name}() {{")),
            "{path} has no test {name}"
        );
    }
}

#[test]
fn every_rule_that_is_tested_is_in_the_table() {
    let named = named();
    for module in [
        "recording",
        "imagery",
        "amending",
        "closing",
        "telling",
        "staff",
        "screens",
        "sanctions",
    ] {
        let path = format!("tests/rules/{module}.rs");
        for test in read(&path).split("#[test]\nfn ").skip(1) {
            let name = test.split('(').next().unwrap();
            let listed = named.iter().any(|(of, one)| *of == path && *one == name);
            assert!(listed, "{module}::{name} is not in the table");
        }
    }
}

//! What the worker's answers change.

use zeroize::Zeroizing;

use super::action::Action;
use super::assurance;
use super::draft::{Draft, Waiting};
use super::message::{Answer, Effect, OpenedVault, Purpose};
use super::page::{Page, PageKind};
use super::screens::today::TodayScreen;
use super::screens::{cover, drafts, setup, summary, unlock};
use super::search::Searching;
use super::state::{CaseScreen, Opened, Overlay, Question, Screen, State, Then, saved_words};
use super::{several, views};
use crate::domain::entry::Entry;
use crate::domain::vocabulary::Vocabulary;

/// Takes an answer.
pub fn take(state: &mut State, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Progress { what, done, of } => {
            if let Some(working) = state.working.as_mut() {
                working.what = what.to_owned();
                working.progress = (of > 0).then_some((done, of));
            }
            return Vec::new();
        }
        Answer::Done => return Vec::new(),
        Answer::DraftSaved => {
            drafts::sealed(state);
            return Vec::new();
        }
        Answer::Noted(entries) => {
            apply(state, &entries);
            return assurance::released(state, &entries);
        }
        Answer::NoteFailed(why) => {
            state.warn(format!("Who read what could not be noted: {why}"));
            return Vec::new();
        }
        Answer::Fingerprint(fingerprint) => {
            if let Some(opened) = state.opened.as_deref_mut() {
                opened.fingerprint = fingerprint;
            }
            return Vec::new();
        }
        Answer::Reports(drop_box) => {
            if let Some(opened) = state.opened.as_deref_mut() {
                opened.drop_box = drop_box;
            }
            return Vec::new();
        }
        Answer::NotKept(why) => {
            state.warn(why);
            return Vec::new();
        }
        Answer::Searchable(index) => {
            if let Some(opened) = state.opened.as_deref_mut() {
                opened.searching.index = Some(index);
            }
            return Vec::new();
        }
        Answer::DraftFailed(why) => {
            drafts::not_sealed(state, &why);
            return Vec::new();
        }
        _ => state.working = None,
    }
    match answer {
        Answer::Generated(key) => setup::generated(state, key),
        Answer::RecoveryKept(path) => setup::kept(state, path),
        Answer::FoundingFailed(why) => setup::failed(state, why),
        Answer::Opened(vault) => return opened(state, *vault),
        Answer::UnlockFailed(why) => {
            if let Some(Screen::Unlock(screen)) = state.screens.last_mut() {
                screen.form.go_to("passphrase");
                screen.problem = Some(why);
            } else {
                state.warn(why);
            }
        }
        Answer::WrongPassphrase(why) => {
            let now = state.now;
            if let Some(Screen::Unlock(screen)) = state.screens.last_mut() {
                screen.form.go_to("passphrase");
                unlock::failed(screen, why, now);
            }
        }
        Answer::KeyFileNeeded(why) => {
            if let Some(Screen::Unlock(screen)) = state.screens.last_mut() {
                unlock::ask_key_file(screen, why);
            }
        }
        Answer::Invited { .. } => {
            state.screens = vec![
                Screen::Unlock(super::state::Unlock::new(&state.people)),
                Screen::Page(Box::new(Page::own_passphrase(true))),
            ];
        }
        Answer::PeopleChanged {
            entries,
            say,
            one_time,
        } => people_changed(state, &entries, say, one_time),
        Answer::PeopleFailed(why) => state.warn(why),
        Answer::Drilled { words, entries } => {
            apply(state, &entries);
            state.overlays.push(Overlay::Read {
                title: "The backup is good".to_owned(),
                lines: vec![words],
            });
        }
        Answer::Written(words) => {
            if let Some(Screen::Page(_)) = state.screens.last() {
                state.screens.pop();
            }
            state.overlays.push(Overlay::Read {
                title: "Written".to_owned(),
                lines: vec![words],
            });
            // It may be released now.
            return summary::make(state);
        }
        Answer::Summarised { asked, made } => summary::made(state, &asked, made),
        Answer::Appended { entries, purpose } => {
            apply(state, &entries);
            return appended(state, purpose);
        }
        Answer::AppendFailed(why) => {
            if let Some(Screen::Form(screen)) = state.screens.last_mut() {
                screen.busy = None;
                screen.unsealed = Some(state.now);
            }
            several::failed(state);
            state.warn(why);
        }
        Answer::BackedUp(words) => {
            let now = state.now.naive_local();
            if let Some(opened) = state.opened.as_deref_mut() {
                opened.last_backup = Some(now);
            }
            state.say(words);
        }
        Answer::LogAccepted => state.say("From now on the log counts as right as it is."),
        Answer::LogNotAccepted(why) => state.warn(why),
        Answer::BackupFailed(why) | Answer::Fault(why) => {
            if let Some(Screen::Form(screen)) = state.screens.last_mut() {
                screen.busy = None;
            }
            several::failed(state);
            if let Some(opened) = state.opened.as_deref_mut() {
                opened.searching.asked = false;
            }
            state.warn(why);
        }
        Answer::Verified { ok, lines } => state.overlays.push(Overlay::Read {
            title: if ok {
                "The log is whole"
            } else {
                "The log has faults"
            }
            .to_owned(),
            lines,
        }),
        Answer::Locked
        | Answer::Progress { .. }
        | Answer::Done
        | Answer::DraftSaved
        | Answer::DraftFailed(_)
        | Answer::Noted(_)
        | Answer::NoteFailed(_)
        | Answer::Fingerprint(_)
        | Answer::Reports(_)
        | Answer::NotKept(_)
        | Answer::Searchable(_) => {}
    }
    Vec::new()
}

/// Takes what was written into the log.
fn apply(state: &mut State, entries: &[(u64, Entry)]) {
    if let Some(opened) = state.opened.as_deref_mut() {
        for (seq, entry) in entries {
            opened.school.apply(*seq, entry);
        }
        opened
            .searching
            .apply(entries, &opened.school, &opened.words);
    }
}

/// The page is done with; what there is to know is said, and a one-time passphrase shown.
fn people_changed(
    state: &mut State,
    entries: &[(u64, Entry)],
    say: Vec<String>,
    one_time: Option<(String, Zeroizing<String>)>,
) {
    apply(state, entries);
    if let Some(opened) = state.opened.as_deref_mut() {
        state.people.clone_from(&opened.school.people);
        if let Some(Screen::Page(page)) = state.screens.last()
            && page.kind == PageKind::KeyFile
        {
            opened.has_key_file = !page.form.text("path").trim().is_empty();
        }
    }
    if let Some(Screen::Page(_)) = state.screens.last() {
        state.screens.pop();
    }
    if let Some((name, passphrase)) = one_time {
        let save = state.keys.first(Action::Save).unwrap_or_default();
        let page = Page::one_time(&name, &passphrase, &save);
        state.screens.push(Screen::Page(Box::new(page)));
    }
    if !say.is_empty() {
        state.overlays.push(Overlay::Read {
            title: "Now".to_owned(),
            lines: say,
        });
    }
}

fn opened(state: &mut State, vault: OpenedVault) -> Vec<Effect> {
    let words = vault
        .school
        .vocabulary
        .as_deref()
        .and_then(|text| Vocabulary::parse(text).ok())
        .unwrap_or_else(|| Vocabulary::shipped().clone());
    let (mut drafts, mut shut_drafts) = (Vec::new(), Vec::new());
    for (slot, bytes) in &vault.drafts {
        match bytes.as_deref().and_then(|bytes| Draft::read(bytes)) {
            Some(draft) => drafts.push(Waiting { slot: *slot, draft }),
            None => shut_drafts.push(*slot),
        }
    }
    if vault.demo {
        state.say("This school is invented, and forgotten when you close Daybook.");
    }
    state.people.clone_from(&vault.school.people);
    let since = vault.school.seq;
    state.opened = Some(Box::new(Opened {
        school: vault.school,
        words,
        me: vault.me,
        drafts,
        shut_drafts,
        drop_box: vault.drop_box,
        wound: vault.wound.clone(),
        last_backup: vault.last_backup,
        has_key_file: vault.has_key_file,
        reading: Vec::new(),
        unnoted: None,
        since,
        pending: None,
        views: views::kept(vault.views.as_deref().map(Vec::as_slice)),
        assurance: assurance::kept(vault.assurance.as_deref().map(Vec::as_slice)),
        searching: Searching::default(),
        today: None,
        fingerprint: vault.fingerprint,
        demo: vault.demo,
    }));
    // What was said while it was locked has been read.
    let mut notices = vault.notices;
    if let Some(Screen::Unlock(screen)) = state.screens.last() {
        notices.retain(|notice| !screen.notices.contains(notice));
    }
    // This has to be known by whoever goes on, wherever it was said before.
    notices.extend(vault.wound);
    state.overlays.clear();
    state.screens = vec![Screen::Today(TodayScreen::default())];
    if let Some(doubt) = vault.doubt {
        state.overlays.push(Overlay::Confirm(Question {
            ask: format!(
                "{doubt} Is this log right as it is? If you say so, what is missing from it is not asked for again; otherwise you are asked at every unlock."
            ),
            yes: "it is right",
            no: "not sure: ask again",
            then: Then::AcceptLog,
        }));
    }
    if !notices.is_empty() {
        state.overlays.push(Overlay::Read {
            title: "While opening the vault".to_owned(),
            lines: notices,
        });
    }
    Vec::new()
}

/// The form is done with: back to the case, or on to the new one.
fn appended(state: &mut State, purpose: Purpose) -> Vec<Effect> {
    let words = saved_words(&purpose);
    if matches!(purpose, Purpose::Several { .. }) {
        several::written(state, words.as_deref().unwrap_or_default());
    }
    let (reference, say, new) = match purpose {
        Purpose::Form {
            reference,
            say,
            new,
        } => (reference, say, new),
        Purpose::Act { say } => {
            cover::written(state, say);
            return Vec::new();
        }
        Purpose::Several { .. } | Purpose::Quiet => return Vec::new(),
    };
    let mut effects = Vec::new();
    if let Some(Screen::Form(screen)) = state.screens.last() {
        effects.extend(screen.slot.map(Effect::DropDraft));
        state.screens.pop();
    }
    if let Some(opened) = state.opened.as_deref() {
        match state.screens.last_mut() {
            Some(Screen::Case(screen)) if !new => screen.go_to_latest(reference, opened),
            Some(_) if new => {
                let fresh = CaseScreen::new(reference, opened);
                state.screens.push(Screen::Case(fresh));
            }
            _ => {}
        }
    }
    if !say.is_empty() {
        let mut lines = vec![words.clone().unwrap_or_default()];
        lines.extend(say);
        state.overlays.push(Overlay::Read {
            title: "Now".to_owned(),
            lines,
        });
    }
    if let Some(words) = words {
        state.say(words);
    }
    effects
}

//! The real screens in the real loop, with nobody at the keyboard.

use std::sync::mpsc::{self, Receiver, Sender};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::app::state::Screen;
use crate::runtime::events;
use crate::runtime::run::run_waking;

struct Desktop;

impl crate::runtime::Stage for Desktop {
    fn suspend(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn resume(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn is_there(&self) -> bool {
        true
    }
}

type LoopMessage = events::Message<Answer>;

struct Loop {
    screens: Screens,
    outbox: Sender<LoopMessage>,
    inbox: Receiver<LoopMessage>,
}

/// The invented school, open.
fn open() -> Loop {
    let (outbox, inbox) = mpsc::channel();
    let start = Start {
        folders: Folders::default(),
        keymap: Keymap::shipped("default").unwrap(),
        idle: 5,
        work: WorkFactor::new(2),
        user: None,
        looks: Look::shipped(),
        look: None,
    };
    let theirs = Outbox::new(outbox.clone());
    let mut screens = Screens::new(&start, Vec::new(), Vec::new(), None, &theirs).unwrap();
    for code in [KeyCode::Down, KeyCode::Enter] {
        press(&mut screens, code, KeyModifiers::NONE);
    }
    while screens.state.opened.is_none() {
        match inbox.recv_timeout(Duration::from_secs(60)).unwrap() {
            LoopMessage::Answer(answer) => screens.answer(answer, Local::now()),
            other => panic!("{other:?}"),
        }
    }
    Loop {
        screens,
        outbox,
        inbox,
    }
}

fn press(screens: &mut Screens, code: KeyCode, modifiers: KeyModifiers) {
    screens.input(Input::Key(KeyEvent::new(code, modifiers)), Local::now());
}

impl Loop {
    /// Leaves the loop to itself for a while; it wakes often to look around, as the real one does every few
    /// seconds.
    fn leave_alone(mut self, time: Duration) -> State {
        let outbox = self.outbox.clone();
        let clock = std::thread::spawn(move || {
            std::thread::sleep(time);
            outbox.send(LoopMessage::Stop(Stop::Signal(15))).unwrap();
        });
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        run_waking(
            &mut self.screens,
            &mut terminal,
            &self.inbox,
            &mut Desktop,
            Duration::from_millis(50),
        );
        clock.join().unwrap();
        self.screens.state
    }
}

#[test]
fn it_locks_itself_when_nobody_presses_a_key() {
    let mut desk = open();
    let state = &mut desk.screens.state;
    state.last_input = state.now;
    state.idle = chrono::Duration::milliseconds(300);
    let state = desk.leave_alone(Duration::from_millis(1500));
    assert!(state.opened.is_none());
    assert!(matches!(state.screens.as_slice(), [Screen::Unlock(_)]));
}

#[test]
fn a_message_goes_after_its_time() {
    let mut desk = open();
    let state = &mut desk.screens.state;
    let toast = state.toast.as_mut().unwrap();
    toast.until = Some(state.now + chrono::Duration::milliseconds(300));
    let state = desk.leave_alone(Duration::from_millis(1500));
    assert!(state.toast.is_none() && state.opened.is_some());
}

#[test]
fn what_is_typed_on_answers_no_question() {
    let mut screens = open().screens;
    press(&mut screens, KeyCode::Char('q'), KeyModifiers::CONTROL);
    for letter in "nobody yet".chars() {
        press(&mut screens, KeyCode::Char(letter), KeyModifiers::NONE);
    }
    screens.input(Input::Paste("y".to_owned().into()), Local::now());
    assert_eq!(screens.state.overlays.len(), 1);
    assert!(!screens.state.ending);
    std::thread::sleep(TYPING);
    press(&mut screens, KeyCode::Char('y'), KeyModifiers::NONE);
    assert!(screens.state.ending);
}

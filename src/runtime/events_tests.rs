use super::*;
use ratatui::crossterm::event::KeyModifiers;
use std::collections::VecDeque;
use std::sync::mpsc;

/// Events that all wait at once; afterwards silence, or a terminal that is gone.
#[derive(Clone, Default)]
struct Script {
    events: Arc<Mutex<VecDeque<Event>>>,
    then_gone: bool,
}

impl Script {
    fn of(events: impl IntoIterator<Item = Event>) -> Self {
        let script = Self::default();
        script.events.lock().unwrap().extend(events);
        script
    }

    fn left(&self) -> usize {
        self.events.lock().unwrap().len()
    }
}

impl EventSource for Script {
    fn poll(&mut self, patience: Duration) -> io::Result<bool> {
        if self.left() > 0 {
            return Ok(true);
        }
        if self.then_gone {
            return Err(io::Error::other("hung up"));
        }
        thread::sleep(patience.min(Duration::from_millis(2)));
        Ok(false)
    }

    fn read(&mut self) -> io::Result<Event> {
        let next = self.events.lock().unwrap().pop_front();
        next.ok_or_else(|| io::Error::other("nothing to read"))
    }
}

fn press(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn release(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new_with_kind(
        code,
        KeyModifiers::NONE,
        KeyEventKind::Release,
    ))
}

fn typed(text: &str) -> Vec<Event> {
    let key = |character| match character {
        '\n' => KeyCode::Enter,
        other => KeyCode::Char(other),
    };
    text.chars()
        .flat_map(|c| [press(key(c)), release(key(c))])
        .collect()
}

/// All inputs of a script, in words.
fn heard(events: Vec<Event>, bursts: Bursts) -> Vec<String> {
    let mut script = Script::of(events);
    let mut heard = Vec::new();
    while script.left() > 0 {
        for input in listen(&mut script, bursts).unwrap() {
            heard.push(match input {
                Input::Key(key) => key.code.to_string(),
                Input::Paste(text) => format!("paste:{}", text.as_str()),
                other => format!("{other:?}"),
            });
        }
    }
    heard
}

#[test]
fn a_burst_is_a_paste_only_where_pastes_are_not_marked() {
    let text = "At 10:40\nRobin";
    assert_eq!(
        heard(typed(text), Bursts::ArePastes),
        [format!("paste:{text}")]
    );
    assert_eq!(heard(typed("at\n"), Bursts::AreKeys), ["a", "t", "Enter"]);
}

#[test]
fn three_keys_or_one_held_down_are_no_paste() {
    assert_eq!(heard(typed("dd\n"), Bursts::ArePastes), ["d", "d", "Enter"]);
    assert_eq!(heard(typed("jjjjjj"), Bursts::ArePastes), ["j"; 6]);
}

#[test]
fn what_ends_a_burst_is_not_lost() {
    let mut events = typed("hello");
    events.extend([press(KeyCode::Esc), Event::Resize(80, 24)]);
    let expected = ["paste:hello", "Esc", "Resize(80, 24)"];
    assert_eq!(heard(events, Bursts::ArePastes), expected);
}

#[test]
fn a_marked_paste_is_cleaned() {
    let events = vec![Event::Paste("one\rtwo\u{202e}\u{7}".to_owned())];
    assert_eq!(heard(events, Bursts::AreKeys), ["paste:one\ntwo"]);
}

#[test]
fn nothing_shows_what_was_typed() {
    let shown = format!("{:?}", Input::Paste(Zeroizing::new("Robin".to_owned())));
    assert!(!shown.contains("Robin"));
}

#[test]
fn while_paused_and_afterwards_no_key_is_taken() {
    let script = Script::default();
    let (outbox, inbox) = mpsc::channel::<Message<()>>();
    let thread = InputThread::start(script.clone(), Bursts::AreKeys, outbox).unwrap();
    thread.pause();
    script
        .events
        .lock()
        .unwrap()
        .push_back(press(KeyCode::Char('l')));
    thread::sleep(Duration::from_millis(20));
    assert_eq!(script.left(), 1);
    thread.resume();
    let first = inbox.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(matches!(first, Message::Input(Input::Key(_))));
    drop(thread);
    script
        .events
        .lock()
        .unwrap()
        .push_back(press(KeyCode::Char('s')));
    thread::sleep(Duration::from_millis(20));
    assert_eq!(script.left(), 1);
}

#[test]
fn a_terminal_that_is_gone_stops_the_program() {
    let (outbox, inbox) = mpsc::channel::<Message<()>>();
    let script = Script {
        then_gone: true,
        ..Script::default()
    };
    let _thread = InputThread::start(script, Bursts::AreKeys, outbox).unwrap();
    let told = inbox.recv_timeout(Duration::from_secs(5));
    assert_eq!(told, Ok(Message::Stop(Stop::TerminalGone)));
}

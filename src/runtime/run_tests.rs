use super::*;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::widgets::Paragraph;
use std::sync::mpsc::{self, Sender};

/// Writes what it is told on its screen; `q` quits, `z` suspends.
#[derive(Default)]
struct Fake {
    text: String,
    draws: usize,
    ticks: usize,
    deadline: Option<DateTime<Local>>,
    requests: Vec<Request>,
    closes_on_answer: bool,
    stopped: Vec<Stop>,
    quits_after_ticks: Option<usize>,
}

impl Program for Fake {
    type Answer = &'static str;

    fn input(&mut self, input: Input, _: DateTime<Local>) {
        match input {
            Input::Key(key) if key.code == KeyCode::Char('q') => {
                self.requests.push(Request::Quit(0));
            }
            Input::Key(key) if key.code == KeyCode::Char('z') => {
                self.requests.push(Request::Suspend);
            }
            Input::Key(key) => self.text.extend(key.code.as_char()),
            Input::Paste(text) => self.text.push_str(&text),
            _ => {}
        }
    }

    fn answer(&mut self, answer: &'static str, _: DateTime<Local>) {
        self.text.push_str(answer);
        if self.closes_on_answer && !self.stopped.is_empty() {
            self.requests.push(Request::Quit(0));
        }
    }

    fn tick(&mut self, _: DateTime<Local>) {
        self.ticks += 1;
        if self.quits_after_ticks == Some(self.ticks) {
            self.requests.push(Request::Quit(3));
        }
    }

    fn deadline(&self) -> Option<DateTime<Local>> {
        self.deadline
    }

    fn draw(&mut self, frame: &mut Frame) {
        self.draws += 1;
        frame.render_widget(Paragraph::new(self.text.as_str()), frame.area());
    }

    fn take_request(&mut self) -> Option<Request> {
        self.requests.pop()
    }

    fn shutdown(&mut self, why: Stop, _: DateTime<Local>) {
        self.stopped.push(why);
        if !self.closes_on_answer {
            self.requests.push(Request::Quit(0));
        }
    }
}

#[derive(Default)]
struct FakeStage {
    suspended: usize,
    resumed: usize,
    gone: bool,
}

impl Stage for FakeStage {
    fn suspend(&mut self) -> std::io::Result<()> {
        self.suspended += 1;
        Ok(())
    }

    fn resume(&mut self) -> std::io::Result<()> {
        self.resumed += 1;
        match self.gone {
            true => Err(std::io::Error::other("gone")),
            false => Ok(()),
        }
    }

    fn is_there(&self) -> bool {
        !self.gone
    }
}

type Outbox = Sender<Message<&'static str>>;

fn key(outbox: &Outbox, character: char) {
    let event = KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE);
    outbox.send(Message::Input(Input::Key(event))).unwrap();
}

fn play(program: &mut Fake, stage: &mut FakeStage, say: impl FnOnce(&Outbox)) -> Ended {
    let (outbox, inbox) = mpsc::channel();
    say(&outbox);
    let mut terminal = Terminal::new(TestBackend::new(20, 2)).unwrap();
    let ended = run(program, &mut terminal, &inbox, stage);
    drop(outbox);
    ended
}

#[test]
fn keys_and_answers_arrive_in_order_and_quit_ends() {
    let mut program = Fake::default();
    let ended = play(&mut program, &mut FakeStage::default(), |outbox| {
        key(outbox, 'a');
        outbox.send(Message::Answer("[done]")).unwrap();
        key(outbox, 'b');
        key(outbox, 'q');
        key(outbox, 'c');
    });
    assert_eq!(ended, Ended::Quit(0));
    assert_eq!(program.text, "a[done]b");
}

#[test]
fn ten_thousand_characters_are_drawn_a_few_times() {
    let mut program = Fake::default();
    play(&mut program, &mut FakeStage::default(), |outbox| {
        (0..10_000).for_each(|_| key(outbox, 'x'));
        key(outbox, 'q');
    });
    assert_eq!(program.text.len(), 10_000);
    assert!(program.draws <= 30, "{} draws", program.draws);
}

fn from_now(seconds: i64) -> DateTime<Local> {
    Local::now() + chrono::TimeDelta::seconds(seconds)
}

#[test]
fn a_deadline_ticks_and_is_drawn() {
    let mut program = Fake {
        deadline: Some(from_now(0)),
        quits_after_ticks: Some(3),
        ..Fake::default()
    };
    let ended = play(&mut program, &mut FakeStage::default(), |_| {});
    assert_eq!(
        (ended, program.ticks, program.draws),
        (Ended::Quit(3), 3, 3)
    );
}

#[test]
fn a_deadline_further_off_than_the_longest_wait_is_not_postponed_by_each_wait() {
    let (mut program, mut stage) = (Fake::default(), FakeStage::default());
    program.deadline = Some(Local::now() + chrono::TimeDelta::milliseconds(300));
    program.quits_after_ticks = Some(1);
    let (_outbox, inbox) = mpsc::channel();
    let mut terminal = Terminal::new(TestBackend::new(20, 2)).unwrap();
    let often = Duration::from_millis(20);
    let ended = run_waking(&mut program, &mut terminal, &inbox, &mut stage, often);
    assert_eq!((ended, program.draws), (Ended::Quit(3), 1));
}

#[test]
fn a_tick_that_is_due_comes_before_the_key_that_found_it_due() {
    let mut program = Fake {
        deadline: Some(from_now(-1)),
        quits_after_ticks: Some(1),
        ..Fake::default()
    };
    let ended = play(&mut program, &mut FakeStage::default(), |outbox| {
        key(outbox, 'x');
    });
    assert_eq!((ended, program.text.as_str()), (Ended::Quit(3), ""));
}

#[test]
fn a_deadline_counts_on_both_clocks() {
    let passed = Instant::now();
    let later = passed.checked_add(Duration::from_secs(60));
    let slept = Due {
        steady: later,
        wall: from_now(-1),
    };
    assert!(
        slept.has_passed(),
        "a laptop that slept wakes up with the wall clock ahead"
    );
    let set_back = Due {
        steady: Some(passed),
        wall: from_now(60),
    };
    assert!(set_back.has_passed(), "the wall clock was set back");
    assert!(!Due::at(from_now(60)).has_passed());
}

#[test]
fn suspend_and_continue_take_the_terminal_again_and_draw() {
    let (mut program, mut stage) = (Fake::default(), FakeStage::default());
    let ended = play(&mut program, &mut stage, |outbox| {
        key(outbox, 'z');
        outbox.send(Message::Continued).unwrap();
        key(outbox, 'q');
    });
    assert_eq!(ended, Ended::Quit(0));
    assert_eq!((stage.suspended, stage.resumed), (1, 1));
}

#[test]
fn a_signal_lets_the_program_close_and_takes_no_more_keys() {
    let mut program = Fake {
        closes_on_answer: true,
        ..Fake::default()
    };
    let ended = play(&mut program, &mut FakeStage::default(), |outbox| {
        outbox.send(Message::Stop(Stop::Signal(15))).unwrap();
        outbox.send(Message::Stop(Stop::Signal(15))).unwrap();
        key(outbox, 'x');
        outbox.send(Message::Answer("[draft kept]")).unwrap();
    });
    assert_eq!(ended, Ended::Stopped(Stop::Signal(15), true));
    assert_eq!(ended.exit_code(), 143);
    assert_eq!(program.text, "[draft kept]");
    assert_eq!(program.stopped, [Stop::Signal(15)]);
}

#[test]
fn a_terminal_that_is_gone_is_not_drawn_on_and_the_program_still_closes() {
    let mut program = Fake {
        closes_on_answer: true,
        ..Fake::default()
    };
    let mut stage = FakeStage {
        gone: true,
        ..FakeStage::default()
    };
    let ended = play(&mut program, &mut stage, |outbox| {
        outbox.send(Message::Continued).unwrap();
        outbox.send(Message::Answer("[draft kept]")).unwrap();
    });
    assert_eq!(ended, Ended::Stopped(Stop::TerminalGone, true));
    assert_eq!((program.draws, ended.exit_code()), (1, 129));
}

#[test]
fn a_loop_that_nobody_can_reach_any_more_ends() {
    let (outbox, inbox) = mpsc::channel();
    drop(outbox);
    let mut terminal = Terminal::new(TestBackend::new(5, 1)).unwrap();
    let mut program = Fake::default();
    let ended = run(
        &mut program,
        &mut terminal,
        &inbox,
        &mut FakeStage::default(),
    );
    assert_eq!(ended, Ended::Stopped(Stop::TerminalGone, false));
    assert_eq!(program.stopped, [Stop::TerminalGone]);
}

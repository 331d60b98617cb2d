use proptest::prelude::*;

use super::*;

const WINDOW: Window = Window {
    width: 12,
    height: 3,
};

fn typed(mut edit: TextEdit, text: &str) -> TextEdit {
    for c in text.chars() {
        edit.insert(c);
    }
    edit
}

fn shown(edit: &TextEdit, width: usize, height: usize) -> (Vec<String>, (usize, usize)) {
    let layout = edit.layout(width, height);
    (
        layout.lines.iter().map(|line| line.to_string()).collect(),
        layout.cursor,
    )
}

#[test]
fn undo_goes_word_by_word() {
    let mut edit = typed(TextEdit::lines(), "he said no");
    for expected in ["he said ", "he ", ""] {
        assert!(edit.undo());
        assert_eq!(edit.text(), expected);
    }
    assert!(!edit.undo());
    for expected in ["he ", "he said ", "he said no"] {
        assert!(edit.redo());
        assert_eq!(edit.text(), expected);
    }
    assert!(!edit.redo());
}

#[test]
fn a_paste_and_a_run_of_backspaces_are_one_step_each() {
    let mut edit = typed(TextEdit::lines(), "one");
    edit.insert_str(" two\r\nthree");
    for _ in 0..3 {
        edit.erase(Erase::Left);
    }
    assert_eq!(edit.text(), "one two\nth");
    for expected in ["one two\nthree", "one", ""] {
        edit.undo();
        assert_eq!(edit.text(), expected);
    }
}

#[test]
fn a_moved_cursor_starts_a_new_step() {
    let mut edit = typed(TextEdit::line(), "ab");
    edit.go(Motion::Left, WINDOW);
    edit.go(Motion::Right, WINDOW);
    edit.insert('c');
    edit.undo();
    assert_eq!(edit.text(), "ab");
}

#[test]
fn characters_are_the_readers() {
    let mut edit = TextEdit::line().with_text("ae\u{301}👩‍👧");
    edit.erase(Erase::Left);
    assert_eq!(edit.text(), "ae\u{301}");
    edit.erase(Erase::Left);
    assert_eq!(edit.text(), "a");
}

#[test]
fn a_field_of_one_line_stays_one() {
    let mut edit = TextEdit::line();
    assert!(!edit.insert('\n') && !edit.insert('\r') && !edit.insert('\u{1b}'));
    edit.insert_str("a\r\nb\tc\n");
    assert_eq!(edit.text(), "a b c");
    assert!(!edit.go(Motion::Up, WINDOW));
}

#[test]
fn words_and_lines_are_deleted_whole() {
    let steps = [
        (Erase::WordLeft, "one two, \nthree"),
        (Erase::WordLeft, "one two\nthree"),
        (Erase::LineStart, "\nthree"),
        (Erase::LineEnd, "three"),
        (Erase::WordRight, ""),
    ];
    let mut edit = TextEdit::lines().with_text("one two, x\nthree");
    edit.go(
        Motion::Up,
        Window {
            width: 40,
            height: 3,
        },
    );
    edit.go(
        Motion::LineEnd,
        Window {
            width: 40,
            height: 3,
        },
    );
    for (erase, expected) in steps {
        assert!(edit.erase(erase));
        assert_eq!(edit.text(), expected);
    }
    assert!(!edit.erase(Erase::LineEnd));
}

#[test]
fn up_and_down_keep_their_column_over_wrapped_lines() {
    // Wrapped at eleven: "the quick ", "brown fox ", "x", "jumps"
    let mut edit = TextEdit::lines().with_text("the quick brown fox\nx\njumps over");
    let mut columns = Vec::new();
    for _ in 0..4 {
        columns.push(edit.layout(12, 9).cursor);
        edit.go(Motion::Up, WINDOW);
    }
    assert_eq!(columns, [(10, 3), (1, 2), (9, 1), (9, 0)]);
    assert!(!edit.go(Motion::Up, WINDOW));
    edit.go(Motion::LineStart, WINDOW);
    assert_eq!(edit.cursor(), 0);
    edit.go(Motion::PageDown, WINDOW);
    assert_eq!(edit.layout(12, 9).cursor, (0, 2));
    edit.go(Motion::PageUp, WINDOW);
    edit.go(Motion::LineEnd, WINDOW);
    assert_eq!(
        edit.cursor(),
        9,
        "before the blank at which the line was wrapped"
    );
}

#[test]
fn the_window_follows_the_cursor() {
    let mut edit = TextEdit::lines().with_text("a\nb\nc\nd");
    assert_eq!(shown(&edit, 5, 2), (vec!["c".into(), "d".into()], (1, 1)));
    edit.go(Motion::Up, WINDOW);
    assert_eq!(
        edit.layout(5, 2).first_visible,
        2,
        "still inside: nothing scrolls"
    );
    edit.go(Motion::Up, WINDOW);
    assert_eq!(shown(&edit, 5, 2), (vec!["b".into(), "c".into()], (1, 0)));
    assert_eq!(shown(&edit, 5, 9).0.len(), 4);
}

#[test]
fn a_long_line_scrolls_sideways() {
    let mut edit = typed(TextEdit::line(), "abcdefgh");
    assert_eq!(shown(&edit, 5, 1), (vec!["efgh".into()], (4, 0)));
    edit.go(Motion::LineStart, WINDOW);
    assert_eq!(shown(&edit, 5, 1), (vec!["abcde".into()], (0, 0)));
    edit.go(Motion::LineEnd, WINDOW);
    edit.erase(Erase::Left);
    assert_eq!(shown(&edit, 5, 1), (vec!["defg".into()], (4, 0)));
}

#[test]
fn a_secret_shows_bullets_and_keeps_one_copy() {
    let mut edit = typed(TextEdit::secret(), "open sesame é");
    assert_eq!(shown(&edit, 20, 1), (vec!["•".repeat(13)], (13, 0)));
    assert!(!edit.undo());
    assert!(!format!("{edit:?}").contains("sesame"));
    edit.erase(Erase::WordLeft);
    assert!(edit.is_empty());
}

#[derive(Clone, Debug)]
enum Op {
    Type(char),
    Paste(String),
    Erase(Erase),
    Go(Motion),
    Undo,
    Redo,
}

fn op() -> impl Strategy<Value = Op> {
    use Motion::{
        Down, LineEnd, LineStart, PageDown, PageUp, Right, TextEnd, TextStart, Up, WordRight,
    };
    let letter = "[a-c ,\n\t\u{301}\u{200d}👩🇬漢क्ش\u{600}\r]|\\PC";
    prop_oneof![
        4 => letter.prop_map(|text| Op::Type(text.chars().next().unwrap())),
        1 => "([a-c \n\r\u{301}👩🇬漢]|\\PC){0,12}".prop_map(Op::Paste),
        2 => prop::sample::select(vec![
            Erase::Left, Erase::Right, Erase::WordLeft, Erase::WordRight, Erase::LineStart, Erase::LineEnd,
        ]).prop_map(Op::Erase),
        3 => prop::sample::select(vec![
            Motion::Left, Right, Motion::WordLeft, WordRight, LineStart, LineEnd, Up, Down, PageUp, PageDown,
            TextStart, TextEnd,
        ]).prop_map(Op::Go),
        1 => Just(Op::Undo),
        1 => Just(Op::Redo),
    ]
}

fn apply(edit: &mut TextEdit, op: &Op, window: Window) -> bool {
    match op {
        Op::Type(c) => edit.insert(*c),
        Op::Paste(text) => edit.insert_str(text),
        Op::Erase(what) => edit.erase(*what),
        Op::Go(motion) => edit.go(*motion, window),
        Op::Undo => edit.undo(),
        Op::Redo => edit.redo(),
    }
}

/// What each operation should do, the plain way: a cut in the middle of a `String`.
fn expected(edit: &TextEdit, op: &Op) -> Option<String> {
    let (head, tail) = edit.text().split_at(edit.cursor());
    let clean = |text: &str| {
        if edit.is_multiline() {
            words::clean(text)
        } else {
            words::clean_line(text.trim_end_matches(['\r', '\n']))
        }
    };
    Some(match op {
        Op::Type(c)
            if clean(&c.to_string()).is_empty()
                || !edit.is_multiline() && words::clean(&c.to_string()) == "\n" =>
        {
            edit.text().to_owned()
        }
        Op::Type(c) => format!("{head}{}{tail}", words::clean(&c.to_string())),
        Op::Paste(text) => format!("{head}{}{tail}", clean(text)),
        Op::Erase(Erase::Left) => {
            let mut graphemes: Vec<&str> = head.graphemes(true).collect();
            graphemes.pop();
            graphemes.concat() + tail
        }
        Op::Erase(Erase::Right) => {
            head.to_owned() + &tail.graphemes(true).skip(1).collect::<String>()
        }
        Op::Go(_) => edit.text().to_owned(),
        _ => return None,
    })
}

proptest! {
    #[test]
    fn any_operations_hold_the_invariants(
        ops in prop::collection::vec(op(), 0..60), kind in 0..3, width in 1_usize..14, height in 1_usize..5,
    ) {
        let mut edit = [TextEdit::line(), TextEdit::lines(), TextEdit::secret()][kind as usize].clone();
        let window = Window { width, height };
        for op in ops {
            let (plain, before) = (expected(&edit, &op), (edit.text().to_owned(), edit.cursor()));
            let changed = apply(&mut edit, &op, window);
            if let Some(plain) = plain {
                prop_assert_eq!(edit.text(), plain);
            }
            prop_assert_eq!(changed, before != (edit.text().to_owned(), edit.cursor()) || matches!(op, Op::Undo | Op::Redo) && changed);
            let boundary = edit.cursor() == edit.text().len()
                || edit.text().grapheme_indices(true).any(|(start, _)| start == edit.cursor());
            prop_assert!(boundary, "{:?} is cut at {}", edit.text(), edit.cursor());
            if edit.is_multiline() {
                let whole = words::wrap(edit.text(), (width - 1).max(1));
                let kept = edit.lines.borrow_mut().wrap(edit.text(), width).ranges().to_vec();
                prop_assert_eq!(kept, whole);
            }
            let layout = edit.layout(width, height);
            prop_assert!(layout.cursor.0 < width && layout.cursor.1 < layout.lines.len());
            prop_assert!(layout.lines.len() <= height && layout.first_visible + layout.lines.len() <= layout.total);
        }
    }

    #[test]
    fn all_can_be_undone_and_redone(start in "[a-c \n👩]{0,12}", ops in prop::collection::vec(op(), 0..60)) {
        let mut edit = TextEdit::lines().with_text(&start);
        for op in &ops {
            apply(&mut edit, op, WINDOW);
        }
        while edit.redo() {}
        let end = (edit.text().to_owned(), edit.cursor());
        let mut steps = 0;
        while edit.undo() {
            steps += 1;
        }
        prop_assert_eq!(edit.text(), start);
        while edit.redo() {
            steps -= 1;
        }
        prop_assert_eq!(steps, 0);
        prop_assert_eq!(edit.text(), end.0);
    }
}

/// A promise of speed, kept where it can be measured: `cargo test --release -- --ignored`.
#[test]
#[ignore = "a measurement, for release builds"]
fn typing_into_ten_thousand_words_is_instant() {
    for prose in [
        "The pupil said that it was unkind. ",
        "L’élève a dit « c’était méchant » à 漢字 ",
        "قال التلميذ إن ذلك لم يكن لطيفا ",
    ] {
        let words = prose.split_whitespace().count();
        let mut edit = TextEdit::lines().with_text(&prose.repeat(10_000 / words));
        edit.go(Motion::TextStart, WINDOW);
        let began = std::time::Instant::now();
        for c in "typed in the midst of it".chars().cycle().take(240) {
            edit.insert(c);
            assert!(!edit.layout(80, 20).lines.is_empty());
        }
        let per_key = began.elapsed() / 240;
        assert!(
            per_key < std::time::Duration::from_millis(1),
            "{} bytes: {per_key:?} a key",
            edit.text().len()
        );
    }
}

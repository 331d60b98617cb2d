//! Keymaps: which key does what, by context. A bad one is refused with everything that is wrong.

use std::collections::BTreeMap;
use std::fmt;

use toml::Spanned;

use super::chord::Chord;
use crate::app::action::{Action, Context};
use crate::app::keys::{KeyLine, KeyTable};

const DEFAULT: &str = include_str!("../../keymaps/default.toml");
const VIM: &str = include_str!("../../keymaps/vim.toml");

/// Keys one after the other.
pub type Sequence = Vec<Chord>;

/// A keymap, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<(Context, Action), Vec<Sequence>>,
}

/// One thing that is wrong with a keymap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeymapError {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 when it is about the whole file.
    pub line: usize,
    /// What is wrong, and the nearest right name.
    pub what: String,
}

impl fmt::Display for KeymapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.file, self.what)
        } else {
            write!(f, "{}:{}: {}", self.file, self.line, self.what)
        }
    }
}

impl std::error::Error for KeymapError {}

type Raw = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<Vec<Spanned<String>>>>>;

/// Where each binding was written, for the messages of the lint.
type Places = BTreeMap<(Context, Action), (String, usize)>;

impl Keymap {
    /// A keymap that is shipped: `default` or `vim`.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn shipped(name: &str) -> Result<Self, Vec<KeymapError>> {
        match name {
            "default" => Self::layered(&[("default.toml", DEFAULT)]),
            "vim" => Self::layered(&[("default.toml", DEFAULT), ("vim.toml", VIM)]),
            _ => Err(vec![KeymapError {
                file: name.to_owned(),
                line: 0,
                what: "there is no keymap of that name; there are default and vim".to_owned(),
            }]),
        }
    }

    /// A user's keymap, laid over the default one. Its first line can say `# over: vim`.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn over(file: &str, text: &str) -> Result<Self, Vec<KeymapError>> {
        let over_vim = text
            .lines()
            .next()
            .is_some_and(|line| line.replace(' ', "") == "#over:vim");
        let mut layers = vec![("default.toml", DEFAULT)];
        if over_vim {
            layers.push(("vim.toml", VIM));
        }
        layers.push((file, text));
        Self::layered(&layers)
    }

    fn layered(layers: &[(&str, &str)]) -> Result<Self, Vec<KeymapError>> {
        let mut bindings = BTreeMap::new();
        let mut places = Places::new();
        let mut errors = Vec::new();
        for (file, text) in layers {
            read(file, text, &mut bindings, &mut places, &mut errors);
        }
        let keymap = Self { bindings };
        if errors.is_empty() {
            let last = layers.last().map_or("", |(file, _)| file);
            keymap.lint(last, &places, &mut errors);
        }
        if errors.is_empty() {
            Ok(keymap)
        } else {
            Err(errors)
        }
    }

    /// What a sequence of keys does in one context: an action, the beginning of one, or nothing.
    #[must_use]
    pub fn look_up(&self, context: Context, keys: &[Chord]) -> Found {
        let mut begins = false;
        for ((_, action), sequences) in self.of(context) {
            for sequence in sequences {
                if sequence == keys {
                    return Found::Action(*action);
                }
                begins |= sequence.len() > keys.len() && sequence.starts_with(keys);
            }
        }
        if begins {
            Found::Begins
        } else {
            Found::Nothing
        }
    }

    fn of(&self, context: Context) -> impl Iterator<Item = (&(Context, Action), &Vec<Sequence>)> {
        self.bindings
            .iter()
            .filter(move |((one, _), _)| *one == context)
    }

    /// What may follow the keys pressed so far, in people's words.
    #[must_use]
    pub fn following(&self, contexts: &[Context], keys: &[Chord]) -> Vec<(String, Action)> {
        let mut found = Vec::new();
        for context in contexts {
            for ((_, action), sequences) in self.of(*context) {
                for sequence in sequences {
                    if sequence.len() > keys.len() && sequence.starts_with(keys) {
                        let rest = sequence.get(keys.len()..).unwrap_or(&[]);
                        found.push((pretty(rest), *action));
                    }
                }
            }
        }
        found
    }

    /// The keymap as the footer, the help and the palette read it.
    #[must_use]
    pub fn table(&self) -> KeyTable {
        let mut lines = Vec::new();
        for action in Action::ALL {
            for context in action.info().contexts {
                let keys = self.bindings.get(&(*context, *action));
                lines.push(KeyLine {
                    context: *context,
                    action: *action,
                    keys: keys.map_or_else(Vec::new, |keys| {
                        keys.iter().map(|keys| pretty(keys)).collect()
                    }),
                });
            }
        }
        KeyTable::new(lines)
    }

    /// The key table of the README.
    #[must_use]
    pub fn markdown(&self) -> String {
        let table = self.table();
        let mut out = String::new();
        for context in Context::ALL {
            let lines: Vec<_> = table
                .lines()
                .iter()
                .filter(|line| line.context == context && !line.keys.is_empty())
                .collect();
            if lines.is_empty() {
                continue;
            }
            out.push_str(&format!(
                "### {}\n\n| key | what it does |\n|---|---|\n",
                context.title()
            ));
            for line in lines {
                let keys: Vec<_> = line.keys.iter().map(|key| format!("`{key}`")).collect();
                out.push_str(&format!(
                    "| {} | {} |\n",
                    keys.join(" "),
                    line.action.info().help
                ));
            }
            out.push('\n');
        }
        out
    }

    fn lint(&self, file: &str, places: &Places, errors: &mut Vec<KeymapError>) {
        let mut say = |place: Option<&(String, usize)>, what: String| {
            let (file, line) = place.cloned().unwrap_or((file.to_owned(), 0));
            let error = KeymapError { file, line, what };
            if !errors.contains(&error) {
                errors.push(error);
            }
        };
        for ((context, action), sequences) in &self.bindings {
            let name = action.info().name;
            let place = places.get(&(*context, *action));
            for keys in sequences {
                let first = keys.first();
                if context.types_text() && first.is_some_and(|chord| chord.text().is_some()) {
                    say(
                        place,
                        format!(
                            "{} is a character that one types in [{}]; give {name} a key with ctrl or alt, or a function key",
                            pretty(keys),
                            context.name()
                        ),
                    );
                }
                for other_context in std::iter::once(context).chain(context.then()) {
                    for ((_, other), theirs) in self.of(*other_context) {
                        let same_place = other_context == context && other == action;
                        for longer in theirs {
                            if same_place && longer == keys {
                                continue;
                            }
                            if longer == keys && other_context == context {
                                say(
                                    place,
                                    format!(
                                        "{} is both {name} and {} in [{}]",
                                        pretty(keys),
                                        other.info().name,
                                        context.name()
                                    ),
                                );
                            }
                            if longer.len() > keys.len() && longer.starts_with(keys) {
                                say(
                                    place,
                                    format!(
                                        "{} ({name}) hides {} ({}), which begins with it",
                                        pretty(keys),
                                        pretty(longer),
                                        other.info().name
                                    ),
                                );
                            }
                        }
                    }
                }
            }
        }
        for action in Action::ALL {
            let info = action.info();
            let bound = |context: &Context| {
                self.bindings
                    .get(&(*context, *action))
                    .is_some_and(|keys| !keys.is_empty())
            };
            let reached = info.contexts.iter().any(bound);
            let needed = matches!(action, Action::Help | Action::Quit | Action::Palette);
            if needed && !bound(&Context::Global) {
                say(None, format!("{} must have a key in [global]", info.name));
            } else if !reached && !info.in_palette {
                say(
                    None,
                    format!(
                        "nothing reaches {}: it has no key and is not in the palette",
                        info.name
                    ),
                );
            }
        }
    }
}

/// What [`Keymap::look_up`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An action.
    Action(Action),
    /// The beginning of a longer sequence.
    Begins,
    /// Nothing.
    Nothing,
}

/// Keys in people's words.
#[must_use]
pub fn pretty(keys: &[Chord]) -> String {
    let keys: Vec<_> = keys.iter().map(|chord| chord.pretty()).collect();
    keys.join(" ")
}

fn read(
    file: &str,
    text: &str,
    bindings: &mut BTreeMap<(Context, Action), Vec<Sequence>>,
    places: &mut Places,
    errors: &mut Vec<KeymapError>,
) {
    let line_of = |at: usize| {
        text.get(..at)
            .map_or(0, |before| before.matches('\n').count() + 1)
    };
    let mut wrong = |at: usize, what: String| {
        errors.push(KeymapError {
            file: file.to_owned(),
            line: line_of(at),
            what,
        });
    };
    let raw: Raw = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            wrong(at, error.message().to_owned());
            return;
        }
    };
    for (context_name, actions) in raw {
        let at = context_name.span().start;
        let name = context_name.get_ref();
        let Some(context) = Context::ALL.into_iter().find(|one| one.name() == name) else {
            let near = nearest(name, Context::ALL.iter().map(|one| one.name()));
            wrong(at, format!("there is no context [{name}]{near}"));
            continue;
        };
        for (action_name, keys) in actions {
            let at = action_name.span().start;
            let name = action_name.get_ref();
            let Some(action) = Action::by_name(name) else {
                let near = nearest(name, Action::ALL.iter().map(|one| one.info().name));
                wrong(at, format!("there is no action {name}{near}"));
                continue;
            };
            let contexts = action.info().contexts;
            if !contexts.contains(&context) {
                let names: Vec<_> = contexts.iter().map(|one| one.name()).collect();
                wrong(
                    at,
                    format!(
                        "{name} does nothing in [{}]; it works in {}",
                        context.name(),
                        names.join(", ")
                    ),
                );
                continue;
            }
            let mut sequences: Vec<Sequence> = Vec::new();
            for key in keys.into_inner() {
                let at = key.span().start;
                let read: Result<Sequence, _> =
                    key.get_ref().split_whitespace().map(str::parse).collect();
                match read {
                    Ok(sequence) if sequence.is_empty() => {
                        wrong(at, format!("{name} has an empty key; [] unbinds it"));
                    }
                    Ok(sequence) if sequences.contains(&sequence) => {
                        wrong(at, format!("{name} has {} twice", pretty(&sequence)));
                    }
                    Ok(sequence) => sequences.push(sequence),
                    Err(error) => wrong(at, error.to_string()),
                }
            }
            places.insert((context, action), (file.to_owned(), line_of(at)));
            bindings.insert((context, action), sequences);
        }
    }
}

/// "; did you mean …?" with the name that is nearest by letters changed.
fn nearest<'a>(asked: &str, names: impl Iterator<Item = &'a str>) -> String {
    names
        .map(|name| (distance(asked, name), name))
        .min()
        .filter(|(distance, _)| *distance <= asked.chars().count().div_ceil(2))
        .map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"))
}

/// Letters to change, add or drop to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut last = i;
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let up = row.get(j + 1).copied().unwrap_or(usize::MAX - 1);
            let left = next.get(j).copied().unwrap_or(usize::MAX - 1);
            next.push((last + usize::from(a != *b)).min(up + 1).min(left + 1));
            last = up;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

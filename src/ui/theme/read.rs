//! From a theme's TOML to its styles, with every mistake named by line.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use toml::Spanned;

use super::colour::{contrast, read, rgb};
use super::{CONTRAST, Look, Theme, ThemeError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTheme {
    title: Spanned<String>,
    /// The shipped theme over which this one is laid.
    like: Option<Spanned<String>>,
    styles: BTreeMap<Spanned<String>, RawStyle>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawStyle {
    fg: Option<Spanned<String>>,
    bg: Option<Spanned<String>>,
    bold: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

/// Upon what else than the text's own ground a style may be drawn.
const GROUNDS: [&str; 1] = ["footer"];
/// What must be told from the rest without a colour.
const MARKED: [&str; 3] = ["selected", "banner", "severity_critical"];

impl Look {
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, ThemeError> {
        let raw: RawTheme =
            toml::from_str(text).map_err(|error| ThemeError::from_toml(text, &error))?;
        let under = raw
            .like
            .as_ref()
            .map(|like| under(text, like))
            .transpose()?;
        let mut said = BTreeMap::new();
        for (role, style) in &raw.styles {
            let known = Theme::ROLES.iter().find(|known| *known == role.get_ref());
            let known = known.ok_or_else(|| {
                let roles = Theme::ROLES.iter().copied();
                ThemeError::unknown(text, role.span().start, "style", role.get_ref(), roles)
            })?;
            said.insert(*known, style.read(text)?);
        }
        let below: BTreeMap<_, _> = under.iter().flat_map(|look| look.theme.styles()).collect();
        let missing = Theme::ROLES
            .iter()
            .find(|role| !said.contains_key(*role) && !below.contains_key(*role));
        if let Some(role) = missing {
            let say =
                format!("there is no style for `{role}`, and no `like` says where it is from");
            return Err(ThemeError::whole(say));
        }
        let theme = Theme::made(|role| {
            let style = said.get(role).or_else(|| below.get(role));
            style.copied().unwrap_or_default()
        });
        let line = |role: &str| {
            let spans = raw.styles.keys().find(|one| one.get_ref() == role);
            spans.map_or(0, |one| one.span().start)
        };
        match theme.fault() {
            Some((role, say)) => Err(ThemeError::at(text, line(role), say)),
            None => Ok(Self {
                name: name.to_owned(),
                title: raw.title.into_inner(),
                theme,
            }),
        }
    }
}

fn under(text: &str, like: &Spanned<String>) -> Result<Look, ThemeError> {
    Look::named(like.get_ref()).ok_or_else(|| {
        let names = super::SHIPPED.iter().map(|(name, _)| *name);
        ThemeError::unknown(text, like.span().start, "theme", like.get_ref(), names)
    })
}

impl RawStyle {
    fn read(&self, text: &str) -> Result<Style, ThemeError> {
        let colour = |written: &Option<Spanned<String>>| -> Result<Option<Color>, ThemeError> {
            let Some(written) = written else {
                return Ok(None);
            };
            let found = read(written.get_ref()).map_err(|(message, nearest)| ThemeError {
                nearest,
                ..ThemeError::at(text, written.span().start, message)
            });
            found.map(Some)
        };
        let mut style = Style {
            fg: colour(&self.fg)?,
            bg: colour(&self.bg)?,
            ..Style::new()
        };
        for (is, modifier) in [
            (self.bold, Modifier::BOLD),
            (self.italic, Modifier::ITALIC),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ] {
            if is {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}

impl Theme {
    /// The first style that somebody could not read, or not tell from the rest without its colour, and why.
    fn fault(&self) -> Option<(&'static str, String)> {
        if self.text.fg.is_some() != self.text.bg.is_some() {
            let say = "`text` has both a colour and a ground, or neither";
            return Some(("text", say.to_owned()));
        }
        let colours = self
            .styles()
            .any(|(_, style)| style.fg.or(style.bg).is_some());
        if self.text.fg.is_none() && colours {
            let say = "where other styles have colours, `text` has a colour and a ground, so that it is known what they are read on";
            return Some(("text", say.to_owned()));
        }
        let grounds: Vec<_> = self
            .styles()
            .filter(|(role, _)| GROUNDS.contains(role))
            .map(|(_, style)| self.colours(style).1)
            .collect();
        for (role, style) in self.styles() {
            let (front, back) = self.colours(style);
            let own = style.bg.is_some();
            let backs = grounds.iter().filter(|_| !own).chain([&back]);
            for back in backs {
                let (Some(front), Some(back)) = (front.and_then(rgb), back.and_then(rgb)) else {
                    continue;
                };
                let found = contrast(front, back);
                if found < CONTRAST {
                    let say = format!(
                        "`{role}` is hard to read: its contrast is {found:.1} to 1, and letters need {CONTRAST} to 1"
                    );
                    return Some((role, say));
                }
            }
            if MARKED.contains(&role) && !style.add_modifier.contains(Modifier::REVERSED) {
                let say = format!(
                    "`{role}` needs `reverse = true`, so that it shows without colours too"
                );
                return Some((role, say));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Look::parse("ours", text).unwrap_err().to_string()
    }

    /// The lowest contrast of a theme, over everything that it draws on.
    fn lowest(theme: &Theme) -> Option<f64> {
        let footer = theme.colours(theme.footer).1.and_then(rgb);
        let each = theme.styles().flat_map(|(_, style)| {
            let (front, back) = theme.colours(style);
            let backs = [back.and_then(rgb), footer.filter(|_| style.bg.is_none())];
            backs
                .into_iter()
                .flatten()
                .filter_map(move |back| Some(contrast(front.and_then(rgb)?, back)))
        });
        each.min_by(f64::total_cmp)
    }

    #[test]
    fn the_shipped_themes_are_read_and_can_be_read() {
        let looks = Look::shipped();
        let names: Vec<_> = looks.iter().map(|look| look.name.as_str()).collect();
        assert_eq!(names, ["dark", "light", "high-contrast", "mono"]);
        let lowest = |name: &str| lowest(&Look::named(name).unwrap().theme);
        assert!(lowest("dark").unwrap() >= CONTRAST);
        assert!(lowest("light").unwrap() >= CONTRAST);
        assert!(lowest("high-contrast").unwrap() >= 7.0, "WCAG's AAA");
        assert_eq!(lowest("mono"), None);
    }

    #[test]
    fn a_schools_own_theme_says_only_what_differs() {
        let text = "title = \"Ours\"\nlike = \"light\"\n[styles]\nkey = { fg = \"#870000\", underline = true }\n";
        let look = Look::parse("ours", text).unwrap();
        let light = Look::named("light").unwrap().theme;
        assert_eq!(look.title, "Ours");
        assert_ne!(look.theme.key, light.key);
        assert_eq!(
            look.theme,
            Theme {
                key: look.theme.key,
                ..light
            }
        );
    }

    #[test]
    fn a_bad_theme_is_refused_by_line_with_the_nearest_that_is_right() {
        for (text, said) in [
            (
                "title = \"A\"\n[styles]\ntext = {}\n",
                "there is no style for `dim`, and no `like` says where it is from",
            ),
            (
                "title = \"A\"\nlike = \"drak\"\n[styles]\n",
                "line 2: `drak` is not a known theme; did you mean `dark`?",
            ),
            (
                "title = \"A\"\nlike = \"dark\"\n[styles]\nwarnings = {}\n",
                "line 4: `warnings` is not a known style; did you mean `warning`?",
            ),
            (
                "title = \"A\"\nlike = \"dark\"\n[styles]\nkey = { fg = \"#d7af10\" }\n",
                "line 4: `#d7af10` is none of the 240 colours that every terminal shows alike; did you mean `#d7af00`?",
            ),
            (
                "title = \"A\"\nlike = \"dark\"\n[styles]\nkey = { fg = \"#3a3a3a\" }\n",
                "line 4: `key` is hard to read: its contrast is 1.3 to 1, and letters need 4.5 to 1",
            ),
            (
                "title = \"A\"\nlike = \"dark\"\n[styles]\nselected = { bg = \"#000000\" }\n",
                "line 4: `selected` needs `reverse = true`, so that it shows without colours too",
            ),
            (
                "title = \"A\"\nlike = \"dark\"\n[styles]\ntext = { fg = \"#ffffff\" }\n",
                "line 4: `text` has both a colour and a ground, or neither",
            ),
            (
                "title = \"A\"\nlike = \"mono\"\n[styles]\nkey = { fg = \"#ffffff\" }\n",
                "where other styles have colours, `text` has a colour and a ground",
            ),
            (
                "title = \"A\"\nlike = \"dark\"\n[styles]\nkey = { colour = \"#ffffff\" }\n",
                "unknown field `colour`",
            ),
            ("title = \n", "line 1: "),
        ] {
            let told = refused(text);
            assert!(told.contains(said), "{told}\nshould say\n{said}");
        }
    }
}

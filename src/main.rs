//! temporary
fn main() -> std::process::ExitCode {
    let folder =
        std::env::var_os("DAYBOOK_VAULT").map_or_else(daybook::session::paths::vault, Into::into);
    let start = daybook::runtime::tui::Start {
        folder,
        backups: None,
        keymap: daybook::input::Keymap::shipped("default").unwrap(),
        idle: 5,
        work: daybook::vault::WorkFactor::new(10),
        user: None,
    };
    match daybook::runtime::tui::run(start) {
        Ok(c) => c.into(),
        Err(e) => {
            eprintln!("{e}");
            1.into()
        }
    }
}

//! What the screens say when the disk does not hold.

use std::fs;

use daybook::app::state::Screen;

use crate::desk::Desk;
use crate::school::chat;

#[test]
fn a_vault_that_has_lost_entries_says_so_and_is_only_read() {
    let mut desk = Desk::on_a_disk();
    desk.log(chat());
    let mut desk = desk.found_again(|vault| {
        let journal = vault.join("journal");
        let mut bytes = fs::read(&journal).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&journal, bytes).unwrap();
        fs::remove_dir_all(vault.join("sled")).unwrap();
    });
    assert!(desk.text().contains("cannot be read"), "{}", desk.text());
    desk.unlock();
    assert!(desk.text().contains("cannot be read"), "{}", desk.text());
    desk.press("enter");
    assert!(
        desk.text().contains("damaged: reading only"),
        "{}",
        desk.text()
    );
    for key in ["n", "P n"] {
        desk.press(key);
        assert!(
            desk.toast().contains("nothing more can be saved"),
            "{}",
            desk.text()
        );
    }
    desk.press("esc");
    assert!(matches!(desk.state.screen(), Some(Screen::Today(_))));
}

#[test]
fn a_form_is_left_only_when_what_was_typed_is_sealed() {
    let mut desk = Desk::on_a_disk();
    let blobs = desk.folder("vault/blobs");
    let away = desk.folder("vault/away");
    desk.press("n");
    desk.write("Robin\n");
    fs::rename(&blobs, &away).unwrap();
    fs::write(&blobs, "").unwrap();
    desk.press("esc enter");
    assert!(
        desk.toast().contains("still here, and not kept yet"),
        "{}",
        desk.text()
    );
    assert!(
        matches!(desk.state.screen(), Some(Screen::Form(_))),
        "{}",
        desk.text()
    );
    // With the disk in order again it is kept.
    fs::remove_file(&blobs).unwrap();
    fs::rename(&away, &blobs).unwrap();
    desk.press("esc enter");
    assert!(desk.text().contains("Kept for later"), "{}", desk.text());
    assert!(
        matches!(desk.state.screen(), Some(Screen::Cases(_))),
        "{}",
        desk.text()
    );
}

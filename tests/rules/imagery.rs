//! Never hold imagery.

use daybook::app::form;
use daybook::domain::decide::IMAGERY;
use serde_json::json;

use crate::log::{Log, concern};

#[test]
fn no_image_is_kept_only_where_the_device_is() {
    let mut log = Log::new();
    let image = json!({ "category": "conduct.nude-image" });
    let say = log.refused(concern(image), "device_kept");
    assert!(say.starts_with(IMAGERY), "{say}");
    for word in ["view", "copy", "print", "forward", "device"] {
        assert!(IMAGERY.contains(word), "{word}");
    }
    log.concern(
        json!({ "category": "conduct.nude-image", "device_kept": "Locked in the head's safe." }),
    );
    assert_eq!(
        log.first_version().device_kept,
        "Locked in the head's safe."
    );
    // Police and the IWF can be asked.
    for agency in ["police", "iwf", "ceop"] {
        log.follow(
            "referral",
            json!({ "agency": agency, "text": "Told of an image." }),
        );
    }
}

#[test]
fn the_form_says_not_to_view_the_image() {
    let log = Log::new();
    let mut form = form::concern::form(&log.desk());
    form.field_mut("category")
        .unwrap()
        .set(&json!("conduct.nude-image"));
    form::concern::refresh(&log.desk(), &mut form);
    assert!(
        form.advice.contains(&IMAGERY.to_owned()),
        "{:?}",
        form.advice
    );
    assert!(form.field("device_kept").unwrap().shown);
}

#[test]
fn what_becomes_imagery_later_asks_for_the_device_too() {
    let mut log = Log::new();
    log.concern(json!({}));
    let image = json!({ "field": "category", "to": "conduct.nude-image", "reason": "It was one." });
    let say = log.no("amend", image.clone(), "to");
    assert!(say.starts_with(IMAGERY), "{say}");
    log.follow(
        "amend",
        json!({ "field": "device_kept", "to": "The office safe.", "reason": "It was one." }),
    );
    log.follow("amend", image);
    assert_eq!(log.case().concern.category, "conduct.nude-image");
}

#[test]
fn nothing_can_be_attached() {
    for line in include_str!("../../src/cli/examples.jsonl").lines() {
        let mut command: serde_json::Value = serde_json::from_str(line).unwrap();
        type Command = daybook::domain::command::Command;
        assert!(serde_json::from_value::<Command>(command.clone()).is_ok());
        for name in ["attachment", "image", "file", "photo"] {
            command[name] = json!("aGVsbG8=");
            let error = serde_json::from_value::<Command>(command.clone()).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
            command.as_object_mut().unwrap().remove(name);
        }
    }
}

//! Seals made ahead of time. To seal costs two key agreements, which know nothing of what is to be sealed: they are made
//! while somebody is still typing, so that a save waits for the disk alone.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Builder;

use age::stream::StreamWriter;
use age::x25519::Recipient;

use super::agefile;
use super::charter::Recipients;
use super::error::VaultError;
use crate::store::Audience;

/// A seal to which only the content is missing.
type Seal = StreamWriter<Vec<u8>>;

/// Room for the header and an entry of the usual length.
const USUAL: usize = 4 << 10;

/// One seal at a time, made ahead on a thread of its own that ends with it.
pub(super) struct Ready {
    to: Recipients,
    seals: Option<Mutex<Receiver<Seal>>>,
}

impl Ready {
    /// For entries to the case identity, which are all but a few.
    pub(super) fn to(recipients: &Recipients) -> Self {
        let (hand, seals) = sync_channel(0);
        let to = recipients.clone();
        let make = move || {
            // Whoever takes them is gone, or they cannot be made: each entry is then sealed when it comes.
            while let Ok(seal) = seal(&to.of(Audience::Cases))
                && hand.send(seal).is_ok()
            {}
        };
        let thread = Builder::new().name("seals".to_owned()).spawn(make);
        Self {
            to: recipients.clone(),
            seals: thread.is_ok().then(|| Mutex::new(seals)),
        }
    }

    /// Seals bytes for an audience.
    pub(super) fn seal(&self, audience: Audience, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let made = match (audience, &self.seals) {
            (Audience::Cases, Some(seals)) => {
                seals.try_lock().ok().and_then(|one| one.try_recv().ok())
            }
            _ => None,
        };
        let made = made.map_or_else(|| seal(&self.to.of(audience)), Ok);
        agefile::fill(made?, plain)
    }
}

fn seal(to: &[&Recipient]) -> Result<Seal, VaultError> {
    agefile::sealer(to, Vec::with_capacity(USUAL))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Made ahead or not, no two are alike, and each opens for its audience and the recovery key alone.
    #[test]
    fn each_seal_is_used_once_and_opens_for_whom_it_is() {
        let keys: Vec<_> = (0..3).map(|_| age::x25519::Identity::generate()).collect();
        let ready = Ready::to(&Recipients {
            cases: keys[0].to_public(),
            headteacher: keys[1].to_public(),
            recovery: keys[2].to_public(),
        });
        let mut seen = BTreeSet::new();
        for round in 0..20_usize {
            let audience = [Audience::Cases, Audience::Headteacher][usize::from(round % 5 == 4)];
            if round % 3 == 0 {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            let sealed = ready.seal(audience, &[7; 500]).unwrap();
            let opens = |key: usize| agefile::open(&keys[key], &sealed).ok();
            let (own, other) = if audience == Audience::Cases {
                (0, 1)
            } else {
                (1, 0)
            };
            assert_eq!(opens(own).unwrap().as_slice(), [7; 500]);
            assert_eq!(opens(2).unwrap().as_slice(), [7; 500]);
            assert!(opens(other).is_none());
            assert!(seen.insert(sealed));
        }
    }
}

//! What is one person's alone, beside the log: drafts, and the snapshot of what the log adds up to.
//!
//! Both are sealed to that person's own identity and signed by them, so that nobody else's draft,
//! another vault's, or another name's is ever taken for theirs. A snapshot is never shared: one made
//! with the headteacher's keys holds what a deputy may not read.

use std::io::{self, Read};
use std::thread::{Builder, scope};

use ed25519_dalek::Signature;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{agefile, codec, error::VaultError, keyring::Keyring, open::Open};
use crate::store::{StoreError, Tip, check_blob_name, version_before};

const MAGIC: &[u8; 4] = b"DBP1";
const SNAPSHOT: &str = "snapshot";

impl Open {
    /// Keeps a value for the person at the screen, over what was there under that name.
    ///
    /// # Errors
    /// When the name cannot be one (`a-z`, `0-9`, `-`, up to 20), or the store cannot be written.
    pub fn put_private(&mut self, name: &str, value: &[u8]) -> Result<(), VaultError> {
        let blob = self.private_blob(name)?;
        // Whoever reads these can read the log, so the recovery key opens drafts as well.
        let to = [&self.keys.own.to_public(), &self.roll.recipients().recovery];
        let sealed = self.keys.wrap(&blob, &to, &[value])?;
        self.replace(&blob, &sealed)
    }

    /// What is kept under that name.
    ///
    /// # Errors
    /// [`VaultError::Private`] when something is there and is not what was put.
    pub fn private(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let blob = self.private_blob(name)?;
        let unwrapped = match self.store.blob(&blob) {
            Ok(None) => return Ok(None),
            Ok(Some((_, bytes))) => self.keys.unwrap(&blob, &bytes),
            Err(StoreError::Damaged(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let kept = unwrapped.ok_or_else(|| VaultError::Private(name.to_owned()))?;
        Ok(Some(kept))
    }

    /// Removes what is kept under that name, if anything is.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_private(&mut self, name: &str) -> Result<(), VaultError> {
        let blob = self.private_blob(name)?;
        match self.store.blob(&blob) {
            Ok(None) => Ok(()),
            _ => self.replace(&blob, &[]),
        }
    }

    /// The names under which something is kept for the person at the screen, sorted.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn privates(&self) -> Result<Vec<String>, VaultError> {
        let prefix = self.blob_of("private-");
        let keys = self.store.blob_keys()?;
        Ok(keys
            .iter()
            .filter_map(|key| key.strip_prefix(&prefix))
            .map(str::to_owned)
            .collect())
    }

    /// Keeps what the log adds up to at `tip`, so that the next start reads only what came after.
    /// `schema` names the payload's form: a snapshot of another schema is never handed back.
    ///
    /// # Errors
    /// When the tip is not on this log, or the store cannot be written.
    pub fn save_snapshot(
        &mut self,
        schema: u32,
        payload: &[u8],
        tip: Tip,
    ) -> Result<(), VaultError> {
        if !self.chain.contains(tip) {
            return Err(VaultError::Broken(
                "the snapshot was made at another log's end".to_owned(),
            ));
        }
        let blob = self.blob_of(SNAPSHOT);
        let parts = [
            &schema.to_be_bytes() as &[u8],
            &tip.seq.to_be_bytes(),
            &tip.hash,
            payload,
        ];
        // Not to the recovery key: it can always be made again from the log.
        let sealed = self
            .keys
            .wrap(&blob, &[&self.keys.own.to_public()], &parts)?;
        self.replace(&blob, &sealed)
    }

    /// The snapshot as `read` makes it out, if there is one, it is ours, of that schema, whole, and made
    /// on this log. Anything else is as if there were none.
    pub fn snapshot<T>(
        &self,
        schema: u32,
        read: impl FnOnce(&mut dyn Read) -> Option<T>,
    ) -> Option<(Tip, T)> {
        let blob = self.blob_of(SNAPSHOT);
        let (_, bytes) = self.store.blob(&blob).ok()??;
        let (signature, sealed) = split(&bytes)?;
        scope(|scope| {
            let (keys, blob) = (&self.keys, &blob);
            let signed = Builder::new()
                .spawn_scoped(scope, move || keys.has_signed(blob, signature, sealed))
                .ok();
            let mut plain = agefile::opener(&self.keys.own, sealed).ok()?;
            let [len, head, tip] = [8, 4, 40].map(|n| take(&mut plain, n));
            let payload = u64::from_be_bytes(len?.as_slice().try_into().ok()?).checked_sub(44)?;
            let tip = tip?;
            let (seq, hash) = tip.split_first_chunk::<8>()?;
            let tip = Tip {
                seq: u64::from_be_bytes(*seq),
                hash: hash.try_into().ok()?,
            };
            if head?.as_slice() != schema.to_be_bytes() || !self.chain.contains(tip) {
                return None;
            }
            let mut payload = plain.by_ref().take(payload);
            let made_out = read(&mut payload)?;
            // Only at its end is it known to be whole, and only a signature makes it ours.
            let all = payload.limit() == 0 && io::copy(&mut plain, &mut io::sink()).is_ok();
            let signed = match signed {
                Some(thread) => thread.join().unwrap_or(false),
                None => self.keys.has_signed(blob, signature, sealed),
            };
            (all && signed).then_some((tip, made_out))
        })
    }

    /// Throws the snapshot away. One that stays is checked again.
    pub fn drop_snapshot(&mut self) {
        let blob = self.blob_of(SNAPSHOT);
        let _ = self.replace(&blob, &[]);
    }

    /// The key id in hex has a fixed length: no two people's names can run into each other.
    fn blob_of(&self, kind: &str) -> String {
        let id = codec::hex(&self.me.key_id());
        match kind {
            SNAPSHOT => format!("{SNAPSHOT}-{id}"),
            prefix => format!("{prefix}{id}-"),
        }
    }

    fn private_blob(&self, name: &str) -> Result<String, VaultError> {
        let blob = self.blob_of("private-") + name;
        if (1..=20).contains(&name.len()) && check_blob_name(&blob).is_ok() {
            Ok(blob)
        } else {
            Err(VaultError::Name(name.to_owned()))
        }
    }

    fn replace(&mut self, blob: &str, value: &[u8]) -> Result<(), VaultError> {
        let version = version_before(&*self.store, blob)?;
        self.store.swap_blob(blob, version, value)?;
        Ok(())
    }
}

impl Keyring {
    /// What is signed: this vault, this name, these sealed bytes.
    fn claim(&self, blob: &str, sealed: &[u8]) -> Vec<u8> {
        codec::fields(&[
            b"daybook private 1",
            self.vault.bytes(),
            blob.as_bytes(),
            &Sha256::digest(sealed),
        ])
    }

    fn wrap(
        &self,
        blob: &str,
        to: &[&age::x25519::Recipient],
        parts: &[&[u8]],
    ) -> Result<Vec<u8>, VaultError> {
        let len: usize = parts.iter().map(|part| part.len()).sum();
        let room = agefile::bucket(len + 8);
        let mut plain = Zeroizing::new(Vec::with_capacity(room));
        plain.extend_from_slice(&(len as u64).to_be_bytes());
        for part in parts {
            plain.extend_from_slice(part);
        }
        plain.resize(room, 0);
        let sealed = agefile::seal(to, &plain)?;
        let signature = self.sign(&self.claim(blob, &sealed));
        let mut out = Vec::with_capacity(MAGIC.len() + signature.len() + sealed.len());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&signature);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    fn has_signed(&self, blob: &str, signature: &[u8; 64], sealed: &[u8]) -> bool {
        self.signing
            .verifying_key()
            .verify_strict(&self.claim(blob, sealed), &Signature::from_bytes(signature))
            .is_ok()
    }

    fn unwrap(&self, blob: &str, bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (signature, sealed) = split(bytes)?;
        if !self.has_signed(blob, signature, sealed) {
            return None;
        }
        let mut plain = agefile::open(&self.own, sealed).ok()?;
        let (len, _) = plain.split_first_chunk::<8>()?;
        let len = usize::try_from(u64::from_be_bytes(*len)).ok()?;
        let end = len.checked_add(8).filter(|end| *end <= plain.len())?;
        plain.truncate(end);
        plain.drain(..8);
        Some(plain)
    }
}

/// The signature, and what it is over.
fn split(bytes: &[u8]) -> Option<(&[u8; 64], &[u8])> {
    bytes.strip_prefix(MAGIC)?.split_first_chunk::<64>()
}

fn take(from: &mut impl Read, len: usize) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; len]);
    from.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

//! Sealed entries that chain properly; a store does not look at signatures.

use daybook::store::disk::DiskStore;
use daybook::store::{Audience, Header, Sealed, Store, StoreError, Tip};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The entry after `tip`, with `len` bytes that only it has.
pub fn entry(tip: Tip, len: usize) -> Sealed {
    let seq = tip.seq + 1;
    let ciphertext: Vec<u8> = (0..len)
        .map(|i| (seq as usize * 31 + i * 7) as u8)
        .collect();
    let header = Header {
        audience: Audience::Cases,
        seq,
        prev: tip.hash,
        author: [7; 16],
        len: len as u64,
        body: Sha256::digest(&ciphertext).into(),
        signature: [0; 64],
    };
    Sealed { header, ciphertext }
}

/// Entries that follow `tip`, one for each length.
pub fn batch(mut tip: Tip, lens: &[usize]) -> Vec<Sealed> {
    let mut out = Vec::new();
    for len in lens {
        let sealed = entry(tip, *len);
        tip = sealed.header.tip();
        out.push(sealed);
    }
    out
}

/// Appends entries of these lengths as one batch.
pub fn grow(store: &mut dyn Store, lens: &[usize]) -> Tip {
    let tip = store.tip().unwrap();
    store.append(tip, &batch(tip, lens)).unwrap()
}

/// An empty vault.
pub fn create(dir: &Path) {
    DiskStore::create(dir, |_| Ok::<_, StoreError>(())).unwrap();
}

//! The form of one sealed entry: a clear header of fixed size, then the ciphertext.
//!
//! The chain runs over the headers, so it can be checked without a key, and a ciphertext that the
//! law wants gone can be dropped without breaking it.
//!
//! | bytes | what |
//! |---|---|
//! | 0..4 | `DBE1`: magic and format version |
//! | 4 | audience: 0 cases, 1 headteacher, 2 everyone (then the ciphertext is clear JSON) |
//! | 5..8 | zero |
//! | 8..16 | sequence number, big-endian, from 1 |
//! | 16..48 | SHA-256 of the header before it (of the vault's id for the first) |
//! | 48..64 | author's key id: the first 16 bytes of the SHA-256 of the Ed25519 public key |
//! | 64..72 | length of the ciphertext, big-endian |
//! | 72..104 | SHA-256 of the ciphertext |
//! | 104..168 | the author's Ed25519 signature over bytes 0..104 |

use sha2::{Digest, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// Names an author's signing key.
pub type KeyId = [u8; 16];

/// The last entry of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// The sequence number; 0 when the log is empty.
    pub seq: u64,
    /// The SHA-256 of its header; zeros when the log is empty.
    pub hash: Hash,
}

impl Tip {
    /// A log without entries.
    pub const EMPTY: Self = Self {
        seq: 0,
        hash: [0; 32],
    };
}

/// Whose identity an entry is sealed to (the recovery identity opens all).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The DSL, deputies and the headteacher.
    Cases,
    /// The headteacher alone.
    Headteacher,
    /// Nobody: it is in the clear, and says who has a key. Signatures can then be judged without one.
    Everyone,
}

/// The clear part of a sealed entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Who can open the entry.
    pub audience: Audience,
    /// Place in the log, from 1.
    pub seq: u64,
    /// Hash of the header before this one.
    pub prev: Hash,
    /// Who wrote it.
    pub author: KeyId,
    /// Bytes of ciphertext.
    pub len: u64,
    /// SHA-256 of the ciphertext.
    pub body: Hash,
    /// The author's signature over all the above, as [`Header::signed_bytes`] lays it out.
    pub signature: [u8; 64],
}

/// Why bytes are not a header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Too few or too many bytes.
    #[error("a header of {0} bytes, not {len}", len = Header::LEN)]
    Length(usize),
    /// Another format, or a later one.
    #[error("not a header of this format")]
    Magic,
    /// A value that this format does not have.
    #[error("a header with a value this format does not have")]
    Value,
}

impl Header {
    /// Bytes of an encoded header.
    pub const LEN: usize = 168;
    const SIGNED: usize = 104;
    const MAGIC: [u8; 4] = *b"DBE1";

    /// The bytes that the signature covers.
    #[must_use]
    pub fn signed_bytes(&self) -> [u8; Self::SIGNED] {
        let mut out = [0; Self::SIGNED];
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            for (to, from) in out.iter_mut().skip(at).zip(bytes) {
                *to = *from;
            }
            at += bytes.len();
        };
        put(&Self::MAGIC);
        put(&[match self.audience {
            Audience::Cases => 0,
            Audience::Headteacher => 1,
            Audience::Everyone => 2,
        }]);
        put(&[0; 3]);
        put(&self.seq.to_be_bytes());
        put(&self.prev);
        put(&self.author);
        put(&self.len.to_be_bytes());
        put(&self.body);
        out
    }

    /// The header as it is stored.
    #[must_use]
    pub fn encode(&self) -> [u8; Self::LEN] {
        let mut out = [0; Self::LEN];
        let signed = self.signed_bytes();
        for (to, from) in out.iter_mut().zip(signed.iter().chain(&self.signature)) {
            *to = *from;
        }
        out
    }

    /// Reads a stored header. The signature is not checked here.
    ///
    /// # Errors
    /// When the bytes are not one header of this format.
    pub fn decode(bytes: &[u8]) -> Result<Self, HeaderError> {
        if bytes.len() != Self::LEN {
            return Err(HeaderError::Length(bytes.len()));
        }
        let mut rest = bytes;
        if take::<4>(&mut rest)? != Self::MAGIC {
            return Err(HeaderError::Magic);
        }
        let audience = match take::<4>(&mut rest)? {
            [0, 0, 0, 0] => Audience::Cases,
            [1, 0, 0, 0] => Audience::Headteacher,
            [2, 0, 0, 0] => Audience::Everyone,
            _ => return Err(HeaderError::Value),
        };
        let seq = u64::from_be_bytes(take(&mut rest)?);
        if seq == 0 {
            return Err(HeaderError::Value);
        }
        Ok(Self {
            audience,
            seq,
            prev: take(&mut rest)?,
            author: take(&mut rest)?,
            len: u64::from_be_bytes(take(&mut rest)?),
            body: take(&mut rest)?,
            signature: take(&mut rest)?,
        })
    }

    /// The hash that the next header names, signature included.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Sha256::digest(self.encode()).into()
    }

    /// Reads a stored header, with its hash. One header is stored in one way only: the bytes need not be put together again.
    ///
    /// # Errors
    /// As [`Header::decode`].
    pub fn decode_hashed(bytes: &[u8]) -> Result<(Self, Hash), HeaderError> {
        Ok((Self::decode(bytes)?, Sha256::digest(bytes).into()))
    }

    /// The tip of a log that ends here.
    #[must_use]
    pub fn tip(&self) -> Tip {
        Tip {
            seq: self.seq,
            hash: self.hash(),
        }
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], HeaderError> {
    let (head, tail) = rest
        .split_first_chunk::<N>()
        .ok_or(HeaderError::Length(rest.len()))?;
    *rest = tail;
    Ok(*head)
}

/// A header and its ciphertext: what a store keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The clear part.
    pub header: Header,
    /// An age file; clear JSON where the audience is everyone.
    pub ciphertext: Vec<u8>,
}

impl Sealed {
    /// Whether the ciphertext is the one the header speaks of.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.header.len == self.ciphertext.len() as u64
            && self.header.body == <Hash>::from(Sha256::digest(&self.ciphertext))
    }

    /// Header and ciphertext in one run of bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Header::LEN + self.ciphertext.len());
        out.extend_from_slice(&self.header.encode());
        out.extend_from_slice(&self.ciphertext);
        out
    }

    /// Reads what [`Sealed::encode`] wrote, checking the ciphertext's length and hash.
    ///
    /// # Errors
    /// When the header is none, or the ciphertext is not the one it speaks of.
    pub fn decode(bytes: &[u8]) -> Result<Self, HeaderError> {
        let (header, body) = bytes
            .split_at_checked(Header::LEN)
            .ok_or(HeaderError::Length(bytes.len()))?;
        let sealed = Self {
            header: Header::decode(header)?,
            ciphertext: body.to_vec(),
        };
        if sealed.is_whole() {
            Ok(sealed)
        } else {
            Err(HeaderError::Value)
        }
    }
}

/// The first of several encoded entries that lie behind each other, and what follows it; `None` where no
/// whole entry can be told. Its ciphertext is not checked here.
#[must_use]
pub(crate) fn split_encoded(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let header = Header::decode(bytes.get(..Header::LEN)?).ok()?;
    let len = usize::try_from(header.len).ok()?.checked_add(Header::LEN)?;
    bytes.split_at_checked(len)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What [`Header::decode_hashed`] rests on: whatever is read as a header is put together to the same bytes.
        #[test]
        fn a_header_is_stored_in_one_way_only(
            mut bytes in proptest::collection::vec(any::<u8>(), Header::LEN),
            audience in 0_u8..4,
            odd in 0_u8..2,
        ) {
            bytes[..8].copy_from_slice(&[b'D', b'B', b'E', b'1', audience, odd, 0, 0]);
            match Header::decode_hashed(&bytes) {
                Ok((header, hash)) => {
                    prop_assert_eq!(&header.encode()[..], &bytes);
                    prop_assert_eq!(hash, header.hash());
                    prop_assert!(audience < 3 && odd == 0);
                }
                Err(_) => prop_assert!(audience == 3 || odd == 1 || bytes[8..16] == [0; 8]),
            }
        }
    }
}

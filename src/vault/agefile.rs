//! age files: sealing to recipients or under a passphrase, and opening. All use of age's
//! encryption is here, so that its errors are read in one place (its own texts are never shown:
//! one of them overflows on a hostile work factor).

use std::io::{self, BufRead, Read, Write};

use age::{
    DecryptError, Decryptor, Encryptor, Identity, scrypt,
    secrecy::SecretString,
    stream::{StreamReader, StreamWriter},
    x25519::Recipient,
};
use zeroize::Zeroizing;

use super::error::VaultError;

/// How an age file begins.
pub(super) const BEGINNING: &[u8] = b"age-encryption.org/v1";

/// How hard a passphrase is to try: 2^n steps, each of 1 KB of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkFactor(u8);

impl WorkFactor {
    /// What Daybook sets: 256 MB and about a second for each try.
    pub const PRODUCT: Self = Self(18);
    /// The most that is read: a slot that asks for more was not written by Daybook.
    pub(super) const MAX: u8 = 20;

    /// A work factor of 2^`n`, held between 1 and the most that is read back. Small ones are for tests.
    #[must_use]
    pub const fn new(n: u8) -> Self {
        match n {
            0 => Self(1),
            n if n > Self::MAX => Self(Self::MAX),
            n => Self(n),
        }
    }
}

/// Why an age file did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Shut {
    #[error("is not an age file")]
    NotAge,
    #[error("is not sealed to this key")]
    WrongKey,
    #[error("was altered or damaged after it was sealed")]
    Damaged,
    #[error("asks for too much work")]
    TooMuchWork(u8),
}

impl From<DecryptError> for Shut {
    fn from(error: DecryptError) -> Self {
        match error {
            DecryptError::ExcessiveWork { required, .. } => Self::TooMuchWork(required),
            DecryptError::NoMatchingKeys
            | DecryptError::DecryptionFailed
            | DecryptError::KeyDecryptionFailed => Self::WrongKey,
            DecryptError::UnknownFormat => Self::NotAge,
            _ => Self::Damaged,
        }
    }
}

/// A stream that seals what is written into it; it must be finished.
pub(super) fn sealer<W: Write>(to: &[&Recipient], out: W) -> Result<StreamWriter<W>, VaultError> {
    let recipients = to.iter().map(|&one| one as &dyn age::Recipient);
    wrap(Encryptor::with_recipients(recipients), out)
}

fn wrap<W: Write>(
    encryptor: Result<Encryptor, age::EncryptError>,
    out: W,
) -> Result<StreamWriter<W>, VaultError> {
    encryptor
        .map_err(|error| VaultError::Seal(error.to_string()))?
        .wrap_output(out)
        .map_err(failed)
}

fn failed(error: io::Error) -> VaultError {
    VaultError::Seal(error.to_string())
}

/// Seals bytes. The first recipient's key opens the file fastest.
pub(super) fn seal(to: &[&Recipient], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    fill(sealer(to, Vec::with_capacity(plain.len() + 512))?, plain)
}

/// Writes everything that is to be sealed, and ends the seal.
pub(super) fn fill<W: Write>(mut seal: StreamWriter<W>, plain: &[u8]) -> Result<W, VaultError> {
    seal.write_all(plain).map_err(failed)?;
    seal.finish().map_err(failed)
}

/// Seals bytes under a passphrase.
pub(super) fn seal_with_passphrase(
    passphrase: &str,
    work: WorkFactor,
    plain: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase));
    recipient.set_work_factor(work.0);
    let one = std::iter::once(&recipient as &dyn age::Recipient);
    let out = Vec::with_capacity(plain.len() + 512);
    fill(wrap(Encryptor::with_recipients(one), out)?, plain)
}

/// The longest header that is read: Daybook's own, for two recipients, are far shorter. age reads a header
/// anew at each of its lines, which would take minutes over one that somebody made long.
const LONGEST_HEADER: u64 = 8 << 10;

/// An age file, its header read already.
type Headed<R> = io::Chain<io::Cursor<Vec<u8>>, R>;

/// A stream of what was sealed. Its end must be reached: only then is it known to be whole.
pub(super) type Plain<R> = StreamReader<Headed<R>>;

fn headed<R: BufRead>(mut from: R) -> Result<Headed<R>, Shut> {
    let mut header = Vec::new();
    let mut lines = (&mut from).take(LONGEST_HEADER);
    loop {
        let at = header.len();
        let read = lines.read_until(b'\n', &mut header);
        let line = header.get(at..).unwrap_or_default();
        if read.is_err() || !line.ends_with(b"\n") {
            return Err(Shut::NotAge);
        }
        if line.starts_with(b"---") {
            return Ok(io::Cursor::new(header).chain(from));
        }
    }
}

/// Opens an age file, to be read as a stream.
pub(super) fn opener<R: BufRead>(with: &dyn Identity, from: R) -> Result<Plain<R>, Shut> {
    let decryptor = Decryptor::new_buffered(headed(from)?).map_err(|error| match error {
        DecryptError::Io(_) | DecryptError::InvalidHeader => Shut::NotAge,
        other => other.into(),
    })?;
    Ok(decryptor.decrypt(std::iter::once(with))?)
}

/// Opens a whole age file.
pub(super) fn open(with: &dyn Identity, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Shut> {
    // Longer than any plaintext in it, so that no half-filled buffer is left behind by growing.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    opener(with, sealed)?
        .read_to_end(&mut plain)
        .map_err(|_| Shut::Damaged)?;
    Ok(plain)
}

/// Opens what [`seal_with_passphrase`] sealed, and refuses at once what would take for ever.
pub(super) fn open_with_passphrase(
    passphrase: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Shut> {
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase));
    identity.set_max_work_factor(WorkFactor::MAX);
    open(&identity, sealed)
}

/// The length that a plaintext is padded to, so that a ciphertext's length says little: powers of
/// two from 512 to 4096, then multiples of 4096.
pub(super) fn bucket(len: usize) -> usize {
    if len <= 4096 {
        len.next_power_of_two().max(512)
    } else {
        len.div_ceil(4096).saturating_mul(4096)
    }
}

/// JSON padded with spaces, so that its sealed length says little.
pub(super) fn padded(json: &[u8]) -> Zeroizing<Vec<u8>> {
    let len = bucket(json.len());
    let mut padded = Zeroizing::new(Vec::with_capacity(len));
    padded.extend_from_slice(json);
    padded.resize(len, b' ');
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_hold_and_are_few() {
        let mut seen = std::collections::BTreeSet::new();
        for len in 0..20_000 {
            assert!(bucket(len) >= len);
            seen.insert(bucket(len));
        }
        assert_eq!(seen.len(), 8);
    }

    #[test]
    fn a_hostile_work_factor_is_refused_before_any_work() {
        let sealed = seal_with_passphrase("correct", WorkFactor::new(2), b"x").unwrap();
        let text = String::from_utf8_lossy(&sealed);
        let line = text.lines().nth(1).unwrap().to_owned();
        let raised = line.strip_suffix(" 2").unwrap().to_owned() + " 30";
        let mut bytes = Vec::new();
        let at = sealed
            .windows(line.len())
            .position(|w| w == line.as_bytes())
            .unwrap();
        bytes.extend_from_slice(&sealed[..at]);
        bytes.extend_from_slice(raised.as_bytes());
        bytes.extend_from_slice(&sealed[at + line.len()..]);
        assert_eq!(
            open_with_passphrase("correct", &bytes).unwrap_err(),
            Shut::TooMuchWork(30)
        );
    }

    #[test]
    fn a_header_without_an_end_is_refused_at_once() {
        let key = age::x25519::Identity::generate();
        // Short lines make the most work of a parser that begins again at each.
        for (line, len) in [
            ("-> X25519 AAAA\nAAAA\n", 256 << 10),
            ("-> x y\n\n", 8 << 20),
        ] {
            let mut sealed = b"age-encryption.org/v1\n".to_vec();
            while sealed.len() < len {
                sealed.extend_from_slice(line.as_bytes());
            }
            let began = std::time::Instant::now();
            assert_eq!(open(&key, &sealed).unwrap_err(), Shut::NotAge);
            assert_eq!(
                open_with_passphrase("x", &sealed).unwrap_err(),
                Shut::NotAge
            );
            let took = began.elapsed();
            assert!(took < std::time::Duration::from_secs(1), "{len}: {took:?}");
        }
    }
}

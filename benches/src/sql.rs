//! SQLite and SQLCipher, which are one library: without a key it is SQLite.

use std::path::Path;

use rusqlite::{Connection, params};

use crate::Fault;

/// How SQLite makes a transaction durable. Both survive a power cut.
#[derive(Clone, Copy)]
pub enum Journal {
    /// A write-ahead log, synced at every commit.
    Wal,
    /// A rollback journal, deleted at every commit: what SQLite does unless told otherwise.
    Delete,
}

/// A table of numbered blobs, each insert durable on return (`synchronous=FULL`).
pub fn blobs(path: &Path, journal: Journal) -> Result<Connection, Fault> {
    let db = Connection::open(path)?;
    let mode = match journal {
        Journal::Wal => "wal",
        Journal::Delete => "delete",
    };
    db.pragma_update(None, "journal_mode", mode)?;
    db.pragma_update(None, "synchronous", "full")?;
    db.execute_batch("create table if not exists entries (seq integer primary key, sealed blob)")?;
    Ok(db)
}

/// Appends one blob.
pub fn insert(db: &Connection, seq: u64, bytes: &[u8]) -> Result<(), Fault> {
    db.prepare_cached("insert into entries values (?, ?)")?
        .execute(params![seq, bytes])?;
    Ok(())
}

/// Appends many blobs at once.
pub fn insert_all<'a>(
    db: &Connection,
    rows: impl Iterator<Item = (u64, &'a [u8])>,
) -> Result<(), Fault> {
    let transaction = db.unchecked_transaction()?;
    for (seq, bytes) in rows {
        insert(db, seq, bytes)?;
    }
    Ok(transaction.commit()?)
}

/// An encrypted table of texts. The key is given as it is, so that none is derived.
pub fn cipher(path: &Path) -> Result<Connection, Fault> {
    let db = Connection::open(path)?;
    db.execute_batch(&format!("pragma key = \"x'{}'\"", "2b".repeat(32)))?;
    let version: String = db.query_row("pragma cipher_version", [], |row| row.get(0))?;
    if version.is_empty() {
        return Err("this is not SQLCipher".into());
    }
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "full")?;
    db.execute_batch("create table if not exists entries (seq integer primary key, json text)")?;
    Ok(db)
}

/// Writes the rows of an encrypted table.
pub fn fill(path: &Path, rows: &[(u64, String)]) -> Result<(), Fault> {
    let db = cipher(path)?;
    let transaction = db.unchecked_transaction()?;
    for (seq, json) in rows {
        insert_text(&db, *seq, json)?;
    }
    transaction.commit()?;
    db.close().map_err(|(_, error)| error.into())
}

/// Appends one text.
pub fn insert_text(db: &Connection, seq: u64, json: &str) -> Result<(), Fault> {
    db.prepare_cached("insert into entries values (?, ?)")?
        .execute(params![seq, json])?;
    Ok(())
}

/// Reads every row, in order, and hands each on.
pub fn read(db: &Connection, mut each: impl FnMut(u64, &str)) -> Result<usize, Fault> {
    let mut query = db.prepare("select seq, json from entries order by seq")?;
    let mut rows = query.query([])?;
    let mut n = 0;
    while let Some(row) = rows.next()? {
        each(row.get(0)?, row.get_ref(1)?.as_str()?);
        n += 1;
    }
    Ok(n)
}

//! sled, behind a fence: it lives on a thread of its own, so that a panic inside it is a failed
//! answer and a hang is a late one. What it answers is never believed without a check.
//!
//! The thread is called `daybook-sled`; a panic hook that draws on the terminal can know it by that.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use sled::Db;

use super::values;
use crate::store::Sealed;

/// How long sled may take over one request.
const PATIENCE: Duration = Duration::from_secs(10);

/// Batches that may wait for sled before an append waits with them.
const WAITING: usize = 64;

/// What sled may keep in memory; its own choice would be a gigabyte.
const CACHE: u64 = 4 << 20;

/// Why sled did not answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("sled gave up")]
    Panicked,
    #[error("sled took too long")]
    TimedOut,
    #[error("sled said: {0}")]
    Said(#[from] sled::Error),
    #[error("the system said: {0}")]
    System(#[from] std::io::Error),
}

type Job = Box<dyn FnOnce(&Db) + Send>;
type Answer<T> = Receiver<Result<T, sled::Error>>;

/// A sled database and the thread that it lives on.
pub(super) struct SledSide {
    jobs: Option<Sender<Job>>,
    waiting: VecDeque<Answer<()>>,
    ended: Receiver<()>,
}

impl SledSide {
    /// Opens the database in a folder, or makes one there.
    pub(super) fn open(folder: &Path) -> Result<Self, Fault> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let (ready, opened) = mpsc::channel();
        let (end, ended) = mpsc::channel::<()>();
        let folder: PathBuf = folder.to_owned();
        std::thread::Builder::new()
            .name("daybook-sled".to_owned())
            .spawn(move || {
                // Dropped last, whether the thread ends or unwinds.
                let _end = end;
                let opened = sled::Config::new()
                    .path(folder)
                    .cache_capacity(CACHE)
                    .flush_every_ms(None)
                    .open();
                match opened {
                    Ok(db) => {
                        let _ = ready.send(Ok(()));
                        for job in inbox {
                            job(&db);
                        }
                    }
                    Err(error) => {
                        let _ = ready.send(Err(error));
                    }
                }
            })?;
        let side = Self {
            jobs: Some(jobs),
            waiting: VecDeque::new(),
            ended,
        };
        wait(&opened)?;
        Ok(side)
    }

    /// Hands sled a batch that the journal has already made durable.
    pub(super) fn append(&mut self, batch: &[Sealed]) -> Result<(), Fault> {
        while let Some(front) = self.waiting.front() {
            match front.try_recv() {
                Ok(answer) => answer?,
                Err(mpsc::TryRecvError::Disconnected) => return Err(Fault::Panicked),
                Err(mpsc::TryRecvError::Empty) if self.waiting.len() < WAITING => break,
                Err(mpsc::TryRecvError::Empty) => wait(front)?,
            }
            self.waiting.pop_front();
        }
        let batch = batch.to_vec();
        let answer = self.send(move |db| values::append(db, &batch))?;
        self.waiting.push_back(answer);
        Ok(())
    }

    /// The bytes of up to `limit` entries after `after`, as far as sled has them in order.
    pub(super) fn read(&self, after: u64, limit: usize) -> Result<Vec<Vec<u8>>, Fault> {
        wait(&self.send(move |db| values::read(db, after, limit))?)
    }

    /// The sequence number of the last entry and how many there are, by looking at every one.
    pub(super) fn extent(&self) -> Result<(u64, u64), Fault> {
        wait(&self.send(values::extent)?)
    }

    /// Writes everything out and ends the thread.
    pub(super) fn close(mut self) -> Result<(), Fault> {
        for answer in std::mem::take(&mut self.waiting) {
            wait(&answer)?;
        }
        wait(&self.send(|db| db.flush().map(|_| ()))?)?;
        self.end()
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.jobs = None;
        match self.ended.recv_timeout(PATIENCE) {
            Err(RecvTimeoutError::Timeout) => Err(Fault::TimedOut),
            _ => Ok(()),
        }
    }

    fn send<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Db) -> Result<T, sled::Error> + Send + 'static,
    ) -> Result<Answer<T>, Fault> {
        let (answer, answered) = mpsc::channel();
        let job: Job = Box::new(move |db| {
            let _ = answer.send(act(db));
        });
        let jobs = self.jobs.as_ref().ok_or(Fault::Panicked)?;
        jobs.send(job).map_err(|_| Fault::Panicked)?;
        Ok(answered)
    }
}

impl Drop for SledSide {
    /// Waits, so that nobody opens or deletes the folder while sled still writes there.
    fn drop(&mut self) {
        let _ = self.end();
    }
}

fn wait<T>(answer: &Answer<T>) -> Result<T, Fault> {
    match answer.recv_timeout(PATIENCE) {
        Ok(answer) => Ok(answer?),
        Err(RecvTimeoutError::Timeout) => Err(Fault::TimedOut),
        Err(RecvTimeoutError::Disconnected) => Err(Fault::Panicked),
    }
}

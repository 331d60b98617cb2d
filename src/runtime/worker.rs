//! The one thread for slow work: unlock, append, verify, export. Jobs are done in the order they were given.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::events::Message;
use super::panic::{Fault, fence};

/// The way into the loop's channel for answers: progress while a job runs, and whatever comes on its own.
#[derive(Debug)]
pub struct Outbox<A> {
    channel: Sender<Message<A>>,
}

impl<A> Outbox<A> {
    /// An outbox onto the loop's channel.
    #[must_use]
    pub const fn new(channel: Sender<Message<A>>) -> Self {
        Self { channel }
    }

    /// Sends an answer. When the loop has ended nobody is left to tell, and that is no error.
    pub fn send(&self, answer: A) {
        let _ = self.channel.send(Message::Answer(answer));
    }
}

impl<A> Clone for Outbox<A> {
    fn clone(&self) -> Self {
        Self::new(self.channel.clone())
    }
}

/// The worker has ended and takes no more jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Daybook is closing and cannot start anything new.")]
pub struct WorkerGone;

/// A handle on the worker thread. Dropping it lets the jobs already given finish on their own, and does not wait.
#[derive(Debug)]
pub struct Worker<J> {
    jobs: Sender<J>,
    ended: Receiver<()>,
}

impl<J: Send + 'static> Worker<J> {
    /// Starts the thread. `work` does one job and may report progress through the outbox; its return value is the
    /// job's answer. When it panics, `at_fault` makes the answer: `work` must then take what it keeps between jobs
    /// (an open vault) as broken and open it anew.
    ///
    /// # Errors
    /// When the system cannot start a thread.
    pub fn start<A, W>(
        outbox: Outbox<A>,
        at_fault: impl Fn(Fault) -> A + Send + 'static,
        mut work: W,
    ) -> std::io::Result<Self>
    where
        A: Send + 'static,
        W: FnMut(J, &Outbox<A>) -> A + Send + 'static,
    {
        let (jobs, queue) = mpsc::channel::<J>();
        let (ending, ended) = mpsc::channel();
        thread::Builder::new()
            .name("worker".to_owned())
            .spawn(move || {
                for job in queue {
                    let answer = fence(|| work(job, &outbox)).unwrap_or_else(&at_fault);
                    outbox.send(answer);
                }
                // What the work keeps (an open vault) is closed before the end is announced.
                let _ = fence(|| drop(work));
                drop(ending);
            })?;
        Ok(Self { jobs, ended })
    }

    /// Queues a job.
    ///
    /// # Errors
    /// When the worker has ended.
    pub fn submit(&self, job: J) -> Result<(), WorkerGone> {
        self.jobs.send(job).map_err(|_| WorkerGone)
    }

    /// Takes no more jobs and waits until those queued are done and the work is dropped, at most for `patience`.
    /// True when everything was done.
    #[must_use]
    pub fn finish(self, patience: Duration) -> bool {
        drop(self.jobs);
        self.ended.recv_timeout(patience) == Err(RecvTimeoutError::Disconnected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Answer {
        Progress(u8),
        Sum(u32),
        Fault,
    }

    fn answers(inbox: &Receiver<Message<Answer>>) -> Vec<Answer> {
        inbox
            .try_iter()
            .map(|message| match message {
                Message::Answer(answer) => answer,
                _ => panic!("only answers come from a worker"),
            })
            .collect()
    }

    #[test]
    fn jobs_answer_in_order_with_progress_and_a_panic_is_one_answer() {
        let (outbox, inbox) = mpsc::channel();
        let mut sum = 0;
        let worker = Worker::start(
            Outbox::new(outbox),
            |_: Fault| Answer::Fault,
            move |job: u32, outbox: &Outbox<Answer>| {
                assert!(job != 13, "a name that must not be told");
                outbox.send(Answer::Progress(50));
                sum += job;
                Answer::Sum(sum)
            },
        )
        .unwrap();
        for job in [1, 13, 2] {
            worker.submit(job).unwrap();
        }
        assert!(worker.finish(Duration::from_secs(5)));
        let expected = [
            Answer::Progress(50),
            Answer::Sum(1),
            Answer::Fault,
            Answer::Progress(50),
            Answer::Sum(3),
        ];
        assert_eq!(answers(&inbox), expected);
    }

    #[test]
    fn finishing_does_not_wait_for_ever() {
        let (outbox, _inbox) = mpsc::channel();
        let (release, held) = mpsc::channel::<()>();
        let worker = Worker::start(
            Outbox::new(outbox),
            |_: Fault| Answer::Fault,
            move |(), _: &Outbox<Answer>| {
                let _ = held.recv();
                Answer::Sum(0)
            },
        )
        .unwrap();
        worker.submit(()).unwrap();
        assert!(!worker.finish(Duration::from_millis(20)));
        drop(release);
    }
}

//! Many small pieces of work over all cores.

use std::{
    num::NonZero,
    panic::resume_unwind,
    thread::{Builder, available_parallelism, scope},
};

/// Below this a thread costs more than it saves.
const WORTH_A_THREAD: usize = 32;

/// Applies `f` to every item, in order. Few items are done where we stand.
pub(super) fn map<T: Sync, U: Send>(items: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
    // To ask how many cores there are costs more than to seal an entry.
    if items.len() <= WORTH_A_THREAD {
        return items.iter().map(&f).collect();
    }
    let cores = available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(cores).max(WORTH_A_THREAD);
    let work = |part: &[T]| part.iter().map(&f).collect::<Vec<U>>();
    let work = &work;
    scope(|scope| {
        let mut parts = items.chunks(share);
        let first = parts.next().unwrap_or_default();
        // A system that will give no thread gets the work done all the same.
        let started: Vec<_> = parts
            .map(|part| (part, Builder::new().spawn_scoped(scope, move || work(part))))
            .collect();
        let mut done = work(first);
        for (part, thread) in started {
            done.extend(match thread.map(|thread| thread.join()) {
                Ok(Ok(results)) => results,
                Ok(Err(panic)) => resume_unwind(panic),
                Err(_) => work(part),
            });
        }
        done
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn keeps_the_order_whatever_the_number() {
        for n in [0_u32, 1, 31, 32, 33, 64, 65, 1000] {
            let items: Vec<u32> = (0..n).collect();
            let doubled: Vec<u32> = items.iter().map(|x| x * 2).collect();
            assert_eq!(super::map(&items, |x| x * 2), doubled);
        }
    }
}

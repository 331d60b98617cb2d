//! Work that is shared out among the cores: a very large school is gone through while somebody types.

use std::num::NonZero;
use std::thread::{available_parallelism, scope};

/// So few items are not worth a second core.
pub const FEW: usize = 2_000;

/// Does the same with every item, each on a core of its own, and gives what came of it in the items' order.
pub fn each_on_its_core<I: Send, O: Send>(items: Vec<I>, act: impl Fn(I) -> O + Sync) -> Vec<O> {
    let act = &act;
    scope(|scope| {
        let mut items = items.into_iter();
        let here = items.next();
        let others: Vec<_> = items.map(|item| scope.spawn(move || act(item))).collect();
        let here = here.map(act);
        let joined = others.into_iter().map(|other| match other.join() {
            Ok(out) => out,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        here.into_iter().chain(joined).collect()
    })
}

/// Does the same with a share of the items on every core, and gives what came of it in the items' order. `act` hears at which
/// place its share begins.
pub fn on_every_core<'a, T: Sync, O: Send>(
    all: &'a [T],
    act: impl Fn(usize, &'a [T]) -> Vec<O> + Sync,
) -> Vec<O> {
    let cores = available_parallelism().map_or(1, NonZero::get);
    if all.len() < FEW || cores < 2 {
        return act(0, all);
    }
    let share = all.len().div_ceil(cores).max(1);
    let shares = all.chunks(share).enumerate();
    let shares = shares.map(|(n, items)| (n * share, items)).collect();
    let each = each_on_its_core(shares, |(start, items)| act(start, items));
    // Of known length: a list that grows is copied again and again.
    let mut all = Vec::with_capacity(each.iter().map(Vec::len).sum());
    each.into_iter().for_each(|some| all.extend(some));
    all
}

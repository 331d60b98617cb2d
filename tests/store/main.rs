//! What every store must do, and what the one on a disk must survive.

mod conformance;
mod damage;
mod kill;
mod make;

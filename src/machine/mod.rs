//! The machine a program runs on, as the system tells of it.
//!
//! In: `/proc` and limits. Out: figures of a process, more file descriptors, and memory given back. Never: waits.

mod descriptors;
mod memory;
mod process;

pub use descriptors::raise_descriptors;
pub use memory::give_back_large;
pub use process::Process;

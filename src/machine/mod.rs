//! The machine a program runs on, as the system tells of it.
//!
//! In: `/proc` and limits. Out: figures of a process, more file descriptors, memory given back,
//! and threads that let others go before. Never: waits.

mod descriptors;
mod memory;
mod priority;
mod process;

pub use descriptors::raise_descriptors;
pub use memory::give_back_large;
pub use priority::step_back;
pub use process::Process;

//! The machine a program runs on, as the system tells of it.
//!
//! In: `/proc` and limits. Out: figures of a process, and more file descriptors. Never: waits.

mod descriptors;
mod process;

pub use descriptors::raise_descriptors;
pub use process::Process;

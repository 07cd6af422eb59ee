//! The machine a program runs on, as the system tells of it.
//!
//! In: `/proc`, limits, lines of the log, and bytes for many sockets. Out: figures of a process, of a disk and of a
//! connection, more file descriptors, memory given back, what a disk keeps with files, threads that let others go before. Never: waits.

mod access_log;
mod attributes;
mod descriptors;
mod disk_gauge;
mod disk_space;
#[cfg(feature = "aac")]
mod fdk_aac;
mod host_name;
mod log_buffer;
mod message_socket;
mod passed_sockets;
mod priority;
mod process;
mod service_manager;
mod syscalls;
mod wait;

pub use access_log::{AccessEntry, AccessLog};
pub use attributes::copy_attributes;
pub use descriptors::raise_descriptors;
#[cfg(test)]
pub(crate) use disk_gauge::tests::hanging as hanging_disk;
pub use disk_gauge::{DiskGauge, DiskReading};
pub use disk_space::{DiskSpace, room};
#[cfg(feature = "aac")]
pub use fdk_aac::{FdkAac, FdkAacConfig, FdkAacError, FdkAacInfo};
pub use host_name::host_name;
pub use log_buffer::{LogBuffer, LogLine, LoggedProblem};
pub use message_socket::{IncomingMessage, MOST_DESCRIPTORS, MessageSocket};
pub use passed_sockets::{PassedSocket, passed_sockets};
pub use priority::step_back;
pub use process::Process;
pub use service_manager::{is_managed, notify_alive, notify_serving, notify_stopping, watchdog_interval};
#[cfg(feature = "mp3")]
pub use syscalls::disable_bit_reservoir;
#[cfg(test)]
pub(crate) use syscalls::vanish;
pub use syscalls::{
    MOST_PARCELS, SendBatch, SendOp, clock_is_kept, give_back_large, give_back_unused, ignore_sent_faults,
    outstanding, set_tcp, tcp_info,
};
pub use wait::wait_until;

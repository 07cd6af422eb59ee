//! Calls of listeners: the page, its WebSocket, and that of the DJ's desk.

pub(crate) mod page;
pub(crate) mod sockets;

//! Messages with file descriptors over a Unix socket (`unix(7)`, `SCM_RIGHTS`).

use std::io::{self, IoSlice, IoSliceMut, Read as _, Write as _};
use std::mem::MaybeUninit;
use std::net::Shutdown;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rustix::io::retry_on_intr;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg, sockopt,
};

/// File descriptors in a message, at most: what the kernel passes at once (`SCM_MAX_FD`).
pub const MOST_DESCRIPTORS: usize = 253;
/// Bytes of a message's text and of what is attached, at most.
const MOST_BYTES: usize = 1 << 28;
/// Length of what comes before a message: the lengths of its text and of what is attached, big-endian.
const PREFIX: usize = 8;

/// One end of a Unix socket over which whole messages go.
#[derive(Debug)]
pub struct MessageSocket {
    stream: UnixStream,
}

/// A message as it came.
#[derive(Debug, Default)]
pub struct IncomingMessage {
    /// Its text.
    pub text: Vec<u8>,
    /// Bytes that are attached to it.
    pub attached: Vec<u8>,
    /// File descriptors that came with it.
    pub descriptors: Vec<OwnedFd>,
}

impl MessageSocket {
    /// Takes a connected socket.
    pub fn new(stream: UnixStream) -> Self {
        Self { stream }
    }

    /// Returns whether the process at the other end has this process's user.
    pub fn is_own_user(&self) -> io::Result<bool> {
        Ok(sockopt::socket_peercred(&self.stream)?.uid == rustix::process::geteuid())
    }

    /// Sets how long a message may take from now on.
    pub fn set_patience(&self, most: Duration) -> io::Result<()> {
        self.stream.set_read_timeout(Some(most))?;
        self.stream.set_write_timeout(Some(most))
    }

    /// Ends both directions. What the other end sent before can still be received; it can send no more.
    pub fn shut(&self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Both)
    }

    /// Sends a message; `descriptors` are at most [`MOST_DESCRIPTORS`].
    pub fn send(&self, text: &[u8], attached: &[u8], descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
        let length = |bytes: &[u8]| match u32::try_from(bytes.len()) {
            Ok(length) if bytes.len() <= MOST_BYTES => Ok(length.to_be_bytes()),
            _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "the message is too long")),
        };
        let mut prefix = [0; PREFIX];
        prefix[..4].copy_from_slice(&length(text)?);
        prefix[4..].copy_from_slice(&length(attached)?);
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !descriptors.is_empty() && !control.push(SendAncillaryMessage::ScmRights(descriptors)) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "too many descriptors"));
        }
        // So short a message goes out whole or not at all.
        let sent = retry_on_intr(|| {
            sendmsg(&self.stream, &[IoSlice::new(&prefix)], &mut control, SendFlags::NOSIGNAL)
        })?;
        if sent != PREFIX {
            return Err(io::ErrorKind::WriteZero.into());
        }
        (&self.stream).write_all(text)?;
        (&self.stream).write_all(attached)
    }

    /// Receives a message; fails if not all of its descriptors came.
    pub fn receive(&self) -> io::Result<IncomingMessage> {
        let mut message = IncomingMessage::default();
        let (mut prefix, mut got) = ([0; PREFIX], 0);
        while got < PREFIX {
            let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
            let mut control = RecvAncillaryBuffer::new(&mut space);
            let rest = &mut [IoSliceMut::new(&mut prefix[got..])];
            let received =
                retry_on_intr(|| recvmsg(&self.stream, rest, &mut control, RecvFlags::CMSG_CLOEXEC))?;
            for ancillary in control.drain() {
                if let RecvAncillaryMessage::ScmRights(descriptors) = ancillary {
                    message.descriptors.extend(descriptors);
                }
            }
            if received.flags.contains(ReturnFlags::CTRUNC) {
                let few = "not all file descriptors arrived: this process may have too few \
                           (ulimit -n; systemd: LimitNOFILE)";
                return Err(io::Error::other(few));
            }
            if received.bytes == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            got += received.bytes;
        }
        message.text = self.read(&prefix[..4])?;
        message.attached = self.read(&prefix[4..])?;
        Ok(message)
    }

    fn read(&self, length: &[u8]) -> io::Result<Vec<u8>> {
        let length = length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
        if length > MOST_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the message is too long"));
        }
        let mut bytes = vec![0; length];
        (&self.stream).read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::os::fd::AsFd;

    use super::*;

    #[test]
    fn a_message_brings_its_bytes_and_its_descriptors() {
        let (here, there) = UnixStream::pair().unwrap();
        let (here, there) = (MessageSocket::new(here), MessageSocket::new(there));
        assert!(here.is_own_user().unwrap());
        let file = tempfile::tempfile().unwrap();
        (&file).write_all(b"sound").unwrap();
        let descriptors = vec![file.as_fd(); MOST_DESCRIPTORS];
        here.send(b"{}", &[7; 1_000], &descriptors).unwrap();
        here.send(b"[]", b"", &[]).unwrap();
        let message = there.receive().unwrap();
        assert_eq!((&message.text[..], message.attached), (&b"{}"[..], vec![7; 1_000]));
        assert_eq!(message.descriptors.len(), MOST_DESCRIPTORS);
        let length = |file: &OwnedFd| File::from(file.try_clone().unwrap()).metadata().unwrap().len();
        assert!(message.descriptors.iter().all(|file| length(file) == 5));
        let message = there.receive().unwrap();
        assert_eq!((&message.text[..], message.descriptors.len()), (&b"[]"[..], 0));
        drop(here);
        assert_eq!(there.receive().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn what_was_sent_before_the_end_is_received_and_nothing_after_it() {
        let (here, there) = UnixStream::pair().unwrap();
        let (here, there) = (MessageSocket::new(here), MessageSocket::new(there));
        there.send(b"1", b"", &[]).unwrap();
        here.shut().unwrap();
        assert!(there.send(b"2", b"", &[]).is_err());
        assert_eq!(here.receive().unwrap().text, b"1");
        assert!(here.receive().is_err());
    }
}

//! Calls of the system and of LAME that no crate here makes for us: with `fdk_aac`, the only unsafe code there is.

#![expect(unsafe_code, reason = "the crates that wrap sockets and memory do not know these calls")]

use std::io;
use std::mem::size_of;
use std::ops::Range;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

use io_uring::{IoUring, opcode, types};

/// From this size on, memory is the system's again as soon as it is let go, in bytes.
#[cfg(target_env = "gnu")]
const LARGE: libc::c_int = 1 << 20;

/// Makes the allocator give large memory back at once, whichever thread let it go.
///
/// glibc learns from the first large block that is let go to keep such blocks, each thread for itself
/// (`mallopt(3)`, `M_MMAP_THRESHOLD`): a password is checked in 19 MiB, and a track's loudness in as many.
pub fn give_back_large() {
    #[cfg(target_env = "gnu")]
    // SAFETY: it takes two integers, and other threads may allocate meanwhile. Refused, memory is only kept longer.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}

/// Gives memory that nobody uses back to the system (`malloc_trim(3)`): glibc keeps what many small blocks took.
pub fn give_back_unused() {
    #[cfg(target_env = "gnu")]
    // SAFETY: it takes an integer, and other threads may allocate meanwhile.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Has SIGILL and SIGFPE do nothing when another program sends them (`signal(7)`). Those of the processor end the process
/// as before.
pub fn ignore_sent_faults() {
    for signal in [libc::SIGILL, libc::SIGFPE] {
        // SAFETY: no handler is set that could run in the middle of something.
        unsafe {
            libc::signal(signal, libc::SIG_IGN);
        }
    }
}

/// Returns whether the system clock is synchronised, such as by NTP (`adjtimex(2)`); `None` if unknown.
pub fn clock_is_kept() -> Option<bool> {
    // SAFETY: it consists of integers, and all of them may be zero: nothing is to be changed.
    let mut state: libc::timex = unsafe { std::mem::zeroed() };
    // SAFETY: the system writes what it knows into `state`, which outlives the call.
    match unsafe { libc::adjtimex(&raw mut state) } {
        -1 => None,
        libc::TIME_ERROR => Some(false),
        _ => Some(state.status & libc::STA_UNSYNC == 0),
    }
}

/// Makes LAME keep all of a frame's sound in that frame (`lame_set_disable_reservoir`), so that decoding can begin at any.
#[cfg(feature = "mp3")]
pub fn disable_bit_reservoir(builder: &mut mp3lame_encoder::Builder) {
    // SAFETY: the pointer is valid while `builder` is borrowed, and LAME only stores the number.
    unsafe {
        mp3lame_encoder::ffi::lame_set_disable_reservoir(builder.as_ptr(), 1);
    }
}

/// Sets an option of `tcp(7)` to a number.
pub fn set_tcp(socket: &impl AsFd, option: libc::c_int, value: usize) -> io::Result<()> {
    let value = libc::c_int::try_from(value).unwrap_or(libc::c_int::MAX);
    // SAFETY: the system reads an integer from an integer, which outlives the call.
    let refused = unsafe {
        libc::setsockopt(
            socket.as_fd().as_raw_fd(),
            libc::IPPROTO_TCP,
            option,
            (&raw const value).cast(),
            size_of::<libc::c_int>() as libc::socklen_t,
        )
    };
    if refused == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Returns the kernel's statistics of a connection (`TCP_INFO` of `tcp(7)`). Fields that an older kernel
/// lacks are zero.
pub fn tcp_info(socket: &impl AsFd) -> io::Result<libc::tcp_info> {
    // SAFETY: it consists of integers, and all of them may be zero.
    let mut info: libc::tcp_info = unsafe { std::mem::zeroed() };
    let mut length = size_of::<libc::tcp_info>() as libc::socklen_t;
    // SAFETY: the system writes at most `length` bytes, which is how long `info` is, and both outlive the call.
    let refused = unsafe {
        libc::getsockopt(
            socket.as_fd().as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            (&raw mut info).cast(),
            &raw mut length,
        )
    };
    if refused == 0 { Ok(info) } else { Err(io::Error::last_os_error()) }
}

/// Returns the number of bytes that are queued or unacknowledged (`SIOCOUTQ` of `tcp(7)`).
pub fn outstanding(socket: &impl AsFd) -> io::Result<u64> {
    let mut bytes: libc::c_int = 0;
    // SAFETY: the system writes an integer to an integer, which outlives the call.
    let refused = unsafe { libc::ioctl(socket.as_fd().as_raw_fd(), libc::TIOCOUTQ, &raw mut bytes) };
    if refused == 0 { Ok(u64::try_from(bytes).unwrap_or_default()) } else { Err(io::Error::last_os_error()) }
}

/// Returns copies of descriptors that the process was started with; its children inherit neither these nor the copies.
pub(super) fn inherited_descriptors(numbers: Range<i32>) -> io::Result<Vec<OwnedFd>> {
    let copy = |number| {
        // SAFETY: it takes integers, and refuses a number that is no descriptor.
        if unsafe { libc::fcntl(number, libc::F_SETFD, libc::FD_CLOEXEC) } != 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: it is open, as the call before says, and stays so: nothing in the process owns it, so nothing closes it.
        unsafe { BorrowedFd::borrow_raw(number) }.try_clone_to_owned()
    };
    numbers.map(copy).collect()
}

/// Makes a test's socket throw away unseen whatever comes in, as if its machine were not there any more.
#[cfg(test)]
pub(crate) fn vanish(socket: &impl AsFd) -> io::Result<()> {
    // BPF's `ret 0`: of each packet, keep nothing.
    let mut nothing = libc::sock_filter { code: 0x06, jt: 0, jf: 0, k: 0 };
    let program = libc::sock_fprog { len: 1, filter: &raw mut nothing };
    // SAFETY: the system copies the program and its one instruction, which outlive the call.
    let refused = unsafe {
        libc::setsockopt(
            socket.as_fd().as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_ATTACH_FILTER,
            (&raw const program).cast(),
            size_of::<libc::sock_fprog>() as libc::socklen_t,
        )
    };
    if refused == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Sends per batch: enough that a system call's cost is spread, and few enough that their state stays in
/// the processor's cache.
pub const MOST_PARCELS: u32 = 32;

/// A way to write to many sockets at once, through `io_uring(7)`, where the system lets us: containers often forbid it.
pub struct SendBatch {
    ring: Option<IoUring>,
    /// Result of each send of the latest batch.
    sent: Vec<io::Result<usize>>,
}

/// Bytes for a socket.
pub struct SendOp<'a> {
    /// Destination.
    pub socket: BorrowedFd<'a>,
    /// The bytes.
    pub bytes: &'a [u8],
}

impl SendBatch {
    /// Asks the system for the way; without it, batches are sent to nobody.
    pub fn open() -> Self {
        let ring = IoUring::new(MOST_PARCELS);
        if let Err(error) = &ring {
            tracing::debug!(%error, "no io_uring: listeners are written to one by one");
        }
        Self { ring: ring.ok(), sent: Vec::new() }
    }

    /// Returns whether the system lets us.
    pub fn is_open(&self) -> bool {
        self.ring.is_some()
    }

    /// One for tests of what happens where the system has none.
    #[cfg(test)]
    pub(crate) fn without_ring() -> Self {
        Self { ring: None, sent: Vec::new() }
    }

    /// Sends at most [`MOST_PARCELS`] parcels as `send(2)` does, without waiting, and returns what each call would have
    /// returned, in their order. Those that are not in it were not sent.
    pub fn send<'a>(&mut self, parcels: impl Iterator<Item = SendOp<'a>>) -> &[io::Result<usize>] {
        self.sent.clear();
        let Some(mut ring) = self.ring.take() else { return &self.sent };
        // The ring comes back only if nothing is left in it: what it holds of the parcels is theirs.
        if post(&mut ring, parcels, &mut self.sent).is_ok() {
            self.ring = Some(ring);
        } else {
            tracing::warn!("io_uring failed: listeners are written to one by one from now on");
        }
        &self.sent
    }
}

fn post<'a>(
    ring: &mut IoUring,
    parcels: impl Iterator<Item = SendOp<'a>>,
    sent: &mut Vec<io::Result<usize>>,
) -> io::Result<()> {
    for (place, parcel) in parcels.take(MOST_PARCELS as usize).enumerate() {
        let length = u32::try_from(parcel.bytes.len()).unwrap_or(u32::MAX);
        let entry = opcode::Send::new(types::Fd(parcel.socket.as_raw_fd()), parcel.bytes.as_ptr(), length)
            .flags(libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL);
        // SAFETY: socket and bytes are borrowed for `'a`, which outlasts this function. Nothing of them is in
        // use when it returns: all have been answered, or the caller drops the ring with what was not handed
        // in. What was handed in was done within the call, because nothing here may wait.
        let pushed = unsafe { ring.submission().push(&entry.build().user_data(place as u64)) };
        pushed.map_err(io::Error::other)?;
        // Answers come in any order; one that does not come is an interruption.
        sent.push(Err(io::ErrorKind::Interrupted.into()));
    }
    let mut unanswered = sent.len();
    while unanswered > 0 {
        let entered = ring.submit_and_wait(unanswered);
        for answer in ring.completion() {
            if let Some(sent) = sent.get_mut(answer.user_data() as usize) {
                let result = usize::try_from(answer.result());
                *sent = result.map_err(|_| io::Error::from_raw_os_error(-answer.result()));
            }
            unanswered = unanswered.saturating_sub(1);
        }
        if let Err(error) = entered
            && error.kind() != io::ErrorKind::Interrupted
        {
            return Err(error);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::os::fd::AsFd;

    use super::*;

    fn pair() -> (TcpStream, TcpStream) {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(server.local_addr().unwrap()).unwrap();
        (server.accept().unwrap().0, client)
    }

    #[test]
    fn each_gets_its_own_and_who_is_full_or_gone_is_told_of() {
        let mut batch = SendBatch::open();
        let (here, mut there) = pair();
        let (full, _reads_nothing) = pair();
        let (gone, left) = pair();
        gone.set_nonblocking(true).unwrap();
        drop(left);
        while (&gone).read(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock) {}
        let much = vec![7; 1 << 16];
        let parcel = |socket, bytes| SendOp { socket, bytes };
        let mut results = Vec::new();
        for _ in 0..1_000 {
            let all = [
                parcel(here.as_fd(), &b"sound"[..]),
                parcel(full.as_fd(), &much),
                parcel(gone.as_fd(), b"sound"),
            ];
            results = batch
                .send(all.into_iter())
                .iter()
                .map(|sent| sent.as_ref().map_err(io::Error::kind).copied())
                .collect();
            if batch.ring.is_none() {
                assert!(results.is_empty(), "without a ring nothing is sent");
                return;
            }
            let mut heard = [0; 5];
            there.read_exact(&mut heard).unwrap();
            assert_eq!(&heard, b"sound");
            if results[1] == Err(ErrorKind::WouldBlock) {
                break;
            }
        }
        assert_eq!(results[..2], [Ok(5), Err(ErrorKind::WouldBlock)]);
        assert!(matches!(results[2], Err(ErrorKind::BrokenPipe | ErrorKind::ConnectionReset)), "{results:?}");
    }

    #[test]
    fn what_was_taken_and_what_was_not_are_told_apart() {
        let (here, mut there) = pair();
        here.set_nonblocking(true).unwrap();
        (&here).write_all(&[7; 1_000]).unwrap();
        there.read_exact(&mut [0; 1_000]).unwrap();
        // Whether it is acknowledged at once is the system's affair.
        let mut waits = 1_000_000;
        while outstanding(&here).unwrap() > 0 && waits > 0 {
            waits -= 1;
        }
        let acknowledged = || tcp_info(&here).unwrap().tcpi_bytes_acked;
        assert_eq!((acknowledged(), outstanding(&here).unwrap()), (1_000, 0));
        let (much, mut sent) = (vec![7; 1 << 16], 1_000);
        while let Ok(count) = (&here).write(&much) {
            sent += count as u64;
        }
        let (waiting, taken) = (outstanding(&here).unwrap(), acknowledged());
        assert!(waiting > 0 && taken + waiting >= sent, "{taken} taken and {waiting} waiting of {sent}");
    }

    #[test]
    fn where_the_system_has_no_way_nothing_is_sent() {
        let mut batch = SendBatch::without_ring();
        let (here, _there) = pair();
        assert!(batch.send([SendOp { socket: here.as_fd(), bytes: b"sound" }].into_iter()).is_empty());
    }
}

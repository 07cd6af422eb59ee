//! Matroska and WebM (RFC 8794, RFC 9559): everything before the first cluster, and the last two clusters.

use super::{MOST, NoReplay};

const EBML: u64 = 0x1A45_DFA3;
const SEGMENT: u64 = 0x1853_8067;
const CLUSTER: u64 = 0x1F43_B675;

/// Follows the elements of a stream.
#[derive(Debug, Default)]
pub(super) struct EbmlReplay {
    /// Bytes at the beginning of the tail that were looked at.
    seen: usize,
    /// Bytes of the element's content that are yet to come.
    skip: u64,
    /// Beginning of the last cluster in the tail, once there is one.
    cluster: Option<usize>,
}

impl EbmlReplay {
    /// Moves what is before the first cluster from `tail` to `head`, and drops old clusters.
    pub(super) fn follow(&mut self, head: &mut Vec<u8>, tail: &mut Vec<u8>) -> Result<(), NoReplay> {
        loop {
            let passed = self.skip.min((tail.len() - self.seen) as u64);
            self.seen += passed as usize;
            self.skip -= passed;
            if self.skip > 0 {
                return self.check(tail);
            }
            let Some(element) = next_element(&tail[self.seen..])? else { return self.check(tail) };
            match (element.id, self.cluster) {
                (CLUSTER, None) => {
                    head.extend(tail.drain(..self.seen));
                    (self.seen, self.cluster) = (0, Some(0));
                }
                (CLUSTER, Some(last)) => {
                    tail.drain(..last);
                    self.seen -= last;
                    self.cluster = Some(self.seen);
                }
                (EBML, Some(_)) => {
                    // Another stream begins.
                    head.clear();
                    tail.drain(..self.seen);
                    (self.seen, self.cluster) = (0, None);
                }
                _ => {}
            }
            self.seen += element.header;
            match element.content {
                // Their elements are looked at one by one.
                _ if matches!(element.id, SEGMENT | CLUSTER) => {}
                Some(length) => self.skip = length,
                None => return Err(NoReplay),
            }
        }
    }

    fn check(&self, tail: &[u8]) -> Result<(), NoReplay> {
        if tail.len() - self.cluster.unwrap_or_default() > MOST { Err(NoReplay) } else { Ok(()) }
    }
}

struct EbmlElement {
    id: u64,
    /// Length of its id and its size.
    header: usize,
    /// Length of its content, unless it is unknown.
    content: Option<u64>,
}

/// Reads the head of the element at the beginning of `bytes`; `None` while it is not whole.
fn next_element(bytes: &[u8]) -> Result<Option<EbmlElement>, NoReplay> {
    let Some((id, id_length)) = number(bytes, 4)? else { return Ok(None) };
    let Some((size, size_length)) = number(&bytes[id_length..], 8)? else { return Ok(None) };
    let bits = 7 * size_length as u32;
    let size = size & ((1 << bits) - 1);
    let content = (size != (1 << bits) - 1).then_some(size);
    Ok(Some(EbmlElement { id, header: id_length + size_length, content }))
}

/// Reads a number with its marker of length, of up to `most` bytes.
fn number(bytes: &[u8], most: usize) -> Result<Option<(u64, usize)>, NoReplay> {
    let Some(first) = bytes.first() else { return Ok(None) };
    let length = first.leading_zeros() as usize + 1;
    if length > most {
        return Err(NoReplay);
    }
    let bytes = bytes.get(..length);
    Ok(bytes.map(|bytes| (bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), length)))
}

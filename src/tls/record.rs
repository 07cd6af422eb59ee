//! Records of TLS 1.3 (RFC 8446 section 5) and the keys of one direction (section 7).
//!
//! In: a traffic secret, and a record's number. Out: the record that is sealed, or what is in one. Never: counts records, which is the
//! [record layer](super::RecordLayer)'s task.

use ring::error::Unspecified;
use ring::{aead, hkdf};
use rustls::CipherSuite;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Length of a record's header, in bytes: type, version and length.
pub(super) const HEADER: usize = 5;
/// Length of the tag at a record's end, in bytes: the same for every suite.
pub(super) const TAG: usize = 16;
/// The most bytes of plaintext in a record (RFC 8446 section 5.1).
pub const MOST_PLAINTEXT: usize = 1 << 14;
/// The most bytes of a record behind its header (RFC 8446 section 5.2).
pub(super) const MOST_CIPHERTEXT: usize = MOST_PLAINTEXT + 256;
/// The version in the header of every record, for the sake of old middleboxes: that of TLS 1.2.
const VERSION: [u8; 2] = [3, 3];
/// Length of the longest traffic secret, a SHA-384, in bytes.
const MOST_SECRET: usize = 48;
/// Length of the longest key, in bytes.
const MOST_KEY: usize = 32;

/// Types of content (RFC 8446 section 5.1).
pub(super) const ALERT: u8 = 21;
pub(super) const HANDSHAKE: u8 = 22;
pub(super) const APPLICATION_DATA: u8 = 23;

/// A cipher suite of TLS 1.3 (RFC 8446 appendix B.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum RecordSuite {
    /// `TLS_AES_128_GCM_SHA256`
    Aes128Gcm,
    /// `TLS_AES_256_GCM_SHA384`
    Aes256Gcm,
    /// `TLS_CHACHA20_POLY1305_SHA256`
    Chacha20Poly1305,
}

impl RecordSuite {
    /// Returns the suite that a handshake agreed on; `None` if it is not one of TLS 1.3 that is known here.
    pub(super) fn of(suite: CipherSuite) -> Option<Self> {
        match suite {
            CipherSuite::TLS13_AES_128_GCM_SHA256 => Some(Self::Aes128Gcm),
            CipherSuite::TLS13_AES_256_GCM_SHA384 => Some(Self::Aes256Gcm),
            CipherSuite::TLS13_CHACHA20_POLY1305_SHA256 => Some(Self::Chacha20Poly1305),
            _ => None,
        }
    }

    /// Returns the most records that may be sealed by one key. RFC 8446 section 5.5 allows 2^24.5 with AES-GCM; the
    /// numbers of records end before the limit of ChaCha20-Poly1305.
    pub(super) fn most_records(self) -> u64 {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm => 1 << 24,
            Self::Chacha20Poly1305 => u64::MAX,
        }
    }

    fn cipher(self) -> &'static aead::Algorithm {
        match self {
            Self::Aes128Gcm => &aead::AES_128_GCM,
            Self::Aes256Gcm => &aead::AES_256_GCM,
            Self::Chacha20Poly1305 => &aead::CHACHA20_POLY1305,
        }
    }

    fn hash(self) -> hkdf::Algorithm {
        match self {
            Self::Aes256Gcm => hkdf::HKDF_SHA384,
            Self::Aes128Gcm | Self::Chacha20Poly1305 => hkdf::HKDF_SHA256,
        }
    }

    fn secret_length(self) -> usize {
        match self {
            Self::Aes256Gcm => MOST_SECRET,
            Self::Aes128Gcm | Self::Chacha20Poly1305 => 32,
        }
    }
}

/// The secret from which the keys of one direction are made (RFC 8446 section 7.2).
pub(super) struct TrafficSecret {
    suite: RecordSuite,
    bytes: [u8; MOST_SECRET],
}

impl TrafficSecret {
    /// Returns the secret of these `bytes`; `None` if there are not as many as the suite wants.
    pub(super) fn new(suite: RecordSuite, bytes: &[u8]) -> Option<Self> {
        let mut secret = Self { suite, bytes: [0; MOST_SECRET] };
        (bytes.len() == suite.secret_length()).then(|| {
            secret.bytes[..bytes.len()].copy_from_slice(bytes);
            secret
        })
    }

    pub(super) fn suite(&self) -> RecordSuite {
        self.suite
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.suite.secret_length()]
    }

    /// Returns the secret after an update of the keys (RFC 8446 section 7.2).
    pub(super) fn next(&self) -> Result<Self, Unspecified> {
        let mut next = Self { suite: self.suite, bytes: [0; MOST_SECRET] };
        self.expand("traffic upd", &mut next.bytes[..self.suite.secret_length()])?;
        Ok(next)
    }

    /// Returns whether these are the key and the initialization vector that are made from it.
    pub(super) fn makes(&self, key: &[u8], iv: &[u8]) -> bool {
        self.keys().is_ok_and(|mut made| {
            let is_same = made.key[..self.suite.cipher().key_len()] == *key && made.iv == *iv;
            made.key.zeroize();
            is_same
        })
    }

    fn keys(&self) -> Result<KeyBytes, Unspecified> {
        let mut keys = KeyBytes { key: [0; MOST_KEY], iv: [0; aead::NONCE_LEN] };
        self.expand("key", &mut keys.key[..self.suite.cipher().key_len()])?;
        self.expand("iv", &mut keys.iv)?;
        Ok(keys)
    }

    /// `HKDF-Expand-Label` without a context (RFC 8446 section 7.1).
    fn expand(&self, label: &str, into: &mut [u8]) -> Result<(), Unspecified> {
        let length = u16::try_from(into.len()).map_err(|_| Unspecified)?.to_be_bytes();
        let label_length = [u8::try_from(label.len() + 6).map_err(|_| Unspecified)?];
        let parts = [&length, &label_length[..], b"tls13 ", label.as_bytes(), &[0]];
        let secret = hkdf::Prk::new_less_safe(self.suite.hash(), self.bytes());
        secret.expand(&parts, OutputLength(into.len()))?.fill(into)
    }
}

impl Drop for TrafficSecret {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

struct KeyBytes {
    key: [u8; MOST_KEY],
    iv: [u8; aead::NONCE_LEN],
}

struct OutputLength(usize);

impl hkdf::KeyType for OutputLength {
    fn len(&self) -> usize {
        self.0
    }
}

/// The keys of one direction.
pub(super) struct RecordKey {
    key: aead::LessSafeKey,
    iv: [u8; aead::NONCE_LEN],
}

/// Content of a record that was opened: its type, and its length behind the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OpenedRecord {
    pub(super) kind: u8,
    pub(super) length: usize,
}

impl RecordKey {
    /// Makes the keys from a traffic secret (RFC 8446 section 7.3).
    pub(super) fn derive(secret: &TrafficSecret) -> Result<Self, Unspecified> {
        let mut keys = secret.keys()?;
        let cipher = secret.suite.cipher();
        let key = aead::UnboundKey::new(cipher, &keys.key[..cipher.key_len()]);
        keys.key.zeroize();
        Ok(Self { key: aead::LessSafeKey::new(key?), iv: keys.iv })
    }

    /// Appends the record with this number and content to `records`. `kind` is the type of the content.
    pub(super) fn seal(
        &self,
        number: u64,
        kind: u8,
        content: &[u8],
        records: &mut Vec<u8>,
    ) -> Result<(), Unspecified> {
        let length = content.len() + 1 + TAG;
        let [high, low] = u16::try_from(length).map_err(|_| Unspecified)?.to_be_bytes();
        let header = [APPLICATION_DATA, VERSION[0], VERSION[1], high, low];
        records.reserve(HEADER + length);
        records.extend_from_slice(&header);
        let begin = records.len();
        records.extend_from_slice(content);
        records.push(kind);
        let (nonce, header) = (self.nonce(number), aead::Aad::from(header));
        let tag = self.key.seal_in_place_separate_tag(nonce, header, &mut records[begin..])?;
        records.extend_from_slice(tag.as_ref());
        Ok(())
    }

    /// Opens a whole record with this number in its place: the content comes behind the header.
    pub(super) fn open(&self, number: u64, record: &mut [u8]) -> Result<OpenedRecord, Unspecified> {
        let (header, sealed) = record.split_first_chunk_mut::<HEADER>().ok_or(Unspecified)?;
        let header = aead::Aad::from(*header);
        let inner = self.key.open_in_place(self.nonce(number), header, sealed)?;
        // Zeros behind the type are padding (RFC 8446 section 5.4); nothing else is a record without a type.
        let length = inner.iter().rposition(|byte| *byte != 0);
        let kind = length.map_or(0, |length| inner[length]);
        Ok(OpenedRecord { kind, length: length.unwrap_or(inner.len()) })
    }

    /// The nonce of a record (RFC 8446 section 5.3).
    fn nonce(&self, number: u64) -> aead::Nonce {
        let mut nonce = self.iv;
        for (byte, of_number) in nonce[aead::NONCE_LEN - 8..].iter_mut().zip(number.to_be_bytes()) {
            *byte ^= of_number;
        }
        aead::Nonce::assume_unique_for_key(nonce)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> =
            hex.bytes().filter_map(|digit| Some(char::from(digit).to_digit(16)? as u8)).collect();
        digits.chunks(2).map(|two| two[0] << 4 | two[1]).collect()
    }

    /// Direction of a connection of RFC 8448 section 3: its secret, key and initialization vector, the number of its first
    /// record with data, that record, and the close that follows.
    struct Trace {
        secret: &'static str,
        key: &'static str,
        iv: &'static str,
        number: u64,
        data: &'static str,
        close: &'static str,
    }

    const CLIENT: Trace = Trace {
        secret: "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5",
        key: "17422dda596ed5d9acd890e3c63f5051",
        iv: "5b78923dee08579033e523d9",
        number: 0,
        data: "1703030043a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20441e2b62974e1f5a\
               6292a2977014bd1e3deae63aeebb21694915e4",
        close: "1703030013c9872760655666b74d7ff1153efd6db6d0b0e3",
    };

    const SERVER: Trace = Trace {
        secret: "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643",
        key: "9f02283b6c9c07efc26bb9f2ac92e356",
        iv: "cf782b88dd83549aadf1e984",
        number: 1,
        data: "17030300432e937e11ef4ac740e538ad36005fc4a46932fc3225d05f82aa1b36e30efaf97d90e6dffc602dcb501a59a8fcc49c4bf2\
               e5f0a21c0047c2abf332540dd032e167c2955d",
        close: "1703030013b58fd67166ebf599d24720cfbe7efa7a8864a9",
    };

    #[test]
    fn records_are_those_of_rfc_8448() {
        let sent: Vec<u8> = (0..50).collect();
        for trace in [CLIENT, SERVER] {
            let secret = TrafficSecret::new(RecordSuite::Aes128Gcm, &bytes(trace.secret)).unwrap();
            assert!(secret.makes(&bytes(trace.key), &bytes(trace.iv)));
            assert!(!secret.next().unwrap().makes(&bytes(trace.key), &bytes(trace.iv)));
            let key = RecordKey::derive(&secret).unwrap();
            let mut records = Vec::new();
            key.seal(trace.number, APPLICATION_DATA, &sent, &mut records).unwrap();
            key.seal(trace.number + 1, ALERT, &[1, 0], &mut records).unwrap();
            assert_eq!(records, [bytes(trace.data), bytes(trace.close)].concat());

            let mut record = bytes(trace.data);
            assert!(key.open(trace.number + 1, &mut record.clone()).is_err(), "the number is sealed, too");
            let opened = key.open(trace.number, &mut record).unwrap();
            assert_eq!(opened, OpenedRecord { kind: APPLICATION_DATA, length: 50 });
            assert_eq!(record[HEADER..HEADER + 50], sent);
            let mut record = bytes(trace.data);
            record[4] ^= 1;
            assert!(key.open(trace.number, &mut record).is_err(), "the header is sealed, too");
        }
    }

    #[test]
    fn padding_is_taken_off_and_a_record_of_padding_has_no_type() {
        let secret = TrafficSecret::new(RecordSuite::Chacha20Poly1305, &[7; 32]).unwrap();
        let key = RecordKey::derive(&secret).unwrap();
        let check = |kind, content: &[u8], expected| {
            let mut record = Vec::new();
            key.seal(3, kind, content, &mut record).unwrap();
            assert_eq!(key.open(3, &mut record), Ok(expected));
        };
        check(0, &[1, 0, APPLICATION_DATA, 0, 0], OpenedRecord { kind: APPLICATION_DATA, length: 2 });
        check(0, &[0, 0, 0], OpenedRecord { kind: 0, length: 4 });
        assert!(key.open(0, &mut [23, 3, 3, 0, 1, 9]).is_err(), "shorter than its tag");
        assert!(TrafficSecret::new(RecordSuite::Aes256Gcm, &[7; 32]).is_none());
    }
}

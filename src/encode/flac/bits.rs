//! Bits in big-endian order, and the checksums of FLAC.

use bytes::Bytes;

/// Bytes that are written bit by bit, most significant first.
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// Bits that fill no byte yet, in the low end.
    pending: u64,
    count: u32,
}

impl Bits {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), pending: 0, count: 0 }
    }

    /// Writes the low `width` bits of `value`, at most 32.
    pub(super) fn put(&mut self, value: u64, width: u32) {
        debug_assert!(width <= 32 && value >> width == 0, "{value} in {width} bits");
        self.pending = self.pending << width | value;
        self.count += width;
        while self.count >= 8 {
            self.count -= 8;
            self.bytes.push((self.pending >> self.count) as u8);
        }
    }

    /// Writes `value` as a two's complement number of `width` bits.
    pub(super) fn put_signed(&mut self, value: i32, width: u32) {
        self.put(u64::from(value.cast_unsigned()) & ((1 << width) - 1), width);
    }

    /// Writes so many zeros and a one.
    pub(super) fn put_unary(&mut self, mut zeros: u64) {
        while zeros >= 32 {
            self.put(0, 32);
            zeros -= 32;
        }
        self.put(1, zeros as u32 + 1);
    }

    /// Writes a number of up to 36 bits like a character in UTF-8 (RFC 9639 section 9.1.5).
    pub(super) fn put_coded_number(&mut self, number: u64) {
        if number < 0x80 {
            return self.put(number, 8);
        }
        let followers = (2..=7).find(|bytes| number >> (bytes * 5 + 1) == 0).unwrap_or(7) - 1;
        let lead = 0xFF00_u64 >> (followers + 1) & 0xFF;
        self.put(lead | number >> (6 * followers), 8);
        for follower in (0..followers).rev() {
            self.put(0x80 | number >> (6 * follower) & 0x3F, 8);
        }
    }

    /// Fills the last byte with zeros.
    pub(super) fn align(&mut self) {
        let rest = self.count % 8;
        if rest > 0 {
            self.put(0, 8 - rest);
        }
    }

    /// The bytes that are full.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn finish(mut self) -> Bytes {
        self.align();
        self.bytes.into()
    }
}

/// The checksum of a frame's header (RFC 9639 section 9.1.8): polynomial 0x07.
pub(super) fn crc8(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ byte, |crc, _| (crc << 1) ^ (if crc >> 7 == 1 { 0x07 } else { 0 }))
    })
}

/// The checksum of a frame (RFC 9639 section 9.3): polynomial 0x8005.
pub(super) fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| (crc << 8) ^ CRC16[((crc >> 8) as u8 ^ byte) as usize])
}

const CRC16: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc << 1) ^ (if crc >> 15 == 1 { 0x8005 } else { 0 });
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_coded_like_characters() {
        for (number, expected) in [
            (0x7F, vec![0x7F]),
            (0x80, vec![0xC2, 0x80]),
            (0x7FF, vec![0xDF, 0xBF]),
            (0x800, vec![0xE0, 0xA0, 0x80]),
            (0x10_FFFF, vec![0xF4, 0x8F, 0xBF, 0xBF]),
            ((1 << 31) - 1, vec![0xFD, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF]),
            (1 << 31, vec![0xFE, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80]),
        ] {
            let mut bits = Bits::with_capacity(8);
            bits.put_coded_number(number);
            assert_eq!(bits.bytes(), expected, "{number:#x}");
        }
    }

    #[test]
    fn checksums_are_those_of_their_polynomials() {
        // The check values of CRC-8/SMBUS and CRC-16/UMTS.
        assert_eq!(crc8(b"123456789"), 0xF4);
        assert_eq!(crc16(b"123456789"), 0xFEE8);
    }
}

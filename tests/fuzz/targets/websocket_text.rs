#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| longwave::fuzz::run("websocket_text", bytes));

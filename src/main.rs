//! The program `longwave`.

use std::process::ExitCode;

fn main() -> ExitCode {
    longwave::cli::run()
}

//! The `hexapla` command: arguments in, findings out, an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    hexapla::cli::main()
}

//! The run: reads the articles of a catalog, judges them with the rules, and gathers a
//! [`Report`].

mod placeholder;
mod report;

pub use placeholder::{Disk, FileChange, FixOutcome, Memory, Store, fix, lint, write_changes};
pub use report::{Finding, FindingFix, PlacedEdit, Report, Spot, Summary};

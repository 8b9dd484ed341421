//! The run: reads the articles of a catalog, judges them with the rules, and gathers a
//! [`Report`]; repairs what can be proven.

mod article;
mod consensus;
mod joint;
mod repair;
mod report;
mod resolve;
mod run;
mod siblings;
mod store;
mod whole;
mod write;

pub use repair::{FileChange, FixOutcome, fix};
pub use report::{Finding, FindingFix, PlacedEdit, Report, Spot, Summary};
pub use run::lint;
pub use store::{Disk, Memory, Store, read};
pub use write::{WriteError, write_changes};

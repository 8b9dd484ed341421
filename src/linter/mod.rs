//! The run: reads the articles of a catalog, judges them with the rules, and gathers a
//! [`Report`]; repairs what can be proven.

mod article;
mod changes;
mod consensus;
mod copies;
mod habits;
mod joint;
mod reference;
mod repair;
mod report;
mod resolve;
mod run;
mod siblings;
mod sieve;
mod status;
mod store;
mod whole;
mod words;
mod write;

pub use changes::{Snapshot, findings_before, judge_changes};
pub use repair::{FileChange, FixOutcome, fix};
pub use report::{Finding, FindingFix, PlacedEdit, Report, Spot, Summary};
pub use run::lint;
pub use status::{Behind, LocaleStatus, PageState, PageStatus, Status, status};
pub use store::{Disk, Memory, Store, read};
pub use write::{WriteError, write_changes};

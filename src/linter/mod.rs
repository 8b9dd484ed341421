//! The run: reads the articles of a catalog, judges them with the rules, and gathers a
//! [`Report`].

mod report;

pub use report::{Finding, FindingFix, PlacedEdit, Report, Spot, Summary};

//! Input that means harm, or looks as if it did: what a stranger's repository may hold. hexapla
//! ends by itself, says what is wrong, executes nothing, and hands no control to a terminal.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/growth.rs"]
mod growth;
#[path = "hostile/names.rs"]
mod names;
#[path = "hostile/nesting.rs"]
mod nesting;
#[path = "hostile/repository.rs"]
mod repository;
#[path = "hostile/scene.rs"]
mod scene;

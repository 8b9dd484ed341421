//! The progress bar: only on a terminal, and only when work turns out to be long.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// Work shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// Counts articles while they are checked.
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    wanted: bool,
    shown: AtomicBool,
}

impl Progress {
    /// A bar over `total` articles that is not drawn yet.
    pub(crate) fn new(total: usize, quiet: bool, terminal: &Terminal) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} articles");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let wanted = !quiet && terminal.is_stderr();
        Self { bar, started: Instant::now(), wanted, shown: AtomicBool::new(false) }
    }

    /// Says that `count` more articles are done.
    pub(crate) fn add(&self, count: usize) {
        if !self.wanted {
            return;
        }
        self.bar.inc(count as u64);
        if self.started.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Takes the bar away before anything else is written.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

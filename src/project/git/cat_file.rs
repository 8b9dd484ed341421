//! `git cat-file`: objects by their names, many questions to one child process.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Surroundings;

/// An object as git names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    /// Its id in hexadecimal: 40 digits, or 64 in a SHA-256 repository.
    pub(crate) id: String,
    /// Its length in bytes.
    pub(crate) size: u64,
    /// Whether it is a file, not a commit, tree or tag.
    pub(crate) is_file: bool,
    /// Whether it is a tree.
    pub(crate) is_folder: bool,
}

/// An object with its bytes.
pub(crate) type Whole = (Object, Vec<u8>);

/// The objects of a repository. A child is started when something is asked for the first time, at
/// most one for each thread that asks.
#[derive(Debug)]
pub(crate) struct Objects {
    folder: PathBuf,
    surroundings: Surroundings,
    idle: Mutex<Vec<CatFile>>,
    /// Set when git is older than 2.36 and does not know `--batch-command`.
    old: AtomicBool,
}

impl Objects {
    /// The objects of the repository that `folder` lies in.
    pub(crate) fn new(folder: PathBuf, surroundings: Surroundings) -> Self {
        Self { folder, surroundings, idle: Mutex::default(), old: AtomicBool::new(false) }
    }

    /// The objects that `names` stand for, `None` for what is not there. A name is anything that
    /// git knows an object by, without a line break.
    ///
    /// # Errors
    /// When git cannot be started or does not work here.
    pub(crate) fn named(&self, names: &[String]) -> io::Result<Vec<Option<Object>>> {
        self.ask(|child| child.objects(names))
    }

    /// The bytes of the object that `name` stands for, `None` when it is not there.
    ///
    /// # Errors
    /// When git cannot be started or does not work here.
    pub(crate) fn contents(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.one(name)?.map(|(_, bytes)| bytes))
    }

    /// The objects that `names` stand for with their bytes, `None` for what is not there. All are
    /// asked for at once, so that no answer is waited for longer than git takes.
    ///
    /// # Errors
    /// When git cannot be started or does not work here.
    pub(crate) fn all(&self, names: &[String]) -> io::Result<Vec<Option<Whole>>> {
        self.ask(|child| child.all(names))
    }

    /// The bytes of the file that `name` stands for, `None` when there is no such file.
    ///
    /// # Errors
    /// When git cannot be started or does not work here.
    pub(crate) fn file(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let found = self.one(name)?;
        Ok(found.filter(|(object, _)| object.is_file).map(|(_, bytes)| bytes))
    }

    fn one(&self, name: &str) -> io::Result<Option<Whole>> {
        let name = [name.to_owned()];
        Ok(self.ask(|child| child.all(&name))?.pop().flatten())
    }

    /// Asks a child, an idle one if there is one. A git that does not know the newer request mode
    /// ends at once; then the older mode is used from then on.
    fn ask<T>(&self, question: impl Fn(&mut CatFile) -> io::Result<T>) -> io::Result<T> {
        loop {
            let idle = self.idle().pop();
            let old = self.old.load(Ordering::Relaxed);
            let mut child = match idle {
                Some(child) => child,
                None => CatFile::start(&self.folder, self.surroundings, !old)?,
            };
            match question(&mut child) {
                Ok(answer) => {
                    self.idle().push(child);
                    return Ok(answer);
                }
                Err(error) if self.old.swap(true, Ordering::Relaxed) => return Err(error),
                Err(_) => {}
            }
        }
    }

    /// A lock that a panic elsewhere does not take away.
    fn idle(&self) -> MutexGuard<'_, Vec<CatFile>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many bytes of requests are written before the first answer is read: fewer than any pipe
/// takes while the child waits for its own answers to be read.
const AT_ONCE: usize = 4096;

/// Parts of `names` that are asked for together.
fn parts(names: &[String]) -> impl Iterator<Item = &[String]> {
    let mut rest = names;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |name: &&String| {
            bytes += "contents ".len() + name.len() + 1;
            bytes <= AT_ONCE
        };
        // A longer one goes alone: nothing is being answered then.
        let count = rest.iter().take_while(fits).count().max(1).min(rest.len());
        let (part, after) = rest.split_at(count);
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// A `git cat-file` that answers one request after the other.
#[derive(Debug)]
struct CatFile {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// Whether it takes `info` and `contents` (git 2.36); an older one always sends contents.
    commands: bool,
}

impl CatFile {
    /// Starts one in `folder`.
    ///
    /// # Errors
    /// When git cannot be started.
    fn start(folder: &Path, surroundings: Surroundings, commands: bool) -> io::Result<Self> {
        // Buffered, it answers a part of requests in one piece, and wakes nobody before.
        let mode: &[&str] = if commands { &["--batch-command", "--buffer"] } else { &["--batch"] };
        let mut command = super::command(folder, surroundings);
        command.arg("cat-file").args(mode).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let output = BufReader::with_capacity(32 * 1024, output);
        Ok(Self { child, input: Some(input), output, commands })
    }

    /// The objects that `names` stand for, `None` for what is not there. Names hold no line
    /// break.
    ///
    /// # Errors
    /// When the child ended.
    fn objects(&mut self, names: &[String]) -> io::Result<Vec<Option<Object>>> {
        let mut found = Vec::with_capacity(names.len());
        for names in parts(names) {
            self.send_all("info ", names)?;
            for _ in names {
                let object = self.header()?;
                if !self.commands
                    && let Some(object) = &object
                {
                    self.body(object.size)?;
                }
                found.push(object);
            }
        }
        Ok(found)
    }

    /// The objects that `names` stand for, with their bytes.
    ///
    /// # Errors
    /// When the child ended.
    fn all(&mut self, names: &[String]) -> io::Result<Vec<Option<Whole>>> {
        let mut found = Vec::with_capacity(names.len());
        for names in parts(names) {
            self.send_all("contents ", names)?;
            for _ in names {
                found.push(match self.header()? {
                    Some(object) => {
                        let bytes = self.body(object.size)?;
                        Some((object, bytes))
                    }
                    None => None,
                });
            }
        }
        Ok(found)
    }

    /// Writes requests for all of `names`.
    fn send_all(&mut self, command: &str, names: &[String]) -> io::Result<()> {
        let (command, end) = if self.commands { (command, "flush\n") } else { ("", "") };
        let lines = names.iter().flat_map(|name| [command, name.as_str(), "\n"]);
        let asked: String = lines.chain([end]).collect();
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.write_all(asked.as_bytes())?;
        input.flush()
    }

    /// `ID TYPE SIZE`; anything else (`NAME missing`, `NAME ambiguous`) says it is not there.
    fn header(&mut self) -> io::Result<Option<Object>> {
        let mut line = Vec::new();
        if self.output.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = String::from_utf8_lossy(&line);
        let parts: Vec<&str> = line.trim_end().split(' ').collect();
        let [id, kind, size] = parts.as_slice() else { return Ok(None) };
        let known = is_hex(id) && matches!(id.len(), 40 | 64);
        let size = size.parse().ok().filter(|_| known);
        let (is_file, is_folder) = (*kind == "blob", *kind == "tree");
        Ok(size.map(|size| Object { id: (*id).to_owned(), size, is_file, is_folder }))
    }

    fn body(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
        self.output.read_exact(&mut bytes)?;
        let mut end = [0];
        self.output.read_exact(&mut end)?;
        Ok(bytes)
    }
}

impl Drop for CatFile {
    fn drop(&mut self) {
        // Without input it ends by itself; waiting leaves no zombie behind.
        self.input = None;
        let _ = self.child.wait();
    }
}

/// Whether `text` is hexadecimal in lower or upper case and not empty.
pub(crate) fn is_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_written_in_parts_that_a_pipe_takes() {
        let names: Vec<String> = [1000, 3000, 3000, 9000, 10, 10].map(|n| "a".repeat(n)).to_vec();
        let sizes: Vec<usize> = parts(&names).map(<[String]>::len).collect();
        assert_eq!(sizes, [2, 1, 1, 2]);
        assert_eq!(parts(&[]).count(), 0);
    }
}

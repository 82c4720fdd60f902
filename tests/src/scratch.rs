//! Folders for files that no test needs after it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::SystemTime,
};

use crate::at_end::AtEnd;

/// A folder of its own for one test, removed with it.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// An empty folder.
    pub fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(1);
        let folder = of_this_process().join(NUMBER.fetch_add(1, Ordering::Relaxed).to_string());
        fs::create_dir(&folder).expect("a folder in the folder of temporary files");
        Self(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left, because a file is still being closed, goes with the folder of this process.
        let _left = fs::remove_dir_all(&self.0);
    }
}

fn of_this_process() -> &'static Path {
    static FOLDER: OnceLock<(PathBuf, AtEnd)> = OnceLock::new();
    let (folder, _) = FOLDER.get_or_init(|| {
        let folder = fresh("rapport-tests");
        let removal = AtEnd::run("exec 1>&-; cat > /dev/null 2>&1; rm -rf -- \"$1\"", &[&folder]);
        (folder, removal.expect("a shell to remove temporary files"))
    });
    folder
}

/// A new folder among the temporary files.
pub(crate) fn fresh(name: &str) -> PathBuf {
    fresh_in(&env::temp_dir(), name)
}

/// A new folder in memory where there is room for it, else among the temporary files: for hundreds of small files at a time.
pub(crate) fn fresh_in_memory(name: &str) -> PathBuf {
    const MEMORY: &str = "/dev/shm";
    const NEEDED_KIB: u64 = 2 * 1024 * 1024;
    // The second line of the answer is: name, size, used, free, …
    let free = Command::new("df")
        .args(["-Pk", MEMORY])
        .output()
        .ok()
        .and_then(|answer| {
            let answer = String::from_utf8(answer.stdout).ok()?;
            answer
                .lines()
                .nth(1)?
                .split_whitespace()
                .nth(3)?
                .parse::<u64>()
                .ok()
        });
    match free {
        Some(free) if free >= NEEDED_KIB => fresh_in(Path::new(MEMORY), name),
        _ => fresh(name),
    }
}

fn fresh_in(parent: &Path, name: &str) -> PathBuf {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let folder = parent.join(format!("{name}-{}-{:x}", process::id(), now.as_nanos()));
    fs::create_dir(&folder).expect("a folder among the temporary files");
    folder
}

//! Where PostgreSQL's programs are, and as whom they run.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// Debian keeps them out of the path, in a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Names the folder of another version; a folder without the programs stands for a machine without PostgreSQL.
const CHOSEN: &str = "RAPPORT_TEST_POSTGRES";

/// The folder with the programs: the one that was chosen, else the newest of Debian's, else one on the path.
pub(crate) fn folder() -> Result<PathBuf, String> {
    if let Some(chosen) = env::var_os(CHOSEN).map(PathBuf::from) {
        let missing = format!("{} are not in {CHOSEN}, {}", NEEDED.join(", "), chosen.display());
        return if complete(&chosen) {
            Ok(chosen)
        } else {
            Err(missing)
        };
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .collect();
    versions.sort();
    let path = env::var_os("PATH").unwrap_or_default();
    let candidates = versions
        .into_iter()
        .rev()
        .map(|(_, folder)| folder)
        .chain(env::split_paths(&path));
    candidates
        .into_iter()
        .find(|folder| complete(folder))
        .ok_or_else(|| format!("{} are neither on PATH nor in {DEBIAN}/*/bin", NEEDED.join(", ")))
}

fn complete(folder: &Path) -> bool {
    NEEDED.iter().all(|program| folder.join(program).is_file())
}

/// The user and group that take our place, since PostgreSQL refuses to be run by root.
pub(crate) fn unprivileged() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let find = |name: &str| {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            let (found, _, user, group) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
            (found == name).then_some((user.parse().ok()?, group.parse().ok()?))
        })
    };
    find("postgres")
        .or_else(|| find("nobody"))
        .unwrap_or((65534, 65534))
}

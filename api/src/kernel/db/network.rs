//! Whether a file is on another machine, where SQLite's locks and its shared memory do not hold.

use std::{fs, path::Path};

/// File systems that reach over a network.
const NETWORK: [&str; 12] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "lustre",
    "glusterfs",
    "fuse.glusterfs",
    "fuse.sshfs",
    "fuse.s3fs",
];

/// The network file system that a folder is on. None where the system does not tell.
pub(super) fn file_system(folder: &Path) -> Option<String> {
    let folder = fs::canonicalize(folder).ok()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    network(&mounts, &folder).map(str::to_owned)
}

/// Looks for the innermost mount that holds the folder. A line is `… … … … MOUNT POINT …… - TYPE …`.
fn network<'m>(mounts: &'m str, folder: &Path) -> Option<&'m str> {
    let innermost = mounts
        .lines()
        .filter_map(|line| {
            let (before, after) = line.split_once(" - ")?;
            Some((
                before.split(' ').nth(4)?.replace("\\040", " "),
                after.split(' ').next()?,
            ))
        })
        .filter(|(point, _)| folder.starts_with(point))
        .max_by_key(|(point, _)| point.len())?;
    NETWORK.contains(&innermost.1).then_some(innermost.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
36 22 0:31 / /srv/our\\040files rw shared:2 - nfs4 server:/files rw
37 36 0:32 / /srv/our\\040files/local rw shared:3 master:1 - xfs /dev/vdb rw";

    #[test]
    fn the_innermost_mount_decides() {
        assert_eq!(network(MOUNTS, Path::new("/srv/our files/data")), Some("nfs4"));
        assert_eq!(network(MOUNTS, Path::new("/srv/our files/local/data")), None);
        assert_eq!(network(MOUNTS, Path::new("/srv/other")), None);
    }
}

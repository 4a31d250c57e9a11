//! Whether a path is on a network share.

use std::path::Path;

/// Kinds of file systems whose files are on another machine.
const REMOTE: [&str; 14] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "9p",
    "virtiofs",
    "vboxsf",
    "beegfs",
    "gpfs",
];

/// A program answers for the files of these, nearly always from another machine: JuiceFS, s3fs, ossfs, rclone, sshfs.
const PROGRAM: &str = "fuse.";
/// What a container writes into its own layer, which is empty in the next one.
const LAYER: &str = "overlay";

fn is_remote(kind: &str) -> bool {
    REMOTE.contains(&kind) || kind.strip_prefix(PROGRAM).is_some_and(|program| program != "fuseblk")
}

/// Kind of the network share that a file is, or would be, on. None where the system does not say.
pub(super) fn network(path: &Path) -> Option<String> {
    kind(path).filter(|kind| is_remote(kind))
}

/// Whether what is written there goes with the container that wrote it.
#[cfg(feature = "journal")]
pub(super) fn is_layer(path: &Path) -> bool {
    kind(path).is_some_and(|kind| kind == LAYER)
}

fn kind(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = path.canonicalize().or_else(|_| folder.canonicalize()).ok()?;
    of(&std::fs::read_to_string("/proc/self/mountinfo").ok()?, &real)
}

/// The last mount that the path is below is the one it is on.
fn of(mounts: &str, path: &Path) -> Option<String> {
    let mounted = |line: &str| {
        // `36 35 98:0 /root /point options - kind source options`
        let (head, tail) = line.split_once(" - ")?;
        let point = head.split(' ').nth(4)?.replace("\\040", " ");
        Some((point, tail.split(' ').next()?.to_owned()))
    };
    let on = mounts.lines().filter_map(mounted).filter(|(point, _)| path.starts_with(point));
    let (_, kind) = on.max_by_key(|(point, _)| point.len())?;
    Some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_decides() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                      40 22 0:50 / /data rw,relatime shared:3 - nfs4 host:/export rw\n\
                      41 40 0:51 / /data/local\\040disk rw - xfs /dev/sdb rw\nnonsense\n";
        let kind = |path: &str| of(mounts, Path::new(path)).filter(|kind| is_remote(kind));
        assert_eq!(kind("/data/parcels.journal").as_deref(), Some("nfs4"));
        for path in ["/parcels.journal", "/database/x", "/data/local disk/x"] {
            assert_eq!(kind(path), None, "{path}");
        }
        for kind in ["fuse.juicefs", "fuse.s3fs", "fuse.rclone", "fuse.sshfs", "virtiofs", "vboxsf", "gpfs", "cifs"] {
            assert!(is_remote(kind), "{kind}");
        }
        for kind in ["fuseblk", "fuse.fuseblk", "ext4", "overlay", "btrfs", "tmpfs"] {
            assert!(!is_remote(kind), "{kind}");
        }
        assert_eq!(network(&std::env::temp_dir().join("parcels.journal")), None);
    }
}

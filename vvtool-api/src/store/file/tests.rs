//! A disk that becomes full.
#![allow(clippy::unwrap_used)]

use core::sync::atomic::{AtomicBool, Ordering};
use std::io;
use std::sync::Arc;

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use super::*;
use crate::writes::journal::sample_entry;

#[derive(Debug)]
struct Disk {
    content: InMemoryBackend,
    full: Arc<AtomicBool>,
}

impl Disk {
    fn room(&self) -> io::Result<()> {
        let full = self.full.load(Ordering::SeqCst);
        if full { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.content.len()
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.content.read(offset, out)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.room()?;
        self.content.set_len(len)
    }
    fn sync_data(&self) -> io::Result<()> {
        self.content.sync_data()
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.room()?;
        self.content.write(offset, data)
    }
}

/// A journal on such a disk.
fn database(full: &Arc<AtomicBool>) -> Database {
    let disk = Disk { content: InMemoryBackend::new(), full: Arc::clone(full) };
    let database = Builder::new().create_with_backend(disk).unwrap();
    let writing = database.begin_write().unwrap();
    writing.open_table(ABOUT).unwrap().insert("format", [FORMAT].as_slice()).unwrap();
    writing.commit().unwrap();
    database
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_begun() {
    let path = Path::new("parcels.journal");
    let full = Arc::new(AtomicBool::new(false));
    let disk = database(&full);
    let journal = FileJournal::serve(path, ConcurrencyMode::ExclusiveWriter, move || Ok(disk)).unwrap();
    let claimed = async |key: u8| match journal.claim(sample_entry(key, "run"), None).await {
        Ok(Claimed::New(ticket)) => Ok(ticket),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.to_string()),
    };
    let now = SystemTime::now();
    assert!(journal.start(claimed(1).await.unwrap(), now, now).await.unwrap());
    let ticket = claimed(2).await.unwrap();
    full.store(true, Ordering::SeqCst);
    // Whatever is not durable is not begun.
    let error = journal.start(ticket.clone(), now, now).await.unwrap_err().to_string();
    assert!(error.starts_with("journal parcels.journal: the disk is full: make room"), "{error}");
    // With room again it says what it waits for, and takes nothing.
    full.store(false, Ordering::SeqCst);
    for error in [journal.start(ticket, now, now).await.unwrap_err().to_string(), claimed(3).await.unwrap_err()] {
        assert!(error.contains("see to the disk, then start the program again"), "{error}");
    }
}

#[test]
fn a_journal_on_a_full_disk_is_not_opened() {
    let full = Arc::new(AtomicBool::new(false));
    let disk = database(&full);
    full.store(true, Ordering::SeqCst);
    let opened = FileJournal::serve(Path::new("parcels.journal"), ConcurrencyMode::ExclusiveWriter, move || Ok(disk));
    let error = opened.unwrap_err().to_string();
    assert!(error.starts_with("journal parcels.journal: the disk is full: make room"), "{error}");
}

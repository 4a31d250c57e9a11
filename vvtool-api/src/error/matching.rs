//! Which documented error a reply means: the service's table, and the rule of [`crate::generated::ground::message`].

use std::sync::{Arc, RwLock};

pub use crate::generated::ground::message::Matched;
use crate::generated::ground::message::{Documented, Index};
pub(crate) use crate::generated::ground::message::{Match, Reported, beginning, is_platform_fault, same_code};
use crate::meta::{Class, ErrorEntry, ErrorsBy, Service, WriteOutcome};

/// Match a failure with the service's table.
pub(crate) fn find(service: &'static Service, reported: &Reported<'_>) -> Match {
    index_of(service).find(reported)
}

/// Match a failure that carries the code of success: only its words can tell.
pub(crate) fn find_beside_success(service: &'static Service, reported: &Reported<'_>) -> Match {
    index_of(service).find_beside_success(service.success_code, reported)
}

/// Match a code and a message that come without the rest of a reply.
pub(super) fn classify(service: &'static Service, code: &str, message: &str) -> Option<u16> {
    find(service, &Reported { code, message, ..Reported::default() }).entry
}

/// Match the code or the message that stands beside a flag inside a success body.
pub(crate) fn find_in_body(service: &'static Service, code: &str, message: &str) -> Match {
    index_of(service).find_in_body(code, message)
}

impl Documented<'static> for &'static ErrorEntry {
    fn code(&self) -> &'static str {
        self.code
    }

    fn messages(&self) -> impl Iterator<Item = &'static str> {
        core::iter::once(self.message).chain(self.aliases.iter().copied())
    }

    fn sub_codes(&self) -> impl Iterator<Item = &'static str> {
        self.sub_codes.iter().copied()
    }

    fn acts_like(&self, other: &Self) -> bool {
        (self.class, self.write_outcome) == (other.class, other.write_outcome)
    }

    fn says_nothing(&self) -> bool {
        (self.class, self.write_outcome) == (Class::DoNotRetry, WriteOutcome::Unknown)
    }
}

type Known = (&'static Service, Arc<Index<'static>>);

/// Prepared once per service, and only when the first error arrives. A service is known by its address: services are statics.
static INDEXES: RwLock<Vec<Known>> = RwLock::new(Vec::new());

fn index_of(service: &'static Service) -> Arc<Index<'static>> {
    let known = INDEXES.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some((_, index)) = known.iter().find(|(known, _)| std::ptr::eq(*known, service)) {
        return Arc::clone(index);
    }
    drop(known);
    let index = Arc::new(Index::new(service.errors_by == ErrorsBy::SubCode, service.errors));
    let mut known = INDEXES.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    known.push((service, Arc::clone(&index)));
    index
}

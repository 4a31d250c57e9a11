//! How the rest of a long answer is asked for.

/// How an answer is asked for page by page, and what says that there are no more. Names are those of the wire, paths of the reply's data
/// are names joined by dots; what the document does not say is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// Field of the request that counts pages.
    pub number: &'static str,
    /// Number of the first page.
    pub first: i64,
    /// Path of the text that says where the next page begins.
    pub cursor: &'static str,
    /// Field of the request that takes it.
    pub send_as: &'static str,
    /// Field of the request that says how many items a page holds.
    pub size: &'static str,
    /// The most it may hold, which is asked for unless the request says less; 0 where no document says it.
    pub max_size: i64,
    /// Path of the list of items.
    pub items: &'static str,
    /// Path of the number of all items.
    pub total: &'static str,
    /// Path of the flag that says whether more follow.
    pub has_next: &'static str,
}

impl Paging {
    const NONE: Self = Self {
        number: "",
        first: 1,
        cursor: "",
        send_as: "",
        size: "",
        max_size: 0,
        items: "",
        total: "",
        has_next: "",
    };

    /// Pages have numbers, from this one on.
    #[must_use]
    pub const fn numbered(number: &'static str, first: i64) -> Self {
        Self { number, first, ..Self::NONE }
    }

    /// Each page says where the next one begins.
    #[must_use]
    pub const fn following(cursor: &'static str, send_as: &'static str) -> Self {
        Self { cursor, send_as, ..Self::NONE }
    }

    /// How many items a page holds, and may hold at most.
    #[must_use]
    pub const fn size(self, size: &'static str, max_size: i64) -> Self {
        Self { size, max_size, ..self }
    }

    /// Where the items are.
    #[must_use]
    pub const fn items(self, items: &'static str) -> Self {
        Self { items, ..self }
    }

    /// Where the number of all items is.
    #[must_use]
    pub const fn total(self, total: &'static str) -> Self {
        Self { total, ..self }
    }

    /// Where it is said that more follow.
    #[must_use]
    pub const fn has_next(self, has_next: &'static str) -> Self {
        Self { has_next, ..self }
    }
}

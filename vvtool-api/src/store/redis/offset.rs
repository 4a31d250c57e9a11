//! How far a server's clock is from this process's, in microseconds.

/// What one answer says of it, or several that agree: it lies in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offset {
    least: i64,
    most: i64,
}

impl Offset {
    /// The server's clock was at `server` at some moment between these two of ours.
    pub(super) fn sampled(server: i64, asked: i64, told: i64) -> Self {
        Self { least: server.saturating_sub(told), most: server.saturating_sub(asked) }
    }

    /// Kept is the one with the shortest way; one that contradicts it takes its place, for then a clock was set.
    pub(super) fn and(self, known: Option<Self>) -> Self {
        match known {
            Some(known) if known.least <= self.most && self.least <= known.most && known.width() <= self.width() => {
                known
            }
            _ => self,
        }
    }

    fn width(self) -> i64 {
        self.most.saturating_sub(self.least)
    }

    fn middle(self) -> i64 {
        self.least.midpoint(self.most)
    }

    /// A moment of the server's clock, of ours.
    pub(super) fn ours(self, server: i64) -> i64 {
        server.saturating_sub(self.middle())
    }

    /// A moment of ours, of the server's clock.
    pub(super) fn theirs(self, ours: i64) -> i64 {
        ours.saturating_add(self.middle())
    }
}

//! What a call cost.

use super::Points;

/// What a call cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Charge {
    /// The reply says so. 1 point is 0.01 CNY.
    Known(Points),
    /// The documents name no charge for the operation, or the call was never made.
    None,
    /// The call may have been charged; the reply does not say.
    Unknown,
}

impl Charge {
    /// The points, when they are known. [`Charge::None`] is 0.
    pub fn points(self) -> Option<Points> {
        match self {
            Self::Known(points) => Some(points),
            Self::None => Some(Points::from(0)),
            Self::Unknown => None,
        }
    }
}

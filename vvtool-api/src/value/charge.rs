//! What a call cost.

use core::fmt;
use core::str::FromStr;

use super::{InvalidValue, Points};

/// What a call cost.
///
/// `Display`, `FromStr` and serde write and read the points as a number, or one of the words `none` and `unknown`:
///
/// ```
/// use vvtool_api::{Charge, Points};
///
/// for (charge, text) in [(Charge::Known(Points::new(3)), "3"), (Charge::None, "none"), (Charge::Unknown, "unknown")] {
///     assert_eq!(charge.to_string(), text);
///     assert_eq!(text.parse::<Charge>()?, charge);
/// }
/// # Ok::<(), vvtool_api::InvalidValue>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charge {
    /// The reply says so, or the documents where no reply does. 1 point is 0.01 CNY.
    Known(Points),
    /// The documents name no charge for the operation, the call was never made, or it was refused and only a success is charged.
    None,
    /// The call may have been charged; the reply does not say.
    Unknown,
}

impl Charge {
    /// The points, when they are known. [`Charge::None`] is 0.
    ///
    /// ```
    /// use vvtool_api::{Charge, Points};
    ///
    /// assert_eq!(Charge::None.points(), Some(Points::new(0)));
    /// assert_eq!(Charge::Unknown.points(), None);
    /// ```
    pub fn points(self) -> Option<Points> {
        match self {
            Self::Known(points) => Some(points),
            Self::None => Some(Points::from(0)),
            Self::Unknown => None,
        }
    }
}

impl fmt::Display for Charge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(points) => fmt::Display::fmt(points, f),
            Self::None => f.pad("none"),
            Self::Unknown => f.pad("unknown"),
        }
    }
}

impl FromStr for Charge {
    type Err = InvalidValue;
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "none" => Ok(Self::None),
            "unknown" => Ok(Self::Unknown),
            _ => text
                .parse()
                .map(Self::Known)
                .map_err(|_| InvalidValue::new("Charge", "expected a whole number of points, none or unknown")),
        }
    }
}

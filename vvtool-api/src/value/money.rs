//! Money with its unit in the type, so that yuan and fen are never added by mistake.

use core::fmt;
use core::iter::Sum;
use core::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use core::str::FromStr;

use rust_decimal::Decimal;

use super::{InvalidValue, number};

/// Sums saturate instead of panicking: an absurd amount in a reply must not bring a program down.
macro_rules! money {
    ($(#[$meta:meta])* $name:ident($inner:ty), $parse:path, $why:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($inner);

        impl $name {
            /// From the plain number.
            #[must_use]
            pub const fn new(value: $inner) -> Self {
                Self(value)
            }

            /// The plain number.
            #[must_use]
            pub const fn get(self) -> $inner {
                self.0
            }
        }

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidValue;
            fn from_str(text: &str) -> Result<Self, InvalidValue> {
                $parse(text).map(Self).ok_or_else(|| InvalidValue::new(stringify!($name), $why))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self::default() - self
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                values.fold(Self::default(), Add::add)
            }
        }

        impl<'a> Sum<&'a Self> for $name {
            fn sum<I: Iterator<Item = &'a Self>>(values: I) -> Self {
                values.copied().sum()
            }
        }
    };
}

money! {
    /// An amount in yuan (CNY), exact, with the digits the wire gave: `200.00` prints as `200.00`.
    Yuan(Decimal), number::decimal, "expected a plain decimal number such as 200.07"
}

money! {
    /// An amount in fen: a hundredth of a yuan.
    Fen(i64), number::int, "expected a whole number such as 20007"
}

money! {
    /// vv-tool points (点券), the currency calls are charged in: a point is a hundredth of a yuan.
    Points(i64), number::int, "expected a whole number such as 1"
}

money! {
    /// An amount whose unit the documents do not say. Compare it with what the shop shows before you trust it as money.
    Amount(Decimal), number::decimal, "expected a plain decimal number such as 200.07"
}

impl Yuan {
    /// The same amount in yuan, exactly: 20007 fen are 200.07 yuan.
    #[must_use]
    pub fn from_fen(fen: Fen) -> Self {
        Self(Decimal::new(fen.0, 2))
    }

    /// The same amount in fen; `None` when it has parts of a fen or is too large.
    #[must_use]
    pub fn to_fen(self) -> Option<Fen> {
        let fen = self.0.checked_mul(Decimal::ONE_HUNDRED)?;
        if fen.fract().is_zero() { i64::try_from(fen.trunc()).ok().map(Fen) } else { None }
    }
}

impl From<Fen> for Yuan {
    fn from(fen: Fen) -> Self {
        Self::from_fen(fen)
    }
}

impl TryFrom<Yuan> for Fen {
    type Error = InvalidValue;
    fn try_from(yuan: Yuan) -> Result<Self, InvalidValue> {
        yuan.to_fen().ok_or_else(|| InvalidValue::new("Fen", "the amount has parts of a fen or is too large"))
    }
}

impl Points {
    /// What the points cost.
    #[must_use]
    pub fn to_yuan(self) -> Yuan {
        Yuan::from_fen(Fen(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_and_fen_convert_exactly() {
        assert_eq!(Yuan::from_fen(Fen::new(20_007)).to_string(), "200.07");
        assert_eq!("200.07".parse::<Yuan>().unwrap().to_fen(), Some(Fen::new(20_007)));
        assert_eq!("-0.5".parse::<Yuan>().unwrap().to_fen(), Some(Fen::new(-50)));
        assert_eq!("0.001".parse::<Yuan>().unwrap().to_fen(), None);
        assert_eq!("79228162514264337593543950335".parse::<Yuan>().unwrap().to_fen(), None);
        assert_eq!(Yuan::from_fen(Fen::new(i64::MIN)).to_fen(), Some(Fen::new(i64::MIN)));
        assert_eq!(Points::new(1).to_yuan().to_string(), "0.01");
    }

    #[test]
    fn sums_never_panic() {
        let most = Yuan::new(Decimal::MAX);
        assert_eq!(most + most, most);
        assert_eq!(-Fen::new(i64::MIN), Fen::new(i64::MAX));
        let parts = [Yuan::from_fen(Fen::new(1)), Yuan::from_fen(Fen::new(299))];
        assert_eq!(parts.iter().sum::<Yuan>().to_string(), "3.00");
    }

    #[test]
    fn a_bad_amount_says_what_was_expected() {
        let error = "200.e7".parse::<Yuan>().unwrap_err();
        assert_eq!(error.to_string(), "not a valid Yuan: expected a plain decimal number such as 200.07");
    }
}

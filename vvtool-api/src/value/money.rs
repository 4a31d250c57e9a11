//! Money with its unit in the type, so that yuan and fen are never added by mistake.

use core::fmt;
use core::iter::Sum;
use core::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use core::str::FromStr;

use rust_decimal::Decimal;

use super::{InvalidValue, number};

/// One kind of money. `$like` is a number that it is written as; the examples of the documentation use it.
macro_rules! money {
    ($(#[$meta:meta])* $name:ident($inner:ty), $parse:path, $what:literal, $like:literal, $most:literal) => {
        $(#[$meta])*
        ///
        /// `+`, `-`, unary `-` and `sum()` saturate at the largest and the smallest amount instead of panicking: an absurd amount in a
        /// reply must not bring a program down. Where that matters, use `checked_add` and `checked_sub`.
        ///
        /// ```
        #[doc = concat!("use vvtool_api::", stringify!($name), ";")]
        ///
        #[doc = concat!("let one: ", stringify!($name), " = \"", $like, "\".parse()?;")]
        /// assert_eq!((one + one - one).to_string(), one.to_string());
        #[doc = concat!("let most = ", stringify!($name), "::new(", $most, ");")]
        /// assert_eq!(most + one, most);
        /// assert_eq!(most.checked_add(one), None);
        /// # Ok::<(), vvtool_api::InvalidValue>(())
        /// ```
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($inner);

        impl $name {
            /// From the plain number.
            ///
            /// ```
            #[doc = concat!("use vvtool_api::", stringify!($name), ";")]
            ///
            #[doc = concat!("let most = ", stringify!($name), "::new(", $most, ");")]
            #[doc = concat!("assert_eq!(most.get(), ", $most, ");")]
            /// ```
            #[must_use]
            pub const fn new(value: $inner) -> Self {
                Self(value)
            }

            /// The plain number.
            ///
            /// ```
            #[doc = concat!("use vvtool_api::", stringify!($name), ";")]
            ///
            #[doc = concat!("let amount: ", stringify!($name), " = \"", $like, "\".parse()?;")]
            #[doc = concat!("assert_eq!(amount.get().to_string(), \"", $like, "\");")]
            /// # Ok::<(), vvtool_api::InvalidValue>(())
            /// ```
            #[must_use]
            pub const fn get(self) -> $inner {
                self.0
            }

            /// The sum; `None` when it is too large to be held.
            ///
            /// ```
            #[doc = concat!("use vvtool_api::", stringify!($name), ";")]
            ///
            #[doc = concat!("let one: ", stringify!($name), " = \"", $like, "\".parse()?;")]
            /// assert_eq!(one.checked_add(one), Some(one + one));
            #[doc = concat!("assert_eq!(one.checked_add(", stringify!($name), "::new(", $most, ")), None);")]
            /// # Ok::<(), vvtool_api::InvalidValue>(())
            /// ```
            #[must_use]
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }

            /// The difference; `None` when it is too small to be held.
            ///
            /// ```
            #[doc = concat!("use vvtool_api::", stringify!($name), ";")]
            ///
            #[doc = concat!("let one: ", stringify!($name), " = \"", $like, "\".parse()?;")]
            /// assert_eq!((one + one).checked_sub(one), Some(one));
            #[doc = concat!("let most = ", stringify!($name), "::new(", $most, ");")]
            /// assert_eq!((-most).checked_sub(most), None);
            /// # Ok::<(), vvtool_api::InvalidValue>(())
            /// ```
            #[must_use]
            pub fn checked_sub(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).map(Self)
            }

            /// What a sum or a difference that cannot be held saturates at: it has outgrown the side that the first amount is on.
            fn most(self) -> Self {
                Self(if self < Self::default() { <$inner>::MIN } else { <$inner>::MAX })
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
                let fault = || InvalidValue::new(stringify!($name), number::fault(text, $what, $like));
                $parse(text).map(Self).ok_or_else(fault)
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
                self.checked_add(other).unwrap_or_else(|| self.most())
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
                self.checked_sub(other).unwrap_or_else(|| self.most())
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
    Yuan(Decimal), number::decimal, "decimal", "200.07", "vvtool_api::rust_decimal::Decimal::MAX"
}

money! {
    /// An amount in fen: a hundredth of a yuan.
    Fen(i64), number::int, "whole", "20007", "i64::MAX"
}

money! {
    /// vv-tool points (点券), the currency calls are charged in: a point is a hundredth of a yuan.
    Points(i64), number::int, "whole", "1", "i64::MAX"
}

money! {
    /// An amount whose unit the documents do not say. Compare it with what the shop shows before you trust it as money.
    Amount(Decimal), number::decimal, "decimal", "200.07", "vvtool_api::rust_decimal::Decimal::MAX"
}

impl Yuan {
    /// The same amount in yuan, exactly: 20007 fen are 200.07 yuan.
    ///
    /// ```
    /// use vvtool_api::{Fen, Yuan};
    ///
    /// assert_eq!(Yuan::from_fen(Fen::new(20_007)).to_string(), "200.07");
    /// ```
    #[must_use]
    pub fn from_fen(fen: Fen) -> Self {
        Self(Decimal::new(fen.0, 2))
    }

    /// The same amount in fen; `None` when it has parts of a fen or is too large.
    ///
    /// ```
    /// use vvtool_api::{Fen, Yuan};
    ///
    /// assert_eq!("200.07".parse::<Yuan>()?.to_fen(), Some(Fen::new(20_007)));
    /// assert_eq!("0.001".parse::<Yuan>()?.to_fen(), None);
    /// # Ok::<(), vvtool_api::InvalidValue>(())
    /// ```
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
        yuan.to_fen().ok_or_else(|| {
            let fits = yuan.0.checked_mul(Decimal::ONE_HUNDRED).is_some_and(|fen| i64::try_from(fen.trunc()).is_ok());
            InvalidValue::new("Fen", if fits { "the amount has parts of a fen" } else { "the amount is too large" })
        })
    }
}

impl Points {
    /// What the points cost.
    ///
    /// ```
    /// assert_eq!(vvtool_api::Points::new(3).to_yuan().to_string(), "0.03");
    /// ```
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
    fn what_cannot_be_held_is_none_where_it_is_checked() {
        let most = Points::new(i64::MAX);
        assert_eq!(most.checked_add(Points::new(1)), None);
        assert_eq!(Points::new(-2).checked_sub(most), None);
        assert_eq!(Points::new(3).checked_sub(Points::new(5)), Some(Points::new(-2)));
        assert_eq!(Amount::new(Decimal::MIN).checked_sub(Amount::new(Decimal::ONE)), None);
    }

    #[test]
    fn a_bad_amount_says_what_is_wrong_with_it() {
        let yuan = |text: &str| text.parse::<Yuan>().unwrap_err().to_string();
        assert_eq!(
            yuan("200.e7"),
            "not a valid Yuan: expected a decimal number such as 200.07, and character 5 is no digit"
        );
        let fen = Fen::try_from("0.001".parse::<Yuan>().unwrap()).unwrap_err();
        assert_eq!(fen.to_string(), "not a valid Fen: the amount has parts of a fen");
        let fen = Fen::try_from(Yuan::new(Decimal::MAX)).unwrap_err();
        assert_eq!(fen.to_string(), "not a valid Fen: the amount is too large");
    }
}

//! When a platform is busy.

use crate::load::raw::RawOffPeak;
use crate::words::{Basis, Zone};

/// The busy hours of every day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffPeak {
    /// Where the clock runs that they are meant by.
    pub zone: Zone,
    /// Minutes of the day: from, and up to but not including. In order, and apart.
    pub busy: Vec<(u16, u16)>,
    /// Where they are known from.
    pub basis: Basis,
}

impl OffPeak {
    /// On one line, as reports name it.
    pub fn spelled(&self) -> String {
        format!("{} {} ({})", self.zone.word(), self.windows().join(", "), self.basis.word())
    }

    /// As the spec writes them.
    pub fn windows(&self) -> Vec<String> {
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        self.busy.iter().map(|(from, to)| format!("{}-{}", time(*from), time(*to))).collect()
    }
}

pub(super) fn lower(raw: &RawOffPeak) -> OffPeak {
    OffPeak {
        zone: Zone::from_word(&raw.zone.value).unwrap_or(Zone::Utc),
        busy: raw.busy.iter().filter_map(|text| window(&text.value)).collect(),
        basis: Basis::from_word(&raw.basis.value).unwrap_or(Basis::Assumed),
    }
}

/// `09:30-11:00`.
pub(crate) fn window(text: &str) -> Option<(u16, u16)> {
    let (from, to) = text.split_once('-')?;
    Some((minute(from)?, minute(to)?)).filter(|(from, to)| from < to)
}

/// `09:30` as minutes of a day.
pub(super) fn minute(text: &str) -> Option<u16> {
    let digits = |text: &str| crate::number::digits(text).filter(|text| text.len() == 2)?.parse().ok();
    let (hours, minutes): (u16, u16) = text.split_once(':').and_then(|(h, m)| Some((digits(h)?, digits(m)?)))?;
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && minute <= 24 * 60).then_some(minute)
}

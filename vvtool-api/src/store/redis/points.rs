//! Caps that machines keep together: points are kept for an attempt by one script, and settled by another one.

use core::time::Duration;
use std::time::Instant;

use super::line::{Line, PROBE};
use super::memory::Told;
use crate::spend::{NoPoints, Over, Slip, Want};

pub(super) const RESERVE: &str = include_str!("../reserve.lua");
pub(super) const SETTLE: &str = include_str!("../settle.lua");

/// How long an answer may take. What comes later would be kept for nobody, so there is more time than for a turn.
const ANSWER: Duration = Duration::from_secs(1);
/// More than any sum of money; of as many the sums are exact there.
const MOST: u64 = 1_000_000_000_000;

/// Which cap it is over, if any; what is spent of it, and when it frees; the parts; and of both keys what is to be remembered.
type Said = [i64; 10];

impl Line {
    /// Keep points, or say which cap they do not fit into. Asked again until then, and as long as somebody waits.
    pub(super) async fn reserve(
        &self,
        want: &Want,
        until: Option<Instant>,
        is_over: impl Fn() -> bool,
    ) -> Result<Slip, NoPoints> {
        loop {
            if let Some(said) = self.reserved(want).await {
                return said;
            }
            let again = Instant::now().checked_add(PROBE);
            if is_over() || again.zip(until).is_some_and(|(again, until)| until < again) {
                return Err(NoPoints::Gone);
            }
            tokio::time::sleep(PROBE).await;
        }
    }

    async fn reserved(&self, want: &Want) -> Option<Result<Slip, NoPoints>> {
        let (mut conn, _) = self.conn().await?;
        let [account, shop] = &want.keys;
        let points = want.points.min(MOST);
        let [hour, day, each] = want
            .rooms
            .map(|room| room.cap.map_or(-1, |cap| cap.saturating_sub(room.kept).min(MOST * 1_000).cast_signed()));
        let ([born, in_hour, in_day], [shop_born, _, by_shop]) = {
            let (memory, now) = (self.memory(), Instant::now());
            (memory.of(account, now), memory.of(shop, now))
        };
        let arguments =
            [points.cast_signed(), hour, day, each, born, shop_born, in_hour, in_day, by_shop].map(|n| n.to_string());
        let keys = [&**account, &**shop];
        let said: Said = self.run(&mut conn, RESERVE, &keys, &arguments, ANSWER).await?;
        let [over, spent, wait, minute, quarter, born, shop_born, in_hour, in_day, by_shop] = said;
        {
            let (mut memory, at) = (self.memory(), Instant::now());
            memory.told(account, Told { born, at, hour: in_hour, day: in_day });
            memory.told(shop, Told { born: shop_born, at, hour: 0, day: by_shop });
        }
        let over = usize::try_from(over).ok()?.checked_sub(1).and_then(|which| want.rooms.get(which));
        Some(match over {
            None => Ok(Slip { keys: want.keys.clone(), points, parts: [minute, quarter] }),
            Some(room) => Err(NoPoints::Over(Over {
                setting: room.name,
                cap: room.cap.unwrap_or_default(),
                spent: u64::try_from(spent).unwrap_or_default(),
                kept: room.kept,
                wait: u64::try_from(wait).ok().map(Duration::from_secs),
            })),
        })
    }

    /// Say what became of kept points.
    pub(super) async fn settle(&self, slip: &Slip, spent: u64) {
        let Some((mut conn, _)) = self.conn().await else { return };
        let ([account, shop], [minute, quarter]) = (&slip.keys, slip.parts);
        let spent = spent.min(MOST);
        let arguments = [minute, quarter, slip.points.cast_signed(), spent.cast_signed()].map(|n| n.to_string());
        let _: Option<i64> = self.run(&mut conn, SETTLE, &[&**account, &**shop], &arguments, ANSWER).await;
    }
}

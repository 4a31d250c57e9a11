//! What the caller's account has: points, and what calls cost.

use vvtool_codegen::model::api::Api;
use vvtool_codegen::model::state::{State, Told};
use vvtool_codegen::words::ChargedOn;

use crate::routes::Target;

/// Points by the place of the service; none where they are not kept.
#[derive(Debug, Default, Clone)]
pub(crate) struct Accounts(Vec<Option<u64>>);

impl Accounts {
    /// What the state files say; nothing unless the server is to remember.
    pub(crate) fn new(api: &Api, kept: bool) -> Self {
        let start = |state: &State| state.account.balance.as_ref().map(|balance| balance.start);
        Self(api.services.iter().map(|service| service.state.as_ref().filter(|_| kept).and_then(start)).collect())
    }

    /// Of the first service that keeps one.
    pub(crate) fn balance(&self) -> Option<u64> {
        self.0.iter().find_map(|points| *points)
    }

    /// For every service that keeps one. False when there is none.
    pub(crate) fn set(&mut self, points: u64) -> bool {
        let mut kept = self.0.iter_mut().flatten().peekable();
        let any = kept.peek().is_some();
        kept.for_each(|balance| *balance = points);
        any
    }

    /// What a call gets that the balance does not cover.
    pub(crate) fn refuses<'a>(&self, target: &Target<'a>) -> Option<&'a Told> {
        let balance = self.0.get(target.at.service).copied().flatten()?;
        let cost = u64::from(target.operation.price?.points);
        let empty = &target.service.state.as_ref()?.account.balance.as_ref()?.empty;
        (balance < cost).then_some(empty)
    }

    /// Takes what a call costs. Answers the points, where they are kept.
    pub(crate) fn charge(&mut self, target: &Target<'_>, success: bool) -> Option<u64> {
        let price = target.operation.price.filter(|price| success || price.on == ChargedOn::Call)?;
        let points = u64::from(price.points);
        let balance = self.0.get_mut(target.at.service)?.as_mut()?;
        *balance = balance.saturating_sub(points);
        Some(points)
    }
}

//! What a call costs, and how often it may be made.

use super::super::findings::{Findings, Scope, Side};
use super::super::rule::Level::{Breaking, Dangerous, Safe};
use super::super::rule::Rule;
use super::{reach, rules};
use crate::model::api::{Charge, ChargedOn, Operation, Price, RateLimit, Service};
use crate::source::Span;

rules! {
    CHARGE_ADDED = Rule::new("charge-added", "the call is charged now", "开始收费")
        .cost(Breaking, "every call takes points from the account", "每次调用都会扣点券")
        .todo("top up the account, and count the calls", "确认余额并统计调用量");
    CHARGE_REMOVED = Rule::new("charge-removed", "the call is not charged any more", "不再收费")
        .cost(Safe, "calls cost nothing", "调用免费");
    CHARGE_UNDOCUMENTED = Rule::new(
            "charge-undocumented",
            "it is not documented any more whether the call is charged",
            "文档不再说明是否收费",
        )
        .cost(
            Dangerous,
            "nobody knows what a call costs; `charge()` counts 0 points whatever is taken",
            "无法得知调用是否收费；无论是否扣费，`charge()` 都计为 0 点",
        )
        .todo(
            "watch the balance of the account; ask, and write `charge:` when there is an answer",
            "留意账户余额；核实后写明 `charge:`",
        );
    CHARGE_DOCUMENTED_FREE = Rule::new("charge-documented-free", "the call is free, which was not documented", "文档写明免费")
        .cost(Safe, "calls cost nothing", "调用免费");
    CHARGE_RAISED = Rule::new("charge-raised", "the document's example shows a higher charge", "示例扣费提高")
        .cost(Dangerous, "a call probably costs more", "每次调用可能更贵")
        .todo("check the price list", "核对价目");
    CHARGE_LOWERED = Rule::new("charge-lowered", "the document's example shows a lower charge", "示例扣费降低")
        .cost(Safe, "a call probably costs less", "每次调用可能更便宜");
    PRICE_RAISED = Rule::new("price-raised", "a call may cost more points, or nobody knows how many", "扣点提高或不再注明")
        .cost(Dangerous, "a program spends more than it reckons with", "程序的花费超出预计")
        .todo("reckon again, and look at the caps", "重新计算并检查花费上限");
    PRICE_LOWERED = Rule::new("price-lowered", "a call costs fewer points, or fewer calls are charged", "扣点降低")
        .cost(Safe, "a program spends less than it reckons with", "程序的花费低于预计");
    PRICE_BASIS_CHANGED = Rule::new("price-basis-changed", "it changed where the price of a call is known from", "扣点依据改变")
        .cost(
            Dangerous,
            "a price that is only assumed counts for no cap; one that is documented or was observed does",
            "推测的扣点不计入花费上限；有文档或经观察的计入",
        )
        .todo("look at the caps", "检查花费上限");
    RATE_LIMIT_TIGHTENED = Rule::new("rate-limit-tightened", "calls that the old limit allowed are refused", "限流收紧")
        .cost(
            Dangerous,
            "a program that uses the old limit to the full is refused; an operation without a limit of its own has \
             the service's",
            "用足旧上限的程序会被拒绝；未单独限流的接口适用服务的限流",
        )
        .todo("lower the call rate, or spread the calls", "降低调用频率或分散调用");
    RATE_LIMIT_LOOSENED = Rule::new(
            "rate-limit-loosened",
            "all that the old limit allowed is allowed, and more",
            "限流放宽",
        )
        .cost(
            Safe,
            "a program within the old limit is within the new one; an operation without a limit of its own has the \
             service's",
            "符合旧上限的程序仍符合新上限；未单独限流的接口适用服务的限流",
        );
}

// Nobody calls by this limit.
static TIGHTENED_UNREACHED: Rule = unreached(RATE_LIMIT_TIGHTENED);
static LOOSENED_UNREACHED: Rule = unreached(RATE_LIMIT_LOOSENED);

const fn unreached(rule: Rule) -> Rule {
    rule.cost(Safe, "every operation has a limit of its own", "每个接口都有自己的限流")
        .todo("nothing to do", "无需处理")
}

/// What an operation says itself.
pub(super) fn operation(
    findings: &mut Findings,
    scope: &Scope<'_>,
    services: (&Service, &Service),
    base: &Operation,
    head: &Operation,
) {
    charge(findings, scope, (base.charge, head.charge), head.span);
    price(findings, scope, (base, head));
    // A limit that is only inherited is one change of the service.
    if base.rate_limit != head.rate_limit {
        let rules = (&RATE_LIMIT_TIGHTENED, &RATE_LIMIT_LOOSENED);
        let limits = (services.0.limits_of(base).collect(), services.1.limits_of(head).collect());
        rate_limit(findings, rules, scope, limits, head.span);
    }
}

/// The limit of a service, which holds for the operations that have none themselves.
pub(super) fn service(
    findings: &mut Findings,
    scope: &Scope<'_>,
    base: &Service,
    head: &Service,
    operations: &[(&Operation, &Operation)],
) {
    if base.rate_limit == head.rate_limit {
        return;
    }
    // What holds for the account reaches those too that have a limit of their own.
    let of_account = |service: &Service| service.limits_of_account().cloned().collect::<Vec<_>>();
    let all = of_account(base) != of_account(head);
    let inherits =
        |(old, new): &&(&Operation, &Operation)| all || old.rate_limit.is_empty() && new.rate_limit.is_empty();
    let reached: Vec<_> = operations.iter().filter(inherits).map(|(_, new)| new.id.clone()).collect();
    let rules = if reached.is_empty() {
        (&TIGHTENED_UNREACHED, &LOOSENED_UNREACHED)
    } else {
        (&RATE_LIMIT_TIGHTENED, &RATE_LIMIT_LOOSENED)
    };
    rate_limit(
        findings,
        rules,
        scope,
        (base.rate_limit.iter().collect(), head.rate_limit.iter().collect()),
        head.name.span,
    );
    reach(findings, reached);
}

/// No key is not the same as `free`.
fn charge(findings: &mut Findings, scope: &Scope<'_>, (before, after): (Option<Charge>, Option<Charge>), at: Span) {
    const FREE: Option<Charge> = Some(Charge::Free);
    let rule = match (before, after) {
        _ if before == after => return,
        (_, None) => &CHARGE_UNDOCUMENTED,
        (None, FREE) => &CHARGE_DOCUMENTED_FREE,
        (_, FREE) => &CHARGE_REMOVED,
        _ => &CHARGE_ADDED,
    };
    let text = |charge: Option<Charge>| charge.map_or("not documented", Charge::word);
    findings.changed(rule, scope, "charge", (text(before), text(after)), at);
}

/// A call that may cost more, or costs where it did not.
fn price(findings: &mut Findings, scope: &Scope<'_>, (base, head): (&Operation, &Operation)) {
    let (before, after) = (base.price, head.price);
    // That it costs nothing is said as its charge.
    if after.is_none() && head.charge == Some(Charge::Free) {
        return;
    }
    let harm = |price: Price| (price.points, price.on == ChargedOn::Call);
    let more = match (before.map(harm), after.map(harm)) {
        (Some(before), Some(after)) => after.0 > before.0 || after.1 && !before.1,
        (None, after) => after.is_some(),
        (Some(_), None) => true,
    };
    let rule = if more { &PRICE_RAISED } else { &PRICE_LOWERED };
    let text = |price: Option<Price>| price.map_or_else(|| "not documented".to_owned(), |price| price.spelled());
    let [was, is] = [before, after].map(text);
    if was != is {
        // What is not said any more is seen where it was.
        let place = if after.is_some() { (Side::Head, head.span) } else { (Side::Base, base.span) };
        findings.push(rule, scope, "charge/points", (Some(was), Some(is)), place);
    }
    if let (Some(before), Some(after)) = (before, after) {
        let basis = (before.basis.word(), after.basis.word());
        findings.changed(&PRICE_BASIS_CHANGED, scope, "charge/basis", basis, head.span);
    }
}

fn rate_limit(
    findings: &mut Findings,
    (tightened, loosened): (&'static Rule, &'static Rule),
    scope: &Scope<'_>,
    (base, head): (Vec<&RateLimit>, Vec<&RateLimit>),
    at: Span,
) {
    let text = |limits: &[&RateLimit]| match limits {
        [] => "none".to_owned(),
        limits => limits.iter().map(|limit| limit.spelled()).collect::<Vec<_>>().join(", "),
    };
    let rule = if allow(&head, &base) { loosened } else { tightened };
    findings.changed(rule, scope, "rate_limit", (&text(&base), &text(&head)), at);
}

/// Whether what kept to all of the old limits keeps to all of the new ones. The account's is one of each operation, too.
fn allow(new: &[&RateLimit], old: &[&RateLimit]) -> bool {
    new.iter().all(|new| old.iter().any(|old| (old.of_account || !new.of_account) && allows(new, old)))
}

/// Whether every schedule of calls within the old limit is within the new one.
///
/// A day of 864000 calls is no more than ten a second on average, and all of them may come in the first second. So the new limit must
/// have room for the most that its period can hold: all calls of each old period that the new one meets.
fn allows(new: &RateLimit, old: &RateLimit) -> bool {
    let periods = new.per.seconds().div_ceil(old.per.seconds());
    u64::from(new.calls) >= u64::from(old.calls).saturating_mul(periods)
}

//! Replies that are lists, maps, values, trees or nothing, over real sockets, async and blocking.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

use vvtool_api::vvtool::{Client, blocking};
use vvtool_api::{Charge, Class, Error, Lang, WriteOutcome};
use vvtool_mock::{Answer, Raw};
use vvtool_own_spec::api::market::MarketBasketList;
use vvtool_own_spec::api::orchard::tree::look::Branch;
use vvtool_own_spec::api::orchard::*;

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn client(mock: &vvtool_mock::Mock) -> Client {
    Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap()
}

fn strict(mock: &vvtool_mock::Mock) -> Client {
    Client::builder().host(mock.url.as_str()).token(mock.token()).strict(true).build().unwrap()
}

fn without_async(mock: &vvtool_mock::Mock) -> blocking::Client {
    blocking::Client::builder().host(mock.url.as_str()).token(mock.token()).strict(true).build().unwrap()
}

/// Let an operation answer with this data.
fn answer(mock: &vvtool_mock::Mock, operation: &str, data: &str) {
    let body = format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#);
    mock.answer(&format!("orchard/{operation}"), Answer::Raw(Raw::ok(body))).unwrap();
}

/// What serde writes of a reply's data.
fn json(data: &impl serde::Serialize) -> String {
    serde_json::to_string(data).unwrap()
}

/// Every operation, as its example has it: async and blocking are the same, and nothing is told that is not documented.
macro_rules! each {
    ($($request:expr => $expected:literal;)*) => {
        #[tokio::test]
        async fn every_shape_is_read_as_its_example_has_it() {
            let mock = mock();
            let client = strict(&mock);
            $({
                let reply = $request.send(&client).await.unwrap();
                assert_eq!(json(reply.data()), $expected);
                assert!(reply.unknown_fields().is_empty(), "{:?}", reply.unknown_fields());
            })*
        }

        #[test]
        fn every_shape_is_read_without_async_too() {
            let mock = mock();
            let client = without_async(&mock);
            $(assert_eq!(json($request.send(&client).unwrap().data()), $expected);)*
        }
    };
}

each! {
    FruitList::new() => r#"{"items":[{"sku":"S-1","grams":180,"cost":2},{"sku":"S-2","grams":95,"cost":1}]}"#;
    FruitRipe::new() => r#"{"items":[{"sku":"S-1","grams":180,"checked":true}]}"#;
    FruitLabels::new() => r#"{"items":["sweet, red"," late ","早熟"]}"#;
    FruitSkus::new() => r#"{"items":["S-1","9007199254740993"]}"#;
    FruitCount::new() => r#"{"value":1200}"#;
    FruitWorth::new() => r#"{"value":"1234.50"}"#;
    FruitGuard::new() => r#"{"value":true}"#;
    FruitWater::new() => "{}";
    FruitBurn::new() => "{}";
}

#[test]
fn maps_and_rows_without_async() {
    let mock = mock();
    let client = without_async(&mock);
    assert_eq!(FruitStock::new().send(&client).unwrap().items.get("S-2").and_then(|left| left.pieces), Some(3));
    assert_eq!(FruitPrices::new().send(&client).unwrap().items.get("S-1").map(|price| price.get()), Some(100));
    let outcomes = FruitPick::new(["S-1"]).send(&client).unwrap().outcomes();
    assert_eq!(outcomes.iter().filter(|row| row.is_ok()).count(), 1);
    assert_eq!(FruitPack::new(["S-1"]).send(&client).unwrap().outcomes(), outcomes);
}

#[tokio::test]
async fn a_map_keeps_the_order_of_its_keys() {
    let mock = mock();
    answer(&mock, "fruit/prices", r#"{"S-2":250,"S-1":"100","S-2":300}"#);
    let reply = FruitPrices::new().send(&client(&mock)).await.unwrap();
    let prices: Vec<_> = reply.items.iter().map(|(sku, price)| (sku.as_str(), price.get())).collect();
    assert_eq!(prices, [("S-2", 300), ("S-1", 100)]);
    assert_eq!(
        reply.deviations()[0].to_string(),
        "items[2]: expected the key once, found it again; the last one counts"
    );
    let error = FruitPrices::new().send(&strict(&mock)).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    answer(&mock, "fruit/stock", r#"{"S-2":{"pieces":3,"checked":true},"S-1":{"pieces":0}}"#);
    let reply = FruitStock::new().send(&strict(&mock)).await.unwrap();
    let pieces: Vec<_> = reply.items.iter().map(|(sku, left)| (sku.as_str(), left.pieces)).collect();
    assert_eq!(pieces, [("S-2", Some(3)), ("S-1", Some(0))]);
    assert_eq!(reply.items.get("S-2").and_then(|left| left.checked), Some(true));
}

#[tokio::test]
async fn what_is_not_the_documented_data_is_a_failure_and_an_empty_list_is_none() {
    let mock = mock();
    let client = client(&mock);
    // Data, items read, deviations; or what the error says.
    type Ends<'a> = Result<(usize, usize), &'a str>;
    let cases: &[(&str, Ends<'_>)] = &[
        ("[]", Ok((0, 0))),
        ("{}", Ok((0, 0))),
        ("null", Ok((0, 1))),
        ("\"\"", Ok((0, 1))),
        (r#"[{"sku":"S-1"},7]"#, Ok((1, 1))),
        (r#"{"sku":"S-1"}"#, Ok((1, 0))),
        (r#"{"0":{"sku":"S-1"},"4":{"sku":"S-2"}}"#, Ok((2, 1))),
        (r#""[{\"sku\":\"S-1\"}]""#, Ok((1, 1))),
        (r#"{"success":false,"msg":"no such row"}"#, Err("no such row")),
        (r#"{"total":0,"page":1}"#, Err("nothing in the data is an item of a list")),
        ("[7]", Err("nothing in the data is an item of a list")),
        ("true", Err("nothing in the data is an item of a list")),
        ("\"gone\"", Err("nothing in the data is an item of a list")),
    ];
    for (data, expected) in cases {
        answer(&mock, "fruit/list", data);
        match (FruitList::new().send(&client).await, expected) {
            (Ok(reply), Ok(read)) => assert_eq!((reply.items.len(), reply.deviations().len()), *read, "{data}"),
            (Err(error), Err(what)) => assert!(error.to_string().contains(what), "{data}: {error}"),
            (other, _) => panic!("{data}: {other:?}"),
        }
    }
    for (data, read) in [("\"12\"", Some(12)), ("12.0", Some(12)), ("null", None), ("{}", None), ("\"x\"", None)] {
        answer(&mock, "fruit/count", data);
        assert_eq!(FruitCount::new().send(&client).await.ok().and_then(|reply| reply.value), read, "{data}");
    }
    for (data, good) in [("[]", true), ("\"\"", true), ("{}", true), ("false", false), (r#"{"success":false}"#, false)]
    {
        answer(&mock, "fruit/burn", data);
        assert_eq!(FruitBurn::new().send(&client).await.is_ok(), good, "{data}");
    }
    // An answer without data at all is none of a list.
    mock.answer("orchard/fruit/list", Answer::Raw(Raw::ok(r#"{"code":0,"msg":"ok"}"#))).unwrap();
    assert!(FruitList::new().send(&client).await.is_err());
}

#[tokio::test]
async fn each_row_says_what_it_cost_and_whether_somebody_looked() {
    let mock = mock();
    let client = client(&mock);
    let reply = FruitList::new().send(&client).await.unwrap();
    assert_eq!(reply.charge(), Charge::Known(3.into()));
    answer(&mock, "fruit/list", r#"[{"sku":"S-1","cost":1},{"sku":"S-2"}]"#);
    assert_eq!(FruitList::new().send(&client).await.unwrap().charge(), Charge::Unknown);
    answer(&mock, "fruit/ripe", r#"[{"sku":"S-1","checked":true},{"sku":"S-2","checked":false}]"#);
    let error = FruitRipe::new().send(&client).await.unwrap_err().to_string();
    assert!(error.contains("row 2 of 2 says checked = false"), "{error}");
    answer(&mock, "fruit/ripe", r#"[{"sku":"S-1","checked":true},{"sku":"S-2"}]"#);
    let error = FruitRipe::new().send(&client).await.unwrap_err().to_string();
    assert!(error.contains("does not say checked = true"), "{error}");
    // A row that says nothing that is known is a row, wherever the list stands.
    for data in [
        r#"[{"sku":"S-1","checked":true},{"reason":"x"}]"#,
        r#"{"rows":[{"sku":"S-1","checked":true},{"reason":"x"}]}"#,
        r#"{"0":{"sku":"S-1","checked":true},"1":{"reason":"x"}}"#,
        r#"[[{"sku":"S-1","checked":true},{"reason":"x"}]]"#,
        r#""[{\"sku\":\"S-1\",\"checked\":true},{\"reason\":\"x\"}]""#,
    ] {
        answer(&mock, "fruit/ripe", data);
        let error = FruitRipe::new().send(&client).await.unwrap_err().to_string();
        assert!(error.contains("does not say checked = true"), "{data}: {error}");
    }
    answer(&mock, "fruit/list", r#"{"rows":[{"sku":"S-1","cost":1},{"reason":"x"}]}"#);
    assert_eq!(FruitList::new().send(&client).await.unwrap().charge(), Charge::Unknown);
    answer(&mock, "fruit/ripe", "[]");
    assert!(FruitRipe::new().send(&client).await.unwrap().items.is_empty());
    answer(&mock, "fruit/guard", "false");
    let error = FruitGuard::new().send(&client).await.unwrap_err().to_string();
    assert!(error.contains("the reply says value = false"), "{error}");
}

#[tokio::test]
async fn each_row_succeeds_or_fails_by_itself() {
    let mock = mock();
    let client = client(&mock);
    let picked = FruitPick::new(["S-1", "S-2"]).send(&client).await.unwrap();
    let packed = FruitPack::new(["S-1", "S-2"]).send(&client).await.unwrap();
    assert_eq!(packed.number, Some(5));
    for outcomes in [picked.outcomes(), packed.outcomes()] {
        let told: Vec<_> =
            outcomes.iter().map(|row| (row.key(), row.is_ok(), row.kind(), row.write_outcome())).collect();
        assert_eq!(
            told,
            [
                ("S-1", true, ErrorKind::Unknown, WriteOutcome::MaybeAlreadyDone),
                ("S-2", false, ErrorKind::Rotten, WriteOutcome::NotExecuted),
                ("S-3", false, ErrorKind::AlreadyPicked, WriteOutcome::MaybeAlreadyDone),
                ("S-4", false, ErrorKind::Unknown, WriteOutcome::Unknown),
                ("S-5", false, ErrorKind::Unknown, WriteOutcome::Unknown),
            ]
        );
        assert_eq!(
            (outcomes[1].code(), outcomes[1].message(), outcomes[1].class()),
            ("31", "已腐烂", Class::FixRequest)
        );
        assert_eq!(outcomes[1].remedy(Lang::En), "Pick another one");
        assert!(!format!("{outcomes:?}").contains("已腐烂"));
    }
    answer(&mock, "fruit/pack", r#"{"number":5,"results":[{"sku":"S-1","is_success":true},{"reason":"x"}]}"#);
    let packed = FruitPack::new(["S-1", "S-2"]).send(&client).await.unwrap();
    let told: Vec<_> = packed.outcomes().iter().map(|row| (row.is_ok(), row.write_outcome())).collect();
    assert_eq!(told, [(true, WriteOutcome::MaybeAlreadyDone), (false, WriteOutcome::Unknown)]);
    assert_eq!(packed.unknown_fields(), ["results[1].reason"]);
}

#[tokio::test]
async fn a_map_may_have_ten_thousand_keys() {
    const KEYS: usize = 10_000;
    let mock = mock();
    let pairs = |value: &dyn Fn(usize) -> String| {
        let pairs = (0..KEYS).map(|at| format!("\"S-{at}\":{}", value(at)));
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
    };
    answer(&mock, "fruit/prices", &pairs(&|at| at.to_string()));
    answer(&mock, "fruit/stock", &pairs(&|at| format!("{{\"pieces\":{at},\"checked\":true}}")));
    let client = strict(&mock);
    let prices = FruitPrices::new().send(&client).await.unwrap();
    assert_eq!((prices.items.len(), prices.items.get("S-9999").map(|price| price.get())), (KEYS, Some(9_999)));
    let stock = FruitStock::new().send(&client).await.unwrap();
    let last = stock.items.iter().last().unwrap();
    assert_eq!((stock.items.len(), last.0.as_str(), last.1.pieces), (KEYS, "S-9999", Some(9_999)));
    // Another value in the last of them is told by its place: keys may be somebody's.
    let odd = pairs(&|at| if at == KEYS - 1 { "\"x\"".to_owned() } else { "1".to_owned() });
    answer(&mock, "fruit/prices", &odd);
    let reply = FruitPrices::new().send(&self::client(&mock)).await.unwrap();
    assert!(reply.deviations()[0].to_string().contains("items[9999]"), "{:?}", reply.deviations());
}

#[test]
fn a_map_may_have_ten_thousand_keys_without_async() {
    let mock = mock();
    let pairs: Vec<_> = (0..10_000).map(|at| format!("\"S-{at}\":{at}")).collect();
    answer(&mock, "fruit/prices", &format!("{{{}}}", pairs.join(",")));
    assert_eq!(FruitPrices::new().send(&without_async(&mock)).unwrap().items.len(), 10_000);
}

/// A branch in a branch, so many times: in lists, or each in the one that it grows from.
fn deep(levels: usize, (open, close): (&str, &str)) -> String {
    format!("{}{{\"id\":7}}{}", format!("{{\"id\":1,{open}").repeat(levels), format!("{close}}}").repeat(levels))
}

const LISTED: (&str, &str) = ("\"branches\":[", "]");
const GROWN: (&str, &str) = ("\"from\":", "");

fn depth(branch: &Branch) -> usize {
    let (mut levels, mut at) = (0, branch);
    while let Some(next) = at.branches.first().or(at.from.as_deref()) {
        (levels, at) = (levels + 1, next);
    }
    levels
}

#[tokio::test]
async fn a_tree_is_read_sixty_deep_and_refused_ten_thousand_deep() {
    let mock = mock();
    let client = strict(&mock);
    let reply = TreeLook::new().send(&client).await.unwrap();
    assert_eq!((reply.from.as_ref().unwrap().id, reply.branches[0].branches[0].id), (Some(0), Some(3)));
    assert_eq!((reply.leaves.as_slice(), reply.marks[1].as_str()), ([10, 20].as_slice(), ""));
    assert_eq!(reply.twigs.get("T-1").unwrap().id, Some(9));
    assert_eq!(reply.sizes.get("s").unwrap().to_string(), "1.50");
    assert_eq!(TreeAll::new().send(&client).await.unwrap().items.len(), 2);
    for shape in [LISTED, GROWN] {
        answer(&mock, "tree/look", &deep(60, shape));
        let reply = TreeLook::new().send(&client).await.unwrap();
        assert_eq!(depth(reply.data()), 60);
        assert_eq!(reply.clone(), reply);
        assert!(format!("{reply:?}").contains("id: 7"));
        answer(&mock, "tree/look", &deep(10_000, shape));
        let error = TreeLook::new().send(&client).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error}");
        let whole = format!("[{}]", deep(60, shape));
        answer(&mock, "tree/all", &whole);
        assert_eq!(depth(&reply), 60);
        assert_eq!(TreeAll::new().send(&client).await.unwrap().items.len(), 1);
    }
}

#[test]
fn the_deepest_tree_that_is_read_needs_little_stack() {
    let mock = mock();
    let client = without_async(&mock);
    // Of 256 brackets one is the body's own and one the tree's; each level in a list takes two.
    for (levels, shape) in [(127, LISTED), (254, GROWN)] {
        answer(&mock, "tree/look", &deep(levels, shape));
        let reply = TreeLook::new().send(&client).unwrap();
        let small = std::thread::Builder::new().stack_size(256 * 1024);
        let data = reply.into_data();
        let read = small.spawn(move || depth(&data)).unwrap().join().unwrap();
        assert_eq!(read, levels);
        answer(&mock, "tree/look", &deep(levels + 1, shape));
        assert!(TreeLook::new().send(&client).is_err(), "{levels}");
    }
}

#[tokio::test]
async fn a_top_gateway_wraps_its_lists() {
    let mock = mock();
    let options = mock.options();
    let builder = |simplify| {
        vvtool_api::top::Client::builder(&options.app_key, &options.app_secret)
            .session(&options.session)
            .simplify(simplify)
            .host(format!("{}/market/router", mock.url))
            .strict(true)
            .build()
            .unwrap()
    };
    for simplify in [false, true] {
        let reply = MarketBasketList::new().send(&builder(simplify)).await.unwrap();
        let expected =
            r#"{"labels":["a, b","早"],"counts":[1,2],"prices":{"s":100},"baskets":[{"id":1,"inside":[{"id":2}]}]}"#;
        assert_eq!(json(reply.data()), expected, "{simplify}");
    }
    // Sixty baskets in each other, each in its wrapper.
    let open = r#"{"id":1,"inside":{"basket":["#;
    let baskets = format!("{}{{\"id\":7}}{}", open.repeat(60), "]}}".repeat(60));
    let body = format!(r#"{{"market_basket_list_response":{{"labels":null,"baskets":{{"basket":[{baskets}]}}}}}}"#);
    mock.answer("market/market.basket.list", Answer::Raw(Raw::ok(body))).unwrap();
    let reply = MarketBasketList::new().send(&builder(false)).await.unwrap();
    let (mut levels, mut at) = (0, &reply.baskets);
    while let Some(basket) = at.first() {
        (levels, at) = (levels + 1, &basket.inside);
    }
    assert_eq!(levels, 61);
}

//! Every operation of these gateways, async and blocking, over a real socket: its fields stand where the spec has them, written as it
//! says, and its reply is read.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use vvtool_api::rt::v1::{Caller as _, Operation};
use vvtool_api::{Limits, Retry, Upload, top, vvtool};
use vvtool_mock::Mock;
use vvtool_mock::api::{Auth, Field, Operation as Described, Place, RuleKind, Type};
use vvtool_own_spec::api::*;

fn mock() -> Mock {
    Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

/// Service and operation of the spec.
fn described<'m>(mock: &'m Mock, name: &str) -> (&'m vvtool_mock::api::Service, &'m Described) {
    let (service, id) = name.split_once('/').unwrap();
    let service = mock.api().services.iter().find(|each| each.name.wire == service).unwrap();
    (service, service.operations.iter().find(|each| each.id == id).unwrap())
}

/// Everything that a call can say at once, with the values that the spec gives as examples.
fn said(operation: &Described) -> Map<String, Value> {
    let instead = |field: &Field| {
        let rules = operation.rules.iter().filter(|rule| rule.fields.iter().any(|each| each.wire == field.name.wire));
        rules.into_iter().any(|rule| match rule.kind {
            RuleKind::OneOf => rule.fields[0].wire != field.name.wire,
            RuleKind::OnlyIf => true,
            RuleKind::Together | RuleKind::AtLeastOne | RuleKind::Span => false,
        })
    };
    members(operation, operation.request.iter().filter(|field| !instead(field)), 3)
}

fn members<'f>(operation: &Described, fields: impl Iterator<Item = &'f Field>, deep: usize) -> Map<String, Value> {
    fields.filter_map(|field| Some((field.name.wire.clone(), value(operation, field, deep)?))).collect()
}

/// Numbers and dates may be texts in the JSON that requests are kept in.
fn value(operation: &Described, field: &Field, deep: usize) -> Option<Value> {
    let example = field.example.as_ref().or(field.default.as_ref());
    let record = |ident: &str| {
        let record = operation.types.iter().find(|record| record.name.ident == ident)?;
        Some(Value::Object(members(operation, record.fields.iter(), deep.checked_sub(1)?)))
    };
    let word = |ident: &str| {
        let list = operation.enums.iter().find(|list| list.name.ident == ident)?;
        Some(list.values[0].name.wire.clone())
    };
    Some(match (&field.ty, example) {
        (Type::File, _) => return None,
        (Type::Csv(_) | Type::Values { .. } | Type::Select { .. }, Some(text)) => text.split(',').collect(),
        (Type::Values { item, .. }, None) => match &**item {
            Type::Enum(name) => json!([word(&name.ident)?, word(&name.ident)?]),
            // What stands between commas in a path or a header holds none.
            Type::Text if matches!(field.place, Place::Path | Place::Header) => json!(["a", "b"]),
            Type::Text => json!(["a,b", "中"]),
            _ => json!(["1", "2"]),
        },
        (Type::Record(name), None) => record(&name.ident)?,
        (Type::List { item, .. }, None) => json!([record(&item.ident)?]),
        (Type::Enum(name), None) => word(&name.ident)?.into(),
        (Type::Csv(item), None) => match &**item {
            Type::Enum(name) => json!([word(&name.ident)?]),
            _ => return None,
        },
        (_, Some(text)) => text.as_str().into(),
        (Type::Bool | Type::Flag01, None) => true.into(),
        (Type::Text, None) => "a".into(),
        (_, None) => return None,
    })
}

/// The last request arrived as the spec has it, with all that was said.
fn arrived(mock: &Mock, name: &str, said: &Map<String, Value>) {
    let last = mock.last_request().unwrap();
    assert_eq!((last.operation.as_deref(), last.refused), (Some(name), None), "{name}");
    assert!(last.notes.is_empty(), "{name}: {:?}", last.notes);
    let names: BTreeSet<_> = last.fields.iter().map(|(name, _)| name.as_str()).collect();
    let lost: Vec<_> = said.keys().filter(|key| !names.contains(key.as_str())).collect();
    assert!(lost.is_empty(), "{name}: {lost:?} of {names:?}");
}

/// Operations without a file, by their gateways: those that answer in envelopes, and those that are called as the platform is.
macro_rules! every {
    ($envelope:ident, $top:ident) => {
        $envelope! { acme: ObstaclesCourse StockMove StockQuery }
        $envelope! { almanac: DaysKeep DaysList DaysMark }
        $envelope! { anvil: NailsDrop NailsLook }
        $envelope! { archive: PapersAdd PapersFetch PapersLook PapersScan }
        $envelope! { bazaar: OrdersBulk OrdersCancel OrdersFind OrdersList OrdersNote OrdersOne OrdersSome OrdersStore OrdersTag }
        $envelope! { beacon: LampsLight LampsTest }
        $envelope! { caravan: LotsList LotsScan LotsSearch TripsList TripsSearch TripsWalk }
        $envelope! { ferry: BoatsBoard BoatsCross }
        $envelope! { gazette: IssuesAdd IssuesHead IssuesLook IssuesNote }
        $envelope! { heath: HerbsCount HerbsGather HerbsKeeper HerbsPrices HerbsSearch }
        $envelope! { kiosk: GoodsLook KeysGive }
        $envelope! { lantern: DoorsKnock DoorsLook DoorsRing DoorsSign }
        $envelope! { loom: ClothsMend }
        $envelope! { meadow: DoorsKnock DoorsLook }
        $envelope! { mint: DoorsKnock DoorsLook DoorsPress DoorsRing DoorsSign }
        $envelope! { orchard: FruitBurn FruitCount FruitGuard FruitLabels FruitList FruitPack FruitPick FruitPrices }
        $envelope! { orchard: FruitRipe FruitSkus FruitStock FruitWater FruitWorth TreeAll TreeLook }
        $envelope! { porch: DoorsKnock DoorsLook DoorsRing DoorsSign }
        $envelope! { turnstile: DoorsKnock DoorsLook DoorsRing DoorsSign }
        $top! { depot: DepotParcelLook }
        $top! { harbor: HarborParcelLook }
        $top! { market: MarketBasketList MarketParcelLook }
        $top! { studio: StudioPictureMark }
    };
}

/// Those that must have one.
const WITH_FILES: [&str; 5] = [
    "gallery/films/add",
    "gallery/films/check",
    "gallery/photos/add",
    "loom/cloths/add",
    "studio/studio.picture.upload",
];

/// A client that knows what the operation's gateway asks for.
macro_rules! client {
    ($builder:expr, $mock:ident, $service:expr, $authenticated:expr) => {{
        let (builder, options) = ($builder.host(&$mock.url), $mock.options());
        let builder = match &$service.auth {
            Auth::Signed(_) if $authenticated => {
                builder.account(&options.app_key, &options.app_secret).session(&options.session)
            }
            Auth::None | Auth::Signed(_) => builder.anonymous(),
            _ => builder.token($mock.token()),
        };
        builder.limits(Limits::off()).retry(Retry::none()).build().unwrap()
    }};
}

/// The same of a gateway that is called as the platform is.
macro_rules! platform {
    ($client:ty, $mock:ident, $service:expr) => {{
        let options = $mock.options();
        let builder = <$client>::builder(&options.app_key, &options.app_secret).session(&options.session);
        let builder = builder.host(format!("{}/{}/router", $mock.url, $service));
        builder.limits(Limits::off()).retry(Retry::none()).build().unwrap()
    }};
}

/// Its name and a request that says everything.
fn whole<O: Operation + serde::de::DeserializeOwned>(mock: &Mock) -> (String, Map<String, Value>, O) {
    let name = format!("{}/{}", O::META.service, O::META.id);
    let said = said(described(mock, &name).1);
    let request = serde_json::from_value(Value::Object(said.clone())).unwrap_or_else(|error| panic!("{name}: {error}"));
    (name, said, request)
}

#[tokio::test]
async fn async_calls() {
    let (mock, mut seen) = (mock(), BTreeSet::from(WITH_FILES.map(str::to_owned)));
    macro_rules! envelope {
        ($module:ident: $($request:ident)+) => {$({
            let (name, said, request) = whole::<$module::$request>(&mock);
            let (service, operation) = described(&mock, &name);
            let client = client!(vvtool::Client::builder(), mock, service, operation.authenticated);
            client.call(request).await.unwrap_or_else(|error| panic!("{name}: {error}"));
            arrived(&mock, &name, &said);
            seen.insert(name);
        })+};
    }
    macro_rules! as_platform {
        ($module:ident: $($request:ident)+) => {$({
            let (name, said, request) = whole::<$module::$request>(&mock);
            let client = platform!(top::Client, mock, stringify!($module));
            client.call(request).await.unwrap_or_else(|error| panic!("{name}: {error}"));
            arrived(&mock, &name, &said);
            seen.insert(name);
        })+};
    }
    every!(envelope, as_platform);
    assert_eq!(seen, mock.operations().into_iter().collect());
}

#[test]
fn blocking_calls() {
    let mock = mock();
    macro_rules! envelope {
        ($module:ident: $($request:ident)+) => {$({
            let (name, said, request) = whole::<$module::$request>(&mock);
            let (service, operation) = described(&mock, &name);
            let client = client!(vvtool::blocking::Client::builder(), mock, service, operation.authenticated);
            client.call(request).unwrap_or_else(|error| panic!("{name}: {error}"));
            arrived(&mock, &name, &said);
        })+};
    }
    macro_rules! as_platform {
        ($module:ident: $($request:ident)+) => {$({
            let (name, said, request) = whole::<$module::$request>(&mock);
            let client = platform!(top::blocking::Client, mock, stringify!($module));
            client.call(request).unwrap_or_else(|error| panic!("{name}: {error}"));
            arrived(&mock, &name, &said);
        })+};
    }
    every!(envelope, as_platform);
}

/// A small picture, as its accepted kinds want it.
fn picture() -> Upload {
    Upload::from_bytes(&b"12345"[..]).file_name("a.png")
}

#[tokio::test]
async fn async_calls_with_files() {
    let mock = mock();
    let client = client!(vvtool::Client::builder(), mock, described(&mock, WITH_FILES[0]).0, true);
    gallery::FilmsAdd::new(picture()).send(&client).await.unwrap();
    gallery::FilmsCheck::new(picture()).send(&client).await.unwrap();
    gallery::PhotosAdd::new(picture(), "north", "Cat").send(&client).await.unwrap();
    let client = client!(vvtool::Client::builder(), mock, described(&mock, "loom/cloths/add").0, true);
    loom::ClothsAdd::new(picture(), "红 1&+~*").hues(["a", "b c"]).send(&client).await.unwrap();
    loom::ClothsMend::new("B 1").patch(picture()).send(&client).await.unwrap();
    let client = platform!(top::Client, mock, "studio");
    studio::StudioPictureUpload::new(picture().file_name("a.jpg"), "Cat").send(&client).await.unwrap();
    uploaded(&mock, 6);
}

#[test]
fn blocking_calls_with_files() {
    let mock = mock();
    let client = client!(vvtool::blocking::Client::builder(), mock, described(&mock, WITH_FILES[0]).0, true);
    gallery::FilmsAdd::new(picture()).send(&client).unwrap();
    gallery::FilmsCheck::new(picture()).send(&client).unwrap();
    gallery::PhotosAdd::new(picture(), "north", "Cat").send(&client).unwrap();
    let client = client!(vvtool::blocking::Client::builder(), mock, described(&mock, "loom/cloths/add").0, true);
    loom::ClothsAdd::new(picture(), "红 1&+~*").hues(["a", "b c"]).send(&client).unwrap();
    loom::ClothsMend::new("B 1").patch(picture()).send(&client).unwrap();
    let client = platform!(top::blocking::Client, mock, "studio");
    studio::StudioPictureUpload::new(picture().file_name("a.jpg"), "Cat").send(&client).unwrap();
    uploaded(&mock, 6);
}

/// So many requests with a file each, none of them refused.
fn uploaded(mock: &Mock, times: usize) {
    let requests = mock.requests();
    assert_eq!(requests.len(), times);
    for request in requests {
        assert_eq!((request.refused, request.files.len()), (None, 1), "{:?}", request.operation);
        assert!(request.notes.is_empty(), "{:?}: {:?}", request.operation, request.notes);
    }
}

//! The spec -> replies of `erps/fullinfo` with every documented field, in the JSON forms the live gateway uses.

use serde_json::{Map, Value, json};
use vvtool_codegen::model::api::{Api, Field, Operation, Type};

use crate::Result;

/// Documented otherwise, or an id or a code that could be either: these travel as JSON numbers.
const NUMBERS: &[&str] = &[
    "bind_oid",
    "buyer_flag",
    "cid",
    "coupon_fee",
    "et_shop_id",
    "id",
    "item_meal_id",
    "item_oid",
    "item_ratio",
    "num_iid",
    "seller_flag",
    "service_id",
    "sorted",
    "sub_trade_id",
    "top_hold",
    "trade_id",
    "withholding_money",
];

/// Flags and counts that travel as JSON strings.
const TEXTS: &[&str] = &[
    "cl_installment_num",
    "cloud_store",
    "cutoff_minutes",
    "es_time",
    "gift_item_num",
    "gifting",
    "gifting_takeout",
    "hj_settle_no_commission",
    "installment_num",
    "is_wmly",
    "lm",
    "nr_no_handle",
    "obs",
    "os_gift_count",
    "os_sort_num",
    "shop_pick",
    "zqs_order_tag",
];

/// How long texts really are decides how fast a decoder is: the examples of the spec are shorter than live titles and addresses.
const LIVE: &[(&str, &str)] = &[
    ("title", "夏季新款宽松纯棉短袖上衣女装百搭圆领套头打底衫多色可选大码现货"),
    (
        "pic_path",
        "https://img.example.com/bao/uploaded/i3/1000000000000/T1synthetic0BenchInput0XXXXXXXXXX_!!1000000000000.png",
    ),
];

/// How many items the lists of the full reply hold.
const ITEMS: &[(&str, usize)] =
    &[("orders", 3), ("logistics_infos", 3), ("promotion_details", 2), ("service_orders", 2)];

/// What the document's own small reply holds.
const SMALL: &[&str] = &[
    "withholding_money",
    "new_presell",
    "orders",
    "payment",
    "receiver_address",
    "receiver_country",
    "receiver_mobile",
    "receiver_name",
    "receiver_state",
    "receiver_town",
    "receiver_zip",
    "status",
    "tid",
    "tid_str",
    "type",
    "you_xiang",
];
const SMALL_ORDER: &[&str] = &[
    "adjust_fee",
    "buyer_rate",
    "cid",
    "discount_fee",
    "divide_order_fee",
    "estimate_con_time",
    "is_daixiao",
    "is_oversold",
    "num",
    "num_iid",
    "oid",
    "oid_str",
    "order_from",
    "payment",
    "pic_path",
    "price",
    "refund_status",
    "seller_rate",
    "seller_type",
    "snapshot_url",
    "status",
    "title",
    "total_fee",
];

/// The reply with every documented field.
pub fn full(api: &Api) -> Result<Value> {
    let service =
        api.services.iter().find(|service| service.name.wire == "vvtool").ok_or("the spec has no service `vvtool`")?;
    let operation = service
        .operations
        .iter()
        .find(|operation| operation.id == "erps/fullinfo")
        .ok_or("the spec has no `erps/fullinfo`")?;
    let data = record(operation, &operation.reply.data.wire, 0)?;
    Ok(json!({"code": 0, "msg": "操作成功", "msec": 1469, "time": 1_617_270_403, "data": data}))
}

/// One record with all its fields; `at` is its place in a list, so that no two items are the same.
fn record(operation: &Operation, name: &str, at: usize) -> Result<Value> {
    let found = operation.types.iter().find(|record| record.name.wire == name);
    let record = found.ok_or_else(|| format!("the spec has no type `{name}`"))?;
    let fields = record.fields.iter().map(|field| Ok((field.name.wire.clone(), value(operation, field, at)?)));
    Ok(Value::Object(fields.collect::<Result<Map<_, _>>>()?))
}

/// The value of one field, in the JSON form the gateway uses for it.
fn value(operation: &Operation, field: &Field, at: usize) -> Result<Value> {
    let name = field.name.wire.as_str();
    let example = live(name).or(field.example.as_deref()).unwrap_or_default();
    let (as_number, as_text) = (NUMBERS.contains(&name), TEXTS.contains(&name));
    Ok(match &field.ty {
        Type::Record(inner) => record(operation, &inner.wire, at)?,
        Type::List { item, wrapper } => {
            let count = ITEMS.iter().find(|(list, _)| *list == name).map_or(1, |(_, count)| *count);
            let items = (0..count).map(|at| record(operation, &item.wire, at)).collect::<Result<Vec<_>>>()?;
            json!({ wrapper.as_str(): items })
        }
        Type::Bool | Type::Flag01 if as_text => json!("1"),
        Type::Bool | Type::Flag01 => json!((example == "true") == at.is_multiple_of(2)),
        Type::Int if !as_text => number(example, at),
        _ if as_number => number(example, at),
        Type::Id(_) => {
            json!(example.parse::<u64>().map_or_else(|_| example.to_owned(), |id| (id + at as u64).to_string()))
        }
        _ => json!(example),
    })
}

fn live(name: &str) -> Option<&'static str> {
    LIVE.iter().find(|(field, _)| *field == name).map(|(_, text)| *text)
}

/// The whole part of an example as a JSON number.
fn number(example: &str, at: usize) -> Value {
    let whole = example.split('.').next().and_then(|whole| whole.parse::<i64>().ok()).unwrap_or(1);
    json!(whole.saturating_add(at as i64))
}

/// The same reply from a gateway that has grown fields nobody documented: eight in the trade and in each order.
pub fn with_unknown_fields(full: &Value) -> Value {
    let mut reply = full.clone();
    let Some(data) = reply.get_mut("data") else { return reply };
    if let Some(Value::Array(orders)) = data.pointer_mut("/orders/order") {
        orders.iter_mut().for_each(grow);
    }
    grow(data);
    reply
}

fn grow(record: &mut Value) {
    let news = [
        json!(1),
        json!("没有见过的值"),
        json!(true),
        json!("12.30"),
        json!({"a": 1, "b": "x"}),
        json!([1, 2]),
        Value::Null,
        json!("abc"),
    ];
    if let Value::Object(fields) = record {
        fields.extend(news.into_iter().enumerate().map(|(at, value)| (format!("new_field_{at}"), value)));
    }
}

/// The reply when only a few fields were asked for: one order.
pub fn small(full: &Value) -> Value {
    let pick = |from: &Value, names: &[&str]| {
        Value::Object(names.iter().filter_map(|name| Some(((*name).to_owned(), from.get(*name)?.clone()))).collect())
    };
    let mut reply = full.clone();
    let mut data = pick(full.get("data").unwrap_or(&Value::Null), SMALL);
    if let Some(Value::Array(orders)) = data.pointer_mut("/orders/order") {
        orders.truncate(1);
        orders.iter_mut().for_each(|order| *order = pick(order, SMALL_ORDER));
    }
    if let Some(place) = reply.get_mut("data") {
        *place = data;
    }
    reply
}

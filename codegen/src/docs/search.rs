//! What the search finds: names, both languages, values, messages, and how Chinese is typed on a keyboard of letters.

use std::collections::HashMap;

use pinyin::ToPinyin;

use super::{Site, address};
use crate::json::Written;

/// Longer runs of Chinese are sentences: nobody types them whole.
const TYPED_WHOLE: usize = 6;

/// `fh fahuo` of 发货: initials of every run of Chinese, and short runs whole.
pub(super) fn typed(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut run: Vec<char> = Vec::new();
    for c in text.chars().chain([' ']) {
        if c.to_pinyin().is_some() {
            run.push(c);
        } else if !run.is_empty() {
            let spoken = || run.iter().filter_map(|c| c.to_pinyin()).map(|each| each.plain());
            words.push(spoken().filter_map(|each| each.chars().next()).collect());
            if run.len() <= TYPED_WHOLE {
                words.push(spoken().collect());
            }
            run.clear();
        }
    }
    words.dedup();
    words.join(" ")
}

/// For pages of a folder: operations, errors, and field names with where they are. `[kind, link, shown, more, typed]`.
pub(super) fn index(site: &Site<'_>) -> Written {
    let row = |kind: &str, link: String, shown: String, more: String| {
        let typed = typed(&more);
        Written::List(vec![kind.into(), link.into(), shown.into(), more.into(), typed.into()])
    };
    let mut rows = Vec::new();
    for (service, operation) in site.operations() {
        let address = address::operation(service, operation);
        let more = format!("{} {} {}", operation.doc.en, operation.doc.zh, operation.search.join(" "));
        rows.push(row(
            "operation",
            address::to_operation(site, service, operation, &address),
            operation.id.clone(),
            more,
        ));
    }
    for service in &site.services {
        for error in &service.errors {
            let shown = format!("{} {}", error.code, error.message);
            let more = format!("{} {} {}", error.name.wire, error.aliases.join(" "), error.doc.en);
            rows.push(row("error", address::to_error(site, service, error), shown, more));
        }
    }
    // Thousands of operations share their fields' names.
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for (service, operation) in site.operations() {
        let request = ("Request", operation.request.as_slice());
        let records = operation.types.iter().map(|record| (record.name.wire.as_str(), record.fields.as_slice()));
        for (owner, fields) in [request].into_iter().chain(records) {
            for field in fields {
                let times = seen.entry((&field.name.wire, &field.doc.zh)).or_default();
                *times += 1;
                if *times == 1 {
                    let address = address::field(&address::owner(service, operation, owner), &field.name.wire);
                    let link = address::to_operation(site, service, operation, &address);
                    rows.push(row(
                        "field",
                        link,
                        field.name.wire.clone(),
                        format!("{} {}", field.doc.en, field.doc.zh),
                    ));
                }
            }
        }
    }
    Written::List(rows)
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn chinese_is_found_by_its_initials_and_by_its_sound() {
        assert_eq!(typed("发货 / 自己联系物流发货"), "fh fahuo zjlxwlfh");
        assert_eq!(typed("Order 订单编号"), "ddbh dingdanbianhao");
        assert_eq!(typed("none"), "");
    }
}

//! Nodes -> [`super::raw`]. Takes what is there; whatever is missing or wrong has been reported by [`super::shape`].

use super::raw::{
    RawConfirm, RawDeprecated, RawDoc, RawEntry, RawEnum, RawError, RawField, RawGrammar, RawHead, RawHost, RawHttp,
    RawId, RawOperation, RawRate, RawRecord, RawRename, RawReply, RawReview, RawReviewChange, RawRule, RawType,
    RawValue, Text,
};
use super::yaml::{Kind, Node, get, items, scalar};

/// A map, or nothing that answers like one.
#[derive(Clone, Copy)]
struct Map<'n, 'a>(&'n Node<'a>);

impl<'n, 'a> Map<'n, 'a> {
    fn get(self, key: &str) -> Option<&'n Node<'a>> {
        get(self.0, key)
    }

    fn optional(self, key: &str) -> Option<Text> {
        self.get(key).and_then(text)
    }

    /// An absent value points at the map, so a message about it still has a place.
    fn text(self, key: &str) -> Text {
        self.optional(key).unwrap_or(Text { value: String::new(), span: self.0.span })
    }

    fn plain(self, key: &str) -> String {
        self.optional(key).map(|text| text.value).unwrap_or_default()
    }

    fn nodes(self, key: &str) -> &'n [Node<'a>] {
        self.get(key).map(items).unwrap_or_default()
    }

    fn list<T>(self, key: &str, take: impl Fn(Map<'n, 'a>) -> T) -> Vec<T> {
        self.nodes(key).iter().filter(|node| matches!(node.kind, Kind::Map(_))).map(|node| take(Map(node))).collect()
    }

    fn texts(self, key: &str) -> Vec<Text> {
        self.nodes(key).iter().filter_map(text).collect()
    }

    fn map(self, key: &str) -> Option<Map<'n, 'a>> {
        self.get(key).filter(|node| matches!(node.kind, Kind::Map(_))).map(Map)
    }

    fn doc(self) -> RawDoc {
        RawDoc { en: self.plain("en"), zh: self.plain("zh"), note: self.optional("note").map(|text| text.value) }
    }

    fn deprecated(self) -> Option<RawDeprecated> {
        self.map("deprecated").map(|each| RawDeprecated { since: each.text("since"), why: each.text("why") })
    }

    fn title(self) -> RawDoc {
        self.map("title").map(Map::doc).unwrap_or_default()
    }

    fn rate(self) -> Option<RawRate> {
        self.map("rate_limit").map(|rate| RawRate { calls: rate.text("calls"), per: rate.text("per") })
    }
}

fn text(node: &Node<'_>) -> Option<Text> {
    Some(Text { value: scalar(Some(node))?.to_owned(), span: node.span })
}

/// accepted.yaml
pub(super) fn accepted(root: &Node<'_>) -> Vec<super::Acceptance> {
    Map(root).list("accepted", |entry| super::Acceptance {
        id: entry.plain("id"),
        change: entry.optional("change").map(|text| text.value),
        reason: entry.plain("reason"),
        expires: entry.plain("expires"),
        span: entry.0.span,
    })
}

/// ids.yaml
pub(super) fn ids(root: &Node<'_>) -> Vec<RawId> {
    Map(root).list("ids", |id| RawId { id: id.text("id"), doc: id.doc() })
}

/// service.yaml
pub(super) fn service(root: &Node<'_>) -> RawHead {
    let map = Map(root);
    let auth = map.map("auth");
    RawHead {
        service: map.text("service"),
        title: map.title(),
        protocol: map.text("protocol"),
        hosts: map.list("hosts", |host| RawHost { name: host.text("name"), url: host.text("url"), doc: host.doc() }),
        auth: auth.map(|auth| auth.text("scheme")).unwrap_or_default(),
        auth_header: auth.and_then(|auth| auth.optional("header")),
        body: map.text("body"),
        rate_limit: map.rate(),
        token_operation: map.optional("token_operation"),
        token_invalid: map.texts("token_invalid"),
        token_pause: map.texts("token_pause"),
        general_errors: map.texts("general_errors"),
        errors_by: map.text("errors_by"),
        success_code: map.optional("success_code"),
        charge: map.map("charge").map(|charge| (charge.text("field"), charge.text("unit"))),
        envelope: map.list("envelope", field),
        envelope_span: map.get("envelope").map(|node| node.span),
    }
}

/// errors.yaml
pub(super) fn errors(root: &Node<'_>) -> (Text, Vec<RawError>) {
    let map = Map(root);
    let errors = map.list("errors", |error| {
        let remedy = error.map("remedy").map(Map::doc).unwrap_or_default();
        RawError {
            name: error.text("name"),
            code: error.text("code"),
            message: error.text("message"),
            aliases: error.texts("aliases"),
            sub_codes: error.texts("sub_codes"),
            class: error.text("class"),
            write_outcome: error.text("write_outcome"),
            doc: error.doc(),
            remedy_en: remedy.en,
            remedy_zh: remedy.zh,
            deprecated: error.deprecated(),
        }
    });
    (map.text("service"), errors)
}

/// An operation file.
pub(super) fn operation(root: &Node<'_>, folder: &str) -> RawOperation {
    let map = Map(root);
    let source = map.map("source");
    RawOperation {
        folder: folder.to_owned(),
        operation: map.text("operation"),
        search: map.texts("search"),
        request_type: map.optional("request_type"),
        title: map.title(),
        source_doc: source.map(|source| source.text("doc")).unwrap_or_default(),
        source_read: source.map(|source| source.text("read")).unwrap_or_default(),
        http: map.map("http").map(|http| RawHttp {
            span: http.0.span,
            method: http.text("method"),
            path: http.text("path"),
            body: http.optional("body"),
        }),
        auth: map.optional("auth"),
        envelope: map.optional("envelope"),
        effect: map.text("effect"),
        needs: map.optional("needs"),
        charge: map.optional("charge"),
        rate_limit: map.rate(),
        request: map.list("request", field),
        reply: map.map("reply").map(reply).unwrap_or_default(),
        types: map.list("types", |record| RawRecord {
            name: record.text("type"),
            doc: record.doc(),
            fields: record.list("fields", field),
        }),
        enums: map.list("enums", |each| RawEnum {
            name: each.text("enum"),
            doc: each.doc(),
            values: each.list("values", |value| RawValue {
                value: value.text("value"),
                name: value.optional("name"),
                doc: value.doc(),
            }),
        }),
        grammars: map.list("grammars", grammar),
        rules: map.list("rules", |rule| RawRule {
            rule: rule.text("rule"),
            fields: rule.texts("fields"),
            error: rule.optional("error"),
            doc: rule.doc(),
        }),
        errors: map.texts("errors"),
        examples: map.texts("examples"),
        request_sample: map.list("request_sample", |pair| (pair.text("name"), pair.text("value"))),
        renames: map.list("renames", |rename| RawRename {
            owner: rename.optional("in"),
            from: rename.text("from"),
            to: rename.text("to"),
        }),
    }
}

fn reply(map: Map<'_, '_>) -> RawReply {
    let data = map.map("data");
    RawReply {
        span: map.0.span,
        data: data.and_then(|data| {
            data.optional("record")
                .map(|name| (name, false))
                .or_else(|| data.optional("list_of").map(|name| (name, true)))
        }),
        data_span: map.get("data").map(|node| node.span),
        fields: map.get("fields").map(|_| map.list("fields", field)),
        fields_span: map.get("fields").map(|node| node.span),
        confirm: map.list("confirm", |each| RawConfirm {
            flag: each.text("flag"),
            code: each.optional("code"),
            message: each.optional("message"),
        }),
    }
}

fn field(map: Map<'_, '_>) -> RawField {
    RawField {
        name: map.text("name"),
        ty: map.get("type").map(ty).unwrap_or_default(),
        required: map.optional("required"),
        presence: map.optional("presence"),
        default: map.optional("default"),
        example: map.optional("example"),
        unit: map.optional("unit"),
        pii: map.optional("pii"),
        secret: map.optional("secret"),
        max_chars: map.optional("max_chars"),
        documented_only: map.optional("documented_only"),
        selectable: map.optional("selectable"),
        ident: map.optional("ident"),
        deprecated: map.deprecated(),
        doc: map.doc(),
    }
}

fn ty(node: &Node<'_>) -> RawType {
    let map = Map(node);
    if let Some(item) = map.optional("list") {
        return RawType::List { item, wrapper: map.optional("wrapper") };
    }
    match (map.optional("csv"), map.optional("select")) {
        (Some(item), _) => RawType::Csv(item),
        (_, Some(record)) => RawType::Select(record),
        _ => RawType::Word(text(node).unwrap_or_default()),
    }
}

fn grammar(map: Map<'_, '_>) -> RawGrammar {
    RawGrammar {
        name: map.text("grammar"),
        doc: map.doc(),
        separator: map.text("separator"),
        assign: map.text("assign"),
        entries: map.list("entries", |entry| RawEntry {
            key: entry.text("key"),
            shape: entry.text("shape"),
            id: entry.optional("id"),
            items: entry.optional("items"),
            colon: entry.optional("colon"),
            values: entry.optional("values"),
            allowed: entry.optional("enum"),
            doc: entry.doc(),
        }),
    }
}

/// Every `review` mark of a file, wherever it stands.
pub(super) fn reviews(node: &Node<'_>) -> Vec<RawReview> {
    let mut found = Vec::new();
    let mut work = vec![node];
    while let Some(node) = work.pop() {
        match &node.kind {
            Kind::Map(pairs) => {
                let of = pairs.first().and_then(|(_, value)| text(value)).map(|text| text.value).unwrap_or_default();
                for (key, value) in pairs {
                    if key.text == "review" {
                        let words = Map(node).texts("review").into_iter().map(|text| text.value).collect();
                        let changes = Map(node).list("review", |change| RawReviewChange {
                            span: change.0.span,
                            what: change.plain("what"),
                            was: change.optional("was").map(|text| text.value),
                            page: change.optional("page").map(|text| text.value),
                        });
                        found.push(RawReview { span: key.span, of: of.clone(), words, changes });
                    } else {
                        work.push(value);
                    }
                }
            }
            Kind::List(nodes) => work.extend(nodes),
            Kind::Scalar { .. } => {}
        }
    }
    found
}

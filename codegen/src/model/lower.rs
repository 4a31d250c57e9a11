//! Services and what they share.
//!
//! Nothing is dropped on the way: the n-th service, operation, type and field of the [`Raw`] is the n-th of the [`Api`] (a TOP reply's
//! root record comes before the types of the file, enums made by `{select: T}` after its enums). What cannot be resolved is reported and
//! gets a harmless stand-in, so that one mistake does not hide the next; an Api with findings is never handed on.

use super::api::{
    About, Api, Auth, Body, ChargeField, Class, ErrorEntry, ErrorsBy, Field, Group, Host, IdType, Protocol, Remedy,
    Review, Scope, Service, Unit, WriteOutcome,
};
use super::plain::{deprecated, doc, named, rate, same};
use super::{name, off_peak, operation, remembered, signing, types, version};
use crate::diag::Diag;
use crate::load::raw::{Raw, RawAuth, RawError, RawHead, RawReview, RawService, Text};
use crate::source::Sources;
use crate::words::{SAID, Scheme};

/// The whole spec.
pub fn lower(raw: &Raw, sources: &Sources) -> (Api, Vec<Diag>) {
    let mut diags = Vec::new();
    let ids: Vec<IdType> = raw
        .ids
        .iter()
        .map(|id| IdType {
            name: named(&id.id, name::upper(&id.id.value), "Id", &mut diags),
            tenant: id.is_tenant(),
            doc: doc(&id.doc),
        })
        .collect();
    let services =
        raw.services.iter().map(|service| lower_service(service, &ids, raw.ids_known, sources, &mut diags)).collect();
    (Api { ids, services, reviews: raw.reviews.iter().flat_map(reviews).collect() }, diags)
}

fn reviews(mark: &RawReview) -> impl Iterator<Item = Review> {
    let of = &mark.of;
    let words = mark.words.iter().map(|word| Review {
        of: of.clone(),
        what: word.clone(),
        was: None,
        page: None,
        span: mark.span,
    });
    // What the document says for the words beside it is no decision of its own.
    let changes = mark.changes.iter().filter(|change| change.what != SAID).map(|change| Review {
        of: of.clone(),
        what: change.what.clone(),
        was: change.was.clone(),
        page: change.page.clone(),
        span: change.span,
    });
    words.chain(changes)
}

fn lower_service(
    raw: &RawService,
    ids: &[IdType],
    ids_known: bool,
    sources: &Sources,
    diags: &mut Vec<Diag>,
) -> Service {
    let nothing = RawHead::default();
    let head = raw.head.as_ref().unwrap_or(&nothing);
    let folder = Text { value: raw.folder.clone(), span: head.service.span };
    let errors: Vec<ErrorEntry> = raw.errors.iter().map(error).collect();
    let protocol = Protocol::from_word(&head.protocol.value).unwrap_or(match &raw.head {
        Some(_) => Protocol::Envelope,
        // Without a service file the operations still have to be read: take what their form suggests.
        None if raw.operations.iter().any(|operation| operation.reply.fields.is_some()) => Protocol::Top,
        None => Protocol::Envelope,
    });
    let mut service = Service {
        name: named(&folder, name::module(&raw.folder), "service", diags),
        doc: doc(&head.title),
        about: about(head),
        groups: head.groups.iter().map(|group| Group { name: same(&group.name), doc: doc(&group.doc) }).collect(),
        protocol,
        hosts: head
            .hosts
            .iter()
            .map(|host| Host { name: same(&host.name), url: host.url.value.clone(), doc: doc(&host.doc) })
            .collect(),
        auth: auth(&head.auth),
        body: Body::from_word(&head.body.value).unwrap_or(Body::Form),
        version: head.version.as_ref().map(version::lower),
        rate_limit: head.rate_limit.0.iter().map(rate).collect(),
        token_operation: head.token_operation.as_ref().map(|text| text.value.clone()),
        token_invalid: head.token_invalid.iter().map(same).collect(),
        token_pause: head.token_pause.iter().map(same).collect(),
        throttled: head.throttled.iter().map(same).collect(),
        off_peak: head.off_peak.as_ref().map(off_peak::lower),
        general_errors: head.general_errors.iter().map(same).collect(),
        errors_by: ErrorsBy::from_word(&head.errors_by.value).unwrap_or(ErrorsBy::CodeAndMessage),
        success_code: head.success_code.as_ref().map(|text| text.value.clone()),
        charge: head.charge.as_ref().map(|charge| ChargeField {
            field: same(&charge.field),
            unit: Unit::from_word(&charge.unit.value).unwrap_or(Unit::Undocumented),
        }),
        envelope: envelope(head, ids, ids_known, diags),
        errors,
        operations: Vec::new(),
        state: None,
    };
    let operations = crate::parallel::map(&raw.operations, |_, each| {
        let mut found = Vec::new();
        (operation::lower(each, &service, raw, ids, ids_known, sources, &mut found), found)
    });
    for (operation, found) in operations {
        service.operations.push(operation);
        diags.extend(found);
    }
    service.state = raw.state.as_ref().map(|state| remembered::lower(state, &service));
    service
}

fn about(head: &RawHead) -> About {
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    let Some(about) = &head.about else { return About::default() };
    let contact = about.contact.as_ref().map(|contact| (contact.name.value.clone(), value(&contact.url)));
    About { contact, license: value(&about.license) }
}

fn auth(raw: &RawAuth) -> Auth {
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    match Scheme::from_word(&raw.scheme.value) {
        Some(Scheme::Header) => Auth::Header { header: value(&raw.header) },
        Some(Scheme::Query) => Auth::Query { name: value(&raw.name) },
        Some(Scheme::None) => Auth::None,
        Some(Scheme::Signed) => signing::lower(raw).map_or(Auth::None, Auth::Signed),
        Some(Scheme::Bearer) | None => Auth::Bearer { header: value(&raw.header) },
    }
}

fn envelope(head: &RawHead, ids: &[IdType], ids_known: bool, diags: &mut Vec<Diag>) -> Vec<Field> {
    let mut scope = types::Scope { ids, ids_known, local: None, diags };
    scope.fields(head.envelope())
}

fn error(raw: &RawError) -> ErrorEntry {
    let values = |texts: &[Text]| texts.iter().map(|text| text.value.clone()).collect();
    ErrorEntry {
        name: same(&raw.name),
        code: raw.code.value.clone(),
        message: raw.message.value.clone(),
        aliases: values(&raw.aliases),
        sub_codes: values(&raw.sub_codes),
        class: Class::from_word(&raw.class.value).unwrap_or(Class::DoNotRetry),
        write_outcome: WriteOutcome::from_word(&raw.write_outcome.value).unwrap_or(WriteOutcome::Unknown),
        scope: raw.scope.as_ref().and_then(|scope| Scope::from_word(&scope.value)).unwrap_or(Scope::Call),
        doc: doc(&raw.doc),
        remedy: Remedy { en: raw.remedy.en.clone(), zh: raw.remedy.zh.clone() },
        deprecated: raw.deprecated.as_ref().map(deprecated),
    }
}

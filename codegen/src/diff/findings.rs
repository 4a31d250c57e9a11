//! What a walk collects, and where in the spec it stands.

use super::rule::Rule;
use crate::model::api::{Operation, Service};
use crate::source::Span;

/// Which of the two specs a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The old one.
    Base,
    /// The new one.
    Head,
}

/// Where a walk is.
#[derive(Debug, Clone)]
pub(super) struct Scope<'a> {
    pub service: &'a str,
    pub operation: Option<&'a str>,
    /// Old and new service and operation, as far as they exist: what a change reaches is looked up there.
    pub services: Option<(&'a Service, &'a Service)>,
    pub operations: Option<(&'a Operation, &'a Operation)>,
}

impl<'a> Scope<'a> {
    pub(super) fn top() -> Self {
        Self { service: "", operation: None, services: None, operations: None }
    }

    pub(super) fn service(base: &'a Service, head: &'a Service) -> Self {
        Self { service: &head.name.wire, operation: None, services: Some((base, head)), operations: None }
    }

    pub(super) fn operation(services: (&'a Service, &'a Service), base: &'a Operation, head: &'a Operation) -> Self {
        Self {
            service: &services.1.name.wire,
            operation: Some(&head.id),
            services: Some(services),
            operations: Some((base, head)),
        }
    }
}

/// A change as a walk finds it: no verdicts yet.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub rule: &'static Rule,
    pub service: String,
    pub operation: Option<String>,
    /// Element below the operation or the service: `Request/tid`, `errors/BadRequest`, `effect`.
    pub element: String,
    /// Name of the element in the old spec, where it was another one.
    pub was: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub side: Side,
    pub span: Span,
    /// Operations that the change reaches.
    pub operations: Vec<String>,
}

/// The collector.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub list: Vec<Finding>,
}

impl Findings {
    pub(super) fn push(
        &mut self,
        rule: &'static Rule,
        scope: &Scope<'_>,
        element: impl Into<String>,
        (before, after): (Option<String>, Option<String>),
        (side, span): (Side, Span),
    ) {
        let operations = match (scope.operation, scope.services) {
            (Some(operation), _) => vec![operation.to_owned()],
            (None, Some((_, head))) => head.operations.iter().map(|operation| operation.id.clone()).collect(),
            (None, None) => Vec::new(),
        };
        self.list.push(Finding {
            rule,
            service: scope.service.to_owned(),
            operation: scope.operation.map(str::to_owned),
            element: element.into(),
            was: None,
            before,
            after,
            side,
            span,
            operations,
        });
    }

    /// Something has another value now; nothing happens when it has not.
    pub(super) fn changed(
        &mut self,
        rule: &'static Rule,
        scope: &Scope<'_>,
        element: &str,
        (before, after): (&str, &str),
        at: Span,
    ) {
        if before != after {
            self.push(rule, scope, element, (some(before), some(after)), (Side::Head, at));
        }
    }

    pub(super) fn gone(
        &mut self,
        rule: &'static Rule,
        scope: &Scope<'_>,
        element: impl Into<String>,
        before: Option<String>,
        at: Span,
    ) {
        self.push(rule, scope, element, (before, None), (Side::Base, at));
    }

    pub(super) fn came(
        &mut self,
        rule: &'static Rule,
        scope: &Scope<'_>,
        element: impl Into<String>,
        after: Option<String>,
        at: Span,
    ) {
        self.push(rule, scope, element, (None, after), (Side::Head, at));
    }

    /// One of two rules, by whether something was switched on or off.
    pub(super) fn switched(
        &mut self,
        (on, off): (&'static Rule, &'static Rule),
        scope: &Scope<'_>,
        element: &str,
        (before, after): (bool, bool),
        at: Span,
    ) {
        if before != after {
            let rule = if after { on } else { off };
            self.push(rule, scope, element, (Some(before.to_string()), Some(after.to_string())), (Side::Head, at));
        }
    }

    /// A text that may be absent: added, removed or another one.
    pub(super) fn optional(
        &mut self,
        (added, removed, changed): (&'static Rule, &'static Rule, &'static Rule),
        scope: &Scope<'_>,
        element: &str,
        (before, after): (Option<&str>, Option<&str>),
        at: Span,
    ) {
        if before == after {
            return;
        }
        let rule = match (before, after) {
            (None, _) => added,
            (_, None) => removed,
            _ => changed,
        };
        self.push(rule, scope, element, (before.map(str::to_owned), after.map(str::to_owned)), (Side::Head, at));
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

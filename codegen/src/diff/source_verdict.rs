//! The verdict on source code: the public API of the generated code before and after, compared item by item.
//!
//! Every item that a program could use and cannot use any more ends in the finding that caused it. An item that no finding explains
//! gets one of its own: nothing breaks unsaid.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::change::Judged;
use super::findings::{Finding, Side};
use super::migrate;
use super::migrate::Broken;
use super::rule::{Api as Reach, Axis, Level, Rule};
use super::rules::field::RUST_NAME_CHANGED;
use super::rules::generated::{ARGUMENTS_REORDERED, RUST_NAME_TAKEN, SURFACE_CHANGED};
use super::rules::rename;
use crate::emit::surface::{self, Item, Kind};
use crate::model::api::{Api, Field, Operation, Service};

/// Findings, with the items they break and bring.
pub(super) fn judge(found: Vec<Finding>, base: &Api, head: &Api) -> Vec<Judged> {
    // One group per operation, one per service for what is said about it as a whole, one for the ids.
    let mut groups: BTreeMap<(String, Option<String>), Vec<Finding>> = BTreeMap::new();
    for each in found {
        groups.entry((each.service.clone(), each.operation.clone())).or_default().push(each);
    }
    let sides = (index(base), index(head));
    let modules = (modules(base), modules(head));
    let mut judged = Vec::new();
    for ((service, operation), found) in groups {
        let (old, new) = (sides.0.get(service.as_str()), sides.1.get(service.as_str()));
        // A renamed operation is where its old name leads on the old side.
        let renamed = found.iter().find(|each| rename::is_operation(each.rule)).and_then(|each| each.was.clone());
        let was = renamed.or_else(|| operation.clone());
        let (mut before, mut after) = match &operation {
            Some(id) => (of_operation(old, was.as_ref().unwrap_or(id)), of_operation(new, id)),
            None if service.is_empty() => (surface::ids(base), surface::ids(head)),
            None => (of_service(old), of_service(new)),
        };
        // Other operations hold a module up, or held it up already.
        before.retain(|item| item.kind != Kind::Module || !modules.1.contains(&item.path()));
        after.retain(|item| item.kind != Kind::Module || !modules.0.contains(&item.path()));
        let blame = operation.as_ref().and_then(|id| {
            let (old, new) = (old?.1.get(was.as_deref()?)?, new?.1.get(id.as_str())?);
            Some(blamed(old, new))
        });
        let service_at = new.or(old).map(|side| side.0);
        judged.extend(group(found, &before, &after, &blame.unwrap_or_default(), service_at, operation.as_deref()));
    }
    judged
}

/// Paths of the modules of all operations.
fn modules(api: &Api) -> HashSet<String> {
    let of = |service: &Service| -> Vec<Item> {
        service.operations.iter().flat_map(|operation| surface::modules(service, operation)).collect()
    };
    api.services.iter().flat_map(of).map(|item| item.path()).collect()
}

type Indexed<'a> = (&'a Service, HashMap<&'a str, &'a Operation>);

fn index(api: &Api) -> HashMap<&str, Indexed<'_>> {
    let mut found = HashMap::new();
    for service in &api.services {
        let operations = service.operations.iter().map(|operation| (operation.id.as_str(), operation)).collect();
        found.insert(service.name.wire.as_str(), (service, operations));
    }
    found
}

fn of_service(side: Option<&Indexed<'_>>) -> Vec<Item> {
    side.map(|(service, _)| surface::of_service(service)).unwrap_or_default()
}

fn of_operation(side: Option<&Indexed<'_>>, id: &str) -> Vec<Item> {
    let found = side.and_then(|(service, operations)| Some((*service, *operations.get(id)?)));
    found.map(|(service, operation)| surface::of_operation(service, operation)).unwrap_or_default()
}

/// By owner, the elements that are the reason when its constructor changes: arguments that came, went or have another type.
type Blamed = HashMap<String, HashSet<String>>;

fn blamed(base: &Operation, head: &Operation) -> Blamed {
    let arguments = |operation: &Operation| -> HashMap<(String, String), String> {
        let of = |(owner, fields)| {
            let each =
                move |field: &Field| ((String::from(owner), field.name.wire.clone()), surface::argument(&field.ty));
            surface::constructor(fields).map(each)
        };
        surface::constructed(operation).flat_map(of).collect()
    };
    let (old, new) = (arguments(base), arguments(head));
    let mut blamed = Blamed::new();
    for (one, other) in [(&old, &new), (&new, &old)] {
        for ((owner, name), _) in one.iter().filter(|(field, ty)| other.get(*field) != Some(*ty)) {
            blamed.entry(owner.clone()).or_default().insert(format!("{owner}/{name}"));
        }
    }
    blamed
}

struct Group<'a> {
    judged: Vec<Judged>,
    /// Findings of an element, under its old name too.
    by_element: HashMap<String, Vec<usize>>,
    blamed: &'a Blamed,
}

fn group(
    found: Vec<Finding>,
    before: &[Item],
    after: &[Item],
    blamed: &Blamed,
    service: Option<&Service>,
    operation: Option<&str>,
) -> Vec<Judged> {
    let mut group = Group { judged: Vec::new(), by_element: HashMap::new(), blamed };
    for each in found {
        group.push(each);
    }
    let key = |item: &Item| (item.path(), item.kind == Kind::Method);
    let (old, new): (HashMap<_, _>, HashMap<_, _>) =
        (before.iter().map(|item| (key(item), item)).collect(), after.iter().map(|item| (key(item), item)).collect());
    let elements: HashSet<&str> = after.iter().map(|item| item.element.as_str()).collect();
    for item in before {
        let now = new.get(&key(item)).copied();
        if let Some(now) = now.filter(|now| now.same(item)) {
            if now.element != item.element && elements.contains(item.element.as_str()) {
                group.taken(item);
            }
            continue;
        }
        let broken = Broken { path: item.path(), before: item.signature(), after: now.map(Item::signature) };
        let mut reasons = group.reasons(item);
        if reasons.is_empty() {
            reasons.push(group.unexplained(item, &broken, service, operation));
        }
        for index in reasons {
            if let Some(judged) = group.judged.get_mut(index) {
                judged.broken.push(broken.clone());
            }
        }
    }
    for item in after.iter().filter(|item| !old.contains_key(&key(item))) {
        for index in group.reasons(item) {
            if let Some(judged) = group.judged.get_mut(index) {
                judged.added.push(item.path());
            }
        }
    }
    let breaks = |rule: &Rule| {
        [Axis::Wire, Axis::Behaviour, Axis::Cost]
            .into_iter()
            .any(|axis| rule.on(axis).is_some_and(|judged| judged.level == Level::Breaking))
    };
    let mut indexes = None;
    for judged in &mut group.judged {
        if !judged.broken.is_empty() || breaks(judged.finding.rule) {
            let (old, new) = indexes.get_or_insert_with(|| (migrate::Index::new(before), migrate::Index::new(after)));
            judged.migration = migrate::write(&judged.finding, &judged.broken, (old, new));
        }
    }
    group.judged
}

impl Group<'_> {
    fn push(&mut self, finding: Finding) -> usize {
        let index = self.judged.len();
        for element in std::iter::once(&finding.element).chain(&finding.was) {
            self.by_element.entry(element.clone()).or_default().push(index);
        }
        self.judged.push(Judged { finding, broken: Vec::new(), added: Vec::new(), migration: None });
        index
    }

    /// The item's name stands for another element now, and its own element has got another name.
    fn taken(&mut self, item: &Item) {
        let renamed: Vec<usize> =
            self.at(&item.element).filter(|index| self.rule_is(*index, RUST_NAME_CHANGED.id)).collect();
        for index in renamed {
            if let Some(judged) = self.judged.get_mut(index) {
                judged.finding.rule = &RUST_NAME_TAKEN;
            }
        }
    }

    /// The findings that explain why an item is not what it was.
    fn reasons(&self, item: &Item) -> Vec<usize> {
        let call = matches!(item.kind, Kind::Function | Kind::Method);
        let fits = |index: &usize| {
            self.judged.get(*index).is_some_and(|judged| match judged.finding.rule.api {
                Reach::All => true,
                Reach::Calls => call,
                Reach::None => false,
            })
        };
        // Only constructors are functions, and a grammar's takes nothing.
        if item.kind == Kind::Function {
            let elements = self.blamed.get(&item.element).into_iter().flatten();
            let arguments = elements.filter_map(|element| self.by_element.get(element)).flatten().copied();
            let order = self.at(&item.element).filter(|index| self.rule_is(*index, ARGUMENTS_REORDERED.id));
            let mut found: Vec<usize> = arguments.filter(fits).chain(order).collect();
            found.sort_unstable();
            found.dedup();
            if !found.is_empty() {
                return found;
            }
        }
        let own: Vec<usize> =
            self.at(&item.element).filter(fits).filter(|index| !self.rule_is(*index, ARGUMENTS_REORDERED.id)).collect();
        if !own.is_empty() {
            return own;
        }
        if !item.depends_on.is_empty() {
            let made: Vec<usize> = self
                .at(&item.depends_on)
                .filter(fits)
                .filter(|index| !self.rule_is(*index, ARGUMENTS_REORDERED.id))
                .collect();
            if !made.is_empty() {
                return made;
            }
        }
        // The whole the item is part of: its type, then the operation or service.
        let owner = item.element.split('/').next().unwrap_or_default();
        let whole = |element: &str| -> Vec<usize> {
            self.at(element)
                .filter(|index| self.judged.get(*index).is_some_and(|judged| judged.finding.rule.whole))
                .collect()
        };
        let found = whole(owner);
        if !found.is_empty() {
            return found;
        }
        let found = self.types_of(item);
        if found.is_empty() { whole("") } else { found }
    }

    /// Renames of types that the item is made of: it is declared with them, or bears their name.
    fn types_of(&self, item: &Item) -> Vec<usize> {
        let text = [item.of.as_str(), item.name.as_str(), item.ty.as_str()];
        let words: HashSet<&str> = text
            .into_iter()
            .chain(item.arguments.iter().map(String::as_str))
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
            .map(|word| word.strip_suffix("Field").unwrap_or(word))
            .collect();
        let named = |finding: &Finding| {
            rename::is_type(finding.rule)
                && finding
                    .was
                    .iter()
                    .chain([&finding.element])
                    .any(|name| words.contains(name.strip_suffix("Field").unwrap_or(name)))
        };
        let all = self.judged.iter().enumerate();
        all.filter(|(_, judged)| named(&judged.finding)).map(|(index, _)| index).collect()
    }

    fn at(&self, element: &str) -> impl Iterator<Item = usize> {
        self.by_element.get(element).into_iter().flatten().copied()
    }

    fn rule_is(&self, index: usize, id: &str) -> bool {
        self.judged.get(index).is_some_and(|judged| judged.finding.rule.id == id)
    }

    /// A finding for an item that no other explains; one per element.
    fn unexplained(
        &mut self,
        item: &Item,
        broken: &Broken,
        service: Option<&Service>,
        operation: Option<&str>,
    ) -> usize {
        if let Some(index) = self.at(&item.element).find(|index| self.rule_is(*index, SURFACE_CHANGED.id)) {
            return index;
        }
        let span = service.map(|service| service.name.span).unwrap_or_default();
        self.push(Finding {
            rule: &SURFACE_CHANGED,
            service: service.map(|service| service.name.wire.clone()).unwrap_or_default(),
            operation: operation.map(str::to_owned),
            element: item.element.clone(),
            was: None,
            before: Some(broken.before.clone()),
            after: broken.after.clone(),
            side: Side::Head,
            span,
            operations: operation.map(str::to_owned).into_iter().collect(),
        })
    }
}

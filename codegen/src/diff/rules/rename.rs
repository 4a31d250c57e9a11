//! Operations and types that have another name: declared under `renames:`, or found by what they hold.
//!
//! What is renamed is compared under its new name, so that a rename is one finding and not one for everything that mentions it.

use std::collections::HashSet;

use super::super::findings::{Finding, Findings, Scope, Side};
use super::super::pair::similar;
use super::super::rule::Level::Breaking;
use super::super::rule::Rule;
use super::rules;
use crate::model::api::{Enum, GrammarShape, Name, Operation, Rename, Type};

rules! {
    OPERATION_RENAMED = Rule::new(
            "operation-renamed",
            "an operation has another name, as the spec declares",
            "接口改名（已声明）",
        ).whole()
        .wire(
            Breaking,
            "a method is called by its name: old requests go to the old one (of an operation with an address only the \
             address counts)",
            "方法按名称调用：旧请求仍使用旧名称（有地址的接口只看地址）",
        )
        .todo("use the new module and request", "改用新的模块与请求类型");
    PROBABLE_OPERATION_RENAME = Rule::new(
            "probable-operation-rename",
            "an operation went away and one much like it came",
            "疑似接口改名",
        ).whole()
        .wire(
            Breaking,
            "a method is called by its name: old requests go to the old one (of an operation with an address only the \
             address counts)",
            "方法按名称调用：旧请求仍使用旧名称（有地址的接口只看地址）",
        )
        .todo(
            "if it is a rename, say so in the new operation's file: `renames: [{from: OLD, to: NEW}]`; if not, the \
             two have nothing to do with each other: say that in accepted.yaml",
            "若确为改名，请在新接口文件中声明 `renames: [{from: 旧, to: 新}]`；否则在 accepted.yaml 中说明",
        );
    TYPE_RENAMED = Rule::new("type-renamed", "a named type has another name, as the spec declares", "类型改名（已声明）").whole()
        .todo("use the new name", "改用新名称");
    PROBABLE_TYPE_RENAME = Rule::new(
            "probable-type-rename",
            "a named type went away and one much like it came",
            "疑似类型改名",
        ).whole()
        .todo(
            "if it is a rename, say so under `renames:` in the operation's file: `{from: OLD, to: NEW}`; if not, the \
             two have nothing to do with each other: say that in accepted.yaml",
            "若确为改名，请在接口文件的 `renames:` 中声明 `{from: 旧, to: 新}`；否则在 accepted.yaml 中说明",
        );
}

// What has an address is called by that: its name is never sent, and another address is `endpoint-changed`.
static ADDRESSED_RENAMED: Rule = Rule { wire: None, ..OPERATION_RENAMED };
static PROBABLE_ADDRESSED_RENAME: Rule = Rule { wire: None, ..PROBABLE_OPERATION_RENAME };

/// True for the rules by which a whole operation has another name.
pub(in crate::diff) fn is_operation(rule: &Rule) -> bool {
    [OPERATION_RENAMED.id, PROBABLE_OPERATION_RENAME.id].contains(&rule.id)
}

/// True for the rules by which a type has another name.
pub(in crate::diff) fn is_type(rule: &Rule) -> bool {
    [TYPE_RENAMED.id, PROBABLE_TYPE_RENAME.id].contains(&rule.id)
}

/// What is less alike is two things.
const LEAST: f64 = 0.7;

/// The names of what something holds, part by part.
type Parts = Vec<HashSet<String>>;

/// Something with the names of what it holds.
struct Held<'a, T> {
    of: &'a T,
    parts: Parts,
}

impl<'a, T> Held<'a, T> {
    fn all(list: &[&'a T], parts: impl Fn(&T) -> Parts) -> Vec<Self> {
        list.iter().map(|of| Held { of: *of, parts: parts(of) }).collect()
    }

    /// How alike the least alike part is: many replies are a flag, a code and a message, whatever was asked.
    fn alike(&self, other: &Self) -> f64 {
        self.parts.iter().zip(&other.parts).map(|(one, two)| shared(one, two)).fold(1.0, f64::min)
    }
}

/// How much of both together is in both.
fn shared(one: &HashSet<String>, two: &HashSet<String>) -> f64 {
    let (few, many) = if one.len() < two.len() { (one, two) } else { (two, one) };
    // Most pairs differ in size alone.
    if few.is_empty() || (few.len() as f64) < LEAST * (many.len() as f64) {
        return 0.0;
    }
    let both = few.iter().filter(|name| many.contains(*name)).count();
    both as f64 / (few.len() + many.len() - both) as f64
}

/// Leftovers that are one thing under two names: what the spec declares first, then what is alike.
fn pairs<'a, T>(
    gone: &[&'a T],
    new: &[&'a T],
    declared: impl Fn(&T, &T) -> bool,
    parts: impl Fn(&T) -> Parts,
    sure: impl Fn(&T, &T) -> bool,
) -> Vec<(bool, &'a T, &'a T)> {
    let mut found: Vec<(bool, &'a T, &'a T)> = Vec::new();
    if gone.is_empty() || new.is_empty() {
        return found;
    }
    for each in new {
        let free = |old: &&&'a T| !found.iter().any(|(_, taken, _)| std::ptr::eq(*taken, **old));
        let old = gone.iter().filter(free).find(|old| declared(old, each)).copied();
        found.extend(old.map(|old| (true, old, *each)));
    }
    let left = |list: &[&'a T], taken: &dyn Fn(&&'a T) -> bool| -> Vec<&'a T> {
        list.iter().filter(|each| !taken(each)).copied().collect()
    };
    let gone = left(gone, &|each| found.iter().any(|(_, old, _)| std::ptr::eq(*old, *each)));
    let new = left(new, &|each| found.iter().any(|(.., new)| std::ptr::eq(*new, *each)));
    let (old, new) = (Held::all(&gone, &parts), Held::all(&new, &parts));
    let alike = |old: &Held<'a, T>, new: &Held<'a, T>| {
        let score = old.alike(new);
        if sure(old.of, new.of) { 1.0 + score } else { score }
    };
    let (gone, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
    found.extend(similar(&gone, &new, LEAST, alike).into_iter().map(|(old, new)| (false, old.of, new.of)));
    found
}

/// The operation says that it had another name.
pub(super) fn declared(operation: &Operation, old: &str) -> bool {
    let own = |rename: &&Rename| rename.owner.is_none() && rename.to == operation.id;
    operation.renames.iter().filter(own).any(|rename| rename.from == old)
}

/// Operations of one service that are on one side each: the same endpoint, or much the same fields.
pub(super) fn operations<'a>(
    gone: &mut Vec<&'a Operation>,
    new: &mut Vec<&'a Operation>,
) -> Vec<(&'static Rule, &'a Operation, &'a Operation)> {
    let parts = |operation: &Operation| {
        let request = operation.request.iter();
        let reply = operation.types.iter().flat_map(|record| &record.fields);
        vec![
            request.map(|field| field.name.wire.clone()).collect(),
            reply.map(|field| field.name.wire.clone()).collect(),
        ]
    };
    let place = |operation: &Operation| operation.http.as_ref().map(|http| (http.method, http.path.clone()));
    let endpoint = |old: &Operation, new: &Operation| place(old).is_some() && place(old) == place(new);
    let found = pairs(gone, new, |old, new| declared(new, &old.id), parts, endpoint);
    gone.retain(|each| !found.iter().any(|(_, old, _)| std::ptr::eq(*old, *each)));
    new.retain(|each| !found.iter().any(|(.., new)| std::ptr::eq(*new, *each)));
    let rule = |declared: bool, addressed: bool| match (declared, addressed) {
        (true, true) => &ADDRESSED_RENAMED,
        (true, false) => &OPERATION_RENAMED,
        (false, true) => &PROBABLE_ADDRESSED_RENAME,
        (false, false) => &PROBABLE_OPERATION_RENAME,
    };
    found.into_iter().map(|(declared, old, new)| (rule(declared, new.http.is_some()), old, new)).collect()
}

/// Says that an operation has another name.
pub(super) fn operation(
    findings: &mut Findings,
    scope: &Scope<'_>,
    rule: &'static Rule,
    base: &Operation,
    head: &Operation,
) {
    let names = (Some(base.id.clone()), Some(head.id.clone()));
    findings.push(rule, scope, String::new(), names, (Side::Head, head.span));
    if let Some(found) = findings.list.last_mut() {
        found.was = Some(base.id.clone());
    }
}

/// A type that has another name.
pub(super) struct Renamed<'a> {
    rule: &'static Rule,
    old: &'a Name,
    new: &'a Name,
}

/// Types of one operation that are on one side each, and of one kind.
pub(super) fn types<'a>(base: &'a Operation, head: &'a Operation) -> Vec<Renamed<'a>> {
    let declared = |old: &Name, new: &Name| {
        head.renames
            .iter()
            .any(|rename: &Rename| rename.owner.is_none() && rename.from == old.wire && rename.to == new.wire)
    };
    let mut found = Vec::new();
    let listed = |each: &&Enum| each.selected_from.is_none();
    found.extend(of_kind(
        (base.types.iter(), head.types.iter()),
        |record| &record.name,
        |record| record.fields.iter().map(|field| field.name.wire.clone()).collect(),
        declared,
    ));
    found.extend(of_kind(
        (base.enums.iter().filter(listed), head.enums.iter().filter(listed)),
        |each| &each.name,
        |each| each.values.iter().map(|value| value.name.wire.clone()).collect(),
        declared,
    ));
    found.extend(of_kind(
        (base.grammars.iter(), head.grammars.iter()),
        |grammar| &grammar.name,
        |grammar| grammar.entries.iter().map(|entry| entry.name.wire.clone()).collect(),
        declared,
    ));
    found
}

fn of_kind<'a, T: 'a>(
    (base, head): (impl Iterator<Item = &'a T> + Clone, impl Iterator<Item = &'a T> + Clone),
    name: impl Fn(&T) -> &Name,
    names: impl Fn(&T) -> HashSet<String>,
    declared: impl Fn(&Name, &Name) -> bool,
) -> Vec<Renamed<'a>> {
    // Hardly any operation of a comparison has other types than before.
    if base.clone().map(|each| &name(each).wire).eq(head.clone().map(|each| &name(each).wire)) {
        return Vec::new();
    }
    let wires = |list: &mut dyn Iterator<Item = &'a T>| -> HashSet<&'a str> {
        list.map(|each| name(each).wire.as_str()).collect()
    };
    let (old, new) = (wires(&mut base.clone()), wires(&mut head.clone()));
    let gone: Vec<&T> = base.filter(|each| !new.contains(name(each).wire.as_str())).collect();
    let new: Vec<&T> = head.filter(|each| !old.contains(name(each).wire.as_str())).collect();
    let found = pairs(&gone, &new, |old, new| declared(name(old), name(new)), |each| vec![names(each)], |_, _| false);
    let rule = |declared: bool| if declared { &TYPE_RENAMED } else { &PROBABLE_TYPE_RENAME };
    found
        .into_iter()
        .map(|(declared, old, new)| Renamed { rule: rule(declared), old: name(old), new: name(new) })
        .collect()
}

/// Says which types have other names, and gives the old operation as it is under the new ones.
pub(super) fn under_new_names(
    findings: &mut Findings,
    scope: &Scope<'_>,
    base: &Operation,
    renamed: &[Renamed<'_>],
) -> Operation {
    for each in renamed {
        let names = (Some(each.old.wire.clone()), Some(each.new.wire.clone()));
        findings.push(each.rule, scope, each.new.wire.clone(), names, (Side::Head, each.new.span));
        if let Some(found) = findings.list.last_mut() {
            found.was = Some(each.old.wire.clone());
        }
    }
    let rename = |name: &mut Name| {
        if let Some(each) = renamed.iter().find(|each| each.old.wire == name.wire) {
            name.wire.clone_from(&each.new.wire);
            name.ident.clone_from(&each.new.ident);
        }
    };
    let mut base = base.clone();
    for field in base.request.iter_mut().chain(base.types.iter_mut().flat_map(|record| &mut record.fields)) {
        match &mut field.ty {
            Type::Enum(name) | Type::Record(name) | Type::Grammar(name) => rename(name),
            Type::List { item: name, .. } | Type::Select { record: name, .. } => rename(name),
            Type::Csv(item) | Type::Values { item, .. } | Type::Map { value: item, .. } => {
                if let Type::Enum(name) | Type::Record(name) = item.as_mut() {
                    rename(name);
                }
            }
            _ => {}
        }
    }
    rename(&mut base.reply.data);
    base.types.iter_mut().for_each(|record| rename(&mut record.name));
    base.enums.iter_mut().for_each(|each| rename(&mut each.name));
    for grammar in &mut base.grammars {
        rename(&mut grammar.name);
        for entry in &mut grammar.entries {
            if let GrammarShape::Value { allowed: Some(name) } = &mut entry.shape {
                rename(name);
            }
        }
    }
    base
}

/// Findings inside a renamed type are known under the type's old name too: that is where the old items are.
pub(super) fn inside(found: &mut [Finding], renamed: &[Renamed<'_>]) {
    for each in found.iter_mut().filter(|found| found.was.is_none()) {
        let Some((owner, rest)) = each.element.split_once('/') else { continue };
        let of = renamed.iter().find(|renamed| renamed.new.wire == owner);
        each.was = of.map(|of| format!("{}/{rest}", of.old.wire));
    }
}

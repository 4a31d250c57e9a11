//! How a program uses a public item, as Rust: the two halves of a migration snippet, and the lines of a probe.

use std::collections::HashMap;

use super::findings::Finding;
use super::rule::{Lang, Rule, Words};
use crate::emit::surface::{Item, Kind};

/// A public item that a program cannot use as before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// `vvtool::erps::send::ErpsSend::new`
    pub path: String,
    /// Its signature.
    pub before: String,
    /// Its signature now; None when it is gone.
    pub after: Option<String>,
}

/// A program before and after. Both halves compile as modules of a crate that depends on the version they belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Against the old version.
    pub before: String,
    /// Against the new version.
    pub after: String,
    /// What to know beside the code, when code alone does not say it.
    pub note: Words,
}

impl Migration {
    /// For changes that no line of code shows.
    pub(super) fn in_words(rule: &Rule) -> Self {
        let comment = |words: &str| format!("// {words}\n");
        Self { before: comment(rule.title.get(Lang::En)), after: comment(rule.todo.get(Lang::En)), note: rule.todo }
    }
}

/// More uses than this say nothing new.
const MAX_USES: usize = 3;

/// The items of one group, found by element and by path.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    elements: HashMap<&'a str, Vec<&'a Item>>,
    paths: HashMap<String, Vec<&'a Item>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(items: &'a [Item]) -> Self {
        let mut index = Self::default();
        for item in items {
            index.elements.entry(item.element.as_str()).or_default().push(item);
            index.paths.entry(item.path()).or_default().push(item);
        }
        index
    }

    fn element(&self, element: &str) -> impl Iterator<Item = &'a Item> {
        self.elements.get(element).into_iter().flatten().copied()
    }

    fn path(&self, path: &str) -> impl Iterator<Item = &'a Item> {
        self.paths.get(path).into_iter().flatten().copied()
    }
}

/// The snippet of a finding: what broke, or else how the element was and is used.
pub(super) fn write(
    finding: &Finding,
    broken: &[Broken],
    (before, after): (&Index<'_>, &Index<'_>),
) -> Option<Migration> {
    let was = finding.was.as_deref().unwrap_or(&finding.element);
    let mut old: Vec<&Item> = if broken.is_empty() {
        before.element(was).collect()
    } else {
        broken.iter().take(MAX_BROKEN).flat_map(|broken| before.path(&broken.path)).collect()
    };
    let kept = |item: &&Item| before.path(&item.path()).any(|old| old.same(item));
    let mut new: Vec<&Item> = after.element(&finding.element).filter(|item| broken.is_empty() || !kept(item)).collect();
    let paths: Vec<String> = old.iter().map(|item| item.path()).collect();
    new.extend(paths.iter().flat_map(|path| after.path(path)));
    // What moved with a renamed type or operation is the same thing of the same element somewhere else.
    for item in &old {
        let inside = item.element.strip_prefix(was).filter(|_| !was.is_empty());
        let element = inside.map_or_else(|| item.element.clone(), |rest| format!("{}{rest}", finding.element));
        new.extend(after.element(&element).filter(|new| new.kind == item.kind && new.name == item.name && !kept(new)));
    }
    for list in [&mut old, &mut new] {
        list.sort_by_cached_key(|item| (rank(item.kind), item.path()));
        list.dedup();
        list.truncate(MAX_USES);
    }
    if old.is_empty() && new.is_empty() {
        return None;
    }
    let note = finding.rule.todo;
    let comment = format!("// {}\n", note.get(Lang::En));
    let new = if new.is_empty() { comment } else { format!("{comment}{}", program("after", &new)) };
    let old =
        if old.is_empty() { format!("// {}\n", finding.rule.title.get(Lang::En)) } else { program("before", &old) };
    Some(Migration { before: old, after: new, note })
}

/// Of an operation that went away with a thousand fields, the first are enough to choose from.
const MAX_BROKEN: usize = 40;

/// What people write comes first.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Function => 0,
        Kind::Method => 1,
        Kind::Field => 2,
        Kind::Variant | Kind::Holder => 3,
        Kind::Struct | Kind::Enum => 4,
        Kind::Const | Kind::Static => 5,
        Kind::Module | Kind::Use | Kind::Marker => 6,
    }
}

/// A file that uses items, with its imports.
pub fn program(name: &str, items: &[&Item]) -> String {
    let mut text = String::new();
    let mut modules: Vec<&str> = items.iter().map(|item| item.module.as_str()).collect();
    modules.sort_unstable();
    modules.dedup();
    // Imports come once, numbers go on: the items of two modules stand in one file.
    let mut number = 0;
    let mut body = String::new();
    for module in modules {
        let own: Vec<&Item> = items.iter().copied().filter(|item| item.module == module).collect();
        for line in imports(module, &own).lines().map(|line| format!("{line}\n")) {
            if !text.contains(&line) {
                text.push_str(&line);
            }
        }
        for item in own {
            body.push_str(&format!("{}\n", usage(item, &numbered(name, number, items.len()))));
            number += 1;
        }
    }
    text + &body
}

fn numbered(name: &str, index: usize, of: usize) -> String {
    if of == 1 { name.to_owned() } else { format!("{name}_{}", index + 1) }
}

/// What the uses of a module's items need in scope.
pub fn imports(module: &str, items: &[&Item]) -> String {
    let names = |word: &str| {
        items.iter().any(|item| item.ty.contains(word) || item.arguments.iter().any(|argument| argument.contains(word)))
    };
    let mut text = String::new();
    if items.iter().any(|item| !matches!(item.kind, Kind::Module | Kind::Use) && item.module != "ids") {
        text.push_str(&format!("use vvtool_api::{module}::*;\n"));
    }
    if names("ids::") {
        text.push_str("use vvtool_api::ids;\n");
    }
    if names("kinds::") || items.iter().any(|item| sends(item)) {
        let service = module.split("::").next().unwrap_or_default();
        text.push_str(&format!("use vvtool_api::{service}::errors as kinds;\n"));
    }
    if names("rt::") || items.iter().any(|item| sends(item)) {
        text.push_str("use vvtool_api::rt::v1 as rt;\n");
    }
    text
}

fn sends(item: &Item) -> bool {
    item.ty.starts_with("C::Sent<")
}

/// A function that uses an item with every type spelt out.
pub fn usage(item: &Item, name: &str) -> String {
    let (of, own, ty) = (&item.of, &item.name, item.ty.replace("Self", &item.of));
    let path = format!("vvtool_api::{}", item.path());
    let arguments: Vec<String> =
        item.arguments.iter().enumerate().map(|(index, argument)| format!("a{index}: {}", given(argument))).collect();
    let names: Vec<String> = (0..arguments.len()).map(|index| format!("a{index}")).collect();
    let (arguments, names) = (arguments.join(", "), names.join(", "));
    match item.kind {
        Kind::Module | Kind::Use => format!("pub use {path} as {name};"),
        Kind::Struct | Kind::Enum if item.module == "ids" => {
            format!("pub fn {name}(value: {path}) -> {path} {{ value }}")
        }
        Kind::Struct | Kind::Enum => format!("pub fn {name}(value: {own}) -> {own} {{ value }}"),
        Kind::Field => format!("pub fn {name}(value: &{of}) -> &{ty} {{ &value.{own} }}"),
        Kind::Function => format!("pub fn {name}({arguments}) -> {ty} {{ {of}::{own}({names}) }}"),
        Kind::Method if sends(item) => {
            format!(
                "pub fn {name}<C: rt::Caller<kinds::ErrorKind>>(value: {of}, client: &C) -> {ty} {{ value.{own}(client) }}"
            )
        }
        Kind::Method => format!("pub fn {name}(value: {of}, {arguments}) -> {ty} {{ value.{own}({names}) }}"),
        Kind::Variant => format!("pub fn {name}() -> {of} {{ {of}::{own} }}"),
        Kind::Holder => format!(
            "pub fn {name}(value: {of}) -> ::core::option::Option<{ty}> {{ match value {{ {of}::{own}(value) => ::core::option::Option::Some(value), _ => ::core::option::Option::None }} }}"
        ),
        Kind::Const => format!("pub fn {name}() -> {ty} {{ {of}::{own} }}"),
        Kind::Static => format!("pub fn {name}() -> &'static {ty} {{ &{own} }}"),
        Kind::Marker => format!("pub fn {name}(value: {of}) -> impl {ty} {{ value }}"),
    }
}

/// A type that an `impl Trait` argument takes.
fn given(argument: &str) -> String {
    let inner = |prefix: &str, suffix: &str| argument.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix));
    if let Some(ty) = inner("impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<", ">>") {
        return format!("::std::vec::Vec<{ty}>");
    }
    if inner("impl ::core::iter::IntoIterator<Item = impl ::core::convert::AsRef<", ">>").is_some() {
        return "::std::vec::Vec<&'static str>".into();
    }
    if let Some(ty) = inner("impl ::core::convert::Into<", ">") {
        return ty.to_owned();
    }
    match argument {
        "impl ::core::convert::AsRef<str>" => "&str".into(),
        other => other.to_owned(),
    }
}

//! The list of public items is what the printed code declares: parsed with syn and compared, item by item.

use std::collections::BTreeMap;
use std::path::Path;

use vvtool_codegen::emit::surface::{Kind, surface};
use vvtool_codegen::{Home, emit};

use super::support::{Spec, changes_read, real, root, small};

/// Spelling without the spaces that token streams have and people do not.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace(",>", ">")
}

fn tokens(of: &impl ToTokens) -> String {
    squeeze(&of.to_token_stream().to_string())
}

use quote::ToTokens;

type Items = BTreeMap<(String, Kind), String>;

struct Walk {
    items: Items,
}

impl Walk {
    fn add(&mut self, module: &str, of: &str, name: &str, kind: Kind, shape: String) {
        let path = [module, of, name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("::");
        assert!(self.items.insert((path.clone(), kind), shape).is_none(), "{path} twice");
    }

    fn file(&mut self, module: &str, text: &str) {
        let public = |vis: &syn::Visibility| matches!(vis, syn::Visibility::Public(_));
        for item in syn::parse_file(text).unwrap().items {
            match item {
                syn::Item::Mod(each) if public(&each.vis) => {
                    self.add(module, "", each.ident.to_string().trim_start_matches("r#"), Kind::Module, String::new())
                }
                syn::Item::Use(each) if public(&each.vis) => {
                    let path = tokens(&each.tree);
                    self.add(module, "", path.clone().rsplit("::").next().unwrap(), Kind::Use, path);
                }
                syn::Item::Struct(each) if public(&each.vis) => {
                    let name = each.ident.to_string();
                    for field in each.fields.iter().filter(|field| public(&field.vis)) {
                        self.add(
                            module,
                            &name,
                            &field.ident.as_ref().unwrap().to_string(),
                            Kind::Field,
                            tokens(&field.ty),
                        );
                    }
                    self.add(module, "", &name, Kind::Struct, String::new());
                }
                syn::Item::Enum(each) if public(&each.vis) => {
                    let name = each.ident.to_string();
                    // Nobody can use a hidden variant: it is there against casts.
                    let hidden = |variant: &&syn::Variant| {
                        variant.attrs.iter().any(|attribute| tokens(attribute).contains("doc(hidden)"))
                    };
                    for variant in each.variants.iter().filter(|variant| !hidden(variant)) {
                        let held = variant.fields.iter().map(|field| tokens(&field.ty)).collect::<String>();
                        let kind = if held.is_empty() { Kind::Variant } else { Kind::Holder };
                        self.add(module, &name, &variant.ident.to_string(), kind, held);
                    }
                    self.add(module, "", &name, Kind::Enum, String::new());
                }
                syn::Item::Static(each) if public(&each.vis) => {
                    self.add(module, "", &each.ident.to_string(), Kind::Static, tokens(&each.ty))
                }
                syn::Item::Impl(each) if each.trait_.is_none() => {
                    let of = tokens(&each.self_ty);
                    for item in each.items {
                        match item {
                            syn::ImplItem::Const(each) if public(&each.vis) => {
                                self.add(module, &of, &each.ident.to_string(), Kind::Const, tokens(&each.ty))
                            }
                            syn::ImplItem::Fn(each) if public(&each.vis) => {
                                let mut arguments = Vec::new();
                                let mut kind = Kind::Function;
                                for input in &each.sig.inputs {
                                    match input {
                                        syn::FnArg::Receiver(_) => kind = Kind::Method,
                                        syn::FnArg::Typed(typed) => arguments.push(tokens(&typed.ty)),
                                    }
                                }
                                let syn::ReturnType::Type(_, returned) = &each.sig.output else {
                                    panic!("{}", tokens(&each.sig))
                                };
                                let shape = format!("({})->{}", arguments.join(","), tokens(returned));
                                self.add(module, &of, &each.sig.ident.to_string(), kind, shape);
                            }
                            _ => {}
                        }
                    }
                }
                syn::Item::Impl(each) => {
                    let path = each.trait_.as_ref().map(|(path, _)| tokens(path)).unwrap_or_default();
                    if let Some(name @ ("Read" | "Write" | "Intent" | "Paged")) = path.strip_prefix("rt::") {
                        self.add(module, &tokens(&each.self_ty), name, Kind::Marker, path.clone());
                    }
                }
                syn::Item::Macro(each) if tokens(&each.mac.path) == "rt::id" => {
                    let text = each.mac.tokens.to_string();
                    self.add(module, "", text.split_whitespace().last().unwrap(), Kind::Struct, String::new());
                }
                _ => {}
            }
        }
    }
}

fn printed(spec: &Path) -> Items {
    let (api, _) = vvtool_codegen::read(spec).unwrap_or_else(|diags| panic!("{diags}"));
    let mut walk = Walk { items: Items::new() };
    for file in emit::all(&api, Home::User) {
        let module = file.path.trim_end_matches(".rs").trim_end_matches("mod").trim_end_matches('/').replace('/', "::");
        walk.file(&module, &file.text);
    }
    walk.items
}

fn listed(spec: &Path) -> Items {
    let (api, _) = vvtool_codegen::read(spec).unwrap();
    let mut items = Items::new();
    for item in surface(&api) {
        let shape = match item.kind {
            Kind::Function | Kind::Method => format!("({})->{}", squeeze(&item.arguments.join(",")), squeeze(&item.ty)),
            _ => squeeze(&item.ty),
        };
        let key = (item.path(), item.kind);
        assert!(items.insert(key.clone(), shape).is_none(), "{key:?} twice");
    }
    items
}

#[test]
fn the_list_of_public_items_is_what_the_generated_code_declares() {
    for spec in [real(), small(), root().join("tests/own-spec/spec")] {
        let (printed, listed) = (printed(&spec), listed(&spec));
        let missing: Vec<_> = printed.iter().filter(|(key, shape)| listed.get(*key) != Some(shape)).collect();
        let invented: Vec<_> = listed.iter().filter(|(key, shape)| printed.get(*key) != Some(shape)).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "{}: not listed {missing:#?}, not printed {invented:#?}",
            spec.display()
        );
        assert!(printed.len() > 30);
    }
}

/// A module is gone with the last operation in it, not before; what stays in it need not be read for that.
#[test]
fn a_module_stays_while_an_operation_lies_in_it() {
    let (both, one) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    let another =
        std::fs::read_to_string(both.file("demo/order/change.yaml")).unwrap().replace("order/change", "order/cancel");
    std::fs::write(both.file("demo/order/cancel.yaml"), another).unwrap();
    let (_, removed) = changes_read(&both.path(), &one.path());
    let (_, added) = changes_read(&one.path(), &both.path());
    let broken: Vec<&str> = removed.iter().flat_map(|change| &change.broken).map(|item| item.path.as_str()).collect();
    let new: Vec<&str> = added.iter().flat_map(|change| &change.added).map(String::as_str).collect();
    for paths in [broken, new] {
        assert!(paths.contains(&"demo::order::cancel") && !paths.contains(&"demo::order"), "{paths:?}");
    }
}

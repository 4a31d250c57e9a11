//! An open enum: the documented values and an opaque unknown.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::rust::{aliases, doc, ident};
use crate::model::api::Enum;

pub(super) fn open(each: &Enum) -> TokenStream {
    let name = ident(&each.name.ident);
    let docs = doc(&docs::open_enum(each));
    let alias = aliases(&each.name.ident, [each.doc.zh.as_str()]);
    let variants: Vec<_> = each.values.iter().map(|value| ident(&value.name.ident)).collect();
    let variant_docs = each.values.iter().map(|value| doc(&docs::enum_value(value)));
    let wire = each.values.iter().map(|value| &value.name.wire);
    let places: Vec<_> = (0..each.values.len()).map(Literal::usize_unsuffixed).collect();
    quote! {
        #docs
        #alias
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value the documents do not list.
            Unknown(rt::UnknownValue),
        }
        impl rt::OpenEnum for #name {
            const WIRE: &'static [&'static str] = &[#(#wire,)*];
            fn at(index: usize) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match index {
                    #(#places => Self::#variants,)*
                    _ => return ::core::option::Option::None,
                })
            }
            fn place(&self) -> ::core::result::Result<usize, &rt::UnknownValue> {
                match self {
                    #(Self::#variants => ::core::result::Result::Ok(#places),)*
                    Self::Unknown(value) => ::core::result::Result::Err(value),
                }
            }
            fn unknown(value: rt::UnknownValue) -> Self {
                Self::Unknown(value)
            }
        }
        rt::open_enum!(#name);
    }
}

//! What a request says about pages.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust::ident;
use crate::model::api::Operation;
use crate::model::pages::{Ask, Pages};

/// The method of a request whose answer comes in pages.
pub(super) fn method(operation: &Operation) -> Option<TokenStream> {
    operation.pages.as_ref()?;
    Some(quote! {
        /// Page after page, from the one that it asks for or the first one: with an async client a stream, with a blocking one an
        /// iterator. `items()` of it gives what they list, one by one.
        pub fn pages<C: rt::Caller<kinds::ErrorKind>>(self, client: &C) -> rt::Pages<C, Self> {
            rt::pages(client, self)
        }
    })
}

/// How the runtime asks for the next one.
pub(super) fn paged(operation: &Operation) -> Option<TokenStream> {
    let pages = operation.pages.as_ref()?;
    let (name, item) = (ident(&operation.request_type.ident), ident(&pages.item.ident));
    let paging = paging(pages);
    let items = match pages.items.as_slice() {
        [outer, list] => {
            let (outer, list) = (ident(&outer.ident), ident(&list.ident));
            quote! { page.#outer.map(|below| below.#list).unwrap_or_default() }
        }
        names => {
            let names = names.iter().map(|name| ident(&name.ident));
            quote! { page #(.#names)* }
        }
    };
    Some(quote! {
        impl rt::Paged for #name {
            type Item = #item;
            const PAGING: rt::Paging = #paging;
            fn record_mut(&mut self) -> &mut dyn rt::Record {
                self
            }
            fn items(page: Self::Reply) -> ::std::vec::Vec<#item> {
                #items
            }
        }
    })
}

fn paging(pages: &Pages) -> TokenStream {
    let ask = match &pages.ask {
        Ask::Number { field, first } => {
            let first = Literal::i64_unsuffixed(*first);
            quote! { rt::Paging::numbered(#field, #first) }
        }
        Ask::Cursor { path, send_as } => quote! { rt::Paging::following(#path, #send_as) },
    };
    let size = pages.size.as_ref().map(|size| {
        let most = Literal::u32_unsuffixed(pages.max_size.unwrap_or(0));
        quote! { .size(#size, #most) }
    });
    let items = pages.items_path();
    let total = pages.total.as_ref().map(|path| quote! { .total(#path) });
    let has_next = pages.has_next.as_ref().map(|path| quote! { .has_next(#path) });
    quote! { #ask #size .items(#items) #total #has_next }
}

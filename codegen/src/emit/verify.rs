//! How a read proves what has become of a write, as a table beside that of the write.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust::ident;
use crate::model::api::{Operation, Service};
use crate::model::verify::{Among, Verify};

/// The table, where there is one.
pub(super) fn table(service: &Service, operation: &Operation) -> Option<TokenStream> {
    let verify = operation.verify.as_ref()?;
    let read = service.operations.iter().find(|each| each.id == verify.by)?;
    let way = way(&operation.module, &read.module);
    let (request, reply) = (ident(&read.request_type.ident), ident(&read.reply.data.ident));
    let Verify { pass, ask, done, undone, .. } = verify;
    let pass = pass.iter().map(|(from, to)| quote! { (#from, #to) });
    let ask = (!ask.is_empty()).then(|| quote! { .ask(&[#(#ask,)*]) });
    let each = verify.each.as_ref().map(|each| {
        let (list, key) = (&each.list, &each.key);
        let given_by = each.given_by.as_ref().map(|field| quote! { .given_by(#field) });
        let skip = each.skip.as_ref().map(among).map(|among| quote! { .skip(#among) });
        quote! { .each(rt::Each::new(#list, #key) #given_by #skip) }
    });
    let (field, same_as) = done;
    let undone = among(undone);
    let [after, again] = [verify.after, verify.again].map(Literal::u32_unsuffixed);
    Some(quote! {
        static VERIFY: rt::Verify = rt::Verify::new(
            <#way #request as rt::Operation>::META,
            || ::std::boxed::Box::new(<#way #request as ::core::default::Default>::default()),
            <#way #reply as rt::ReplyData>::made,
        )
            .pass(&[#(#pass,)*])
            #ask
            #each
            .done(#field, #same_as)
            .undone(#undone)
            .settle(#after, #again);
    })
}

fn among(among: &Among) -> TokenStream {
    let Among { field, values } = among;
    quote! { #field, &[#(#values,)*] }
}

/// From the module of one operation to that of another, of the same service and folder.
fn way(from: &[String], to: &[String]) -> TokenStream {
    let shared = from.iter().zip(to).take_while(|(from, to)| from == to).count();
    let up = from.iter().skip(shared).map(|_| quote! { super:: });
    let down = to.iter().skip(shared).map(|part| ident(part));
    quote! { #(#up)* #(#down::)* }
}

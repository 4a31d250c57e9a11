//! The call that a request's page begins with.

use super::Home;
use super::rust::{is_many, value_type};
use super::surface::constructor;
use crate::model::api::{Auth, Field, Operation, Protocol, Service, Type, plain};

/// Compiled with the runtime's documentation; in a crate of the user's only shown, for nobody here knows what that crate is called.
pub(super) fn call(service: &Service, operation: &Operation, home: Home) -> Vec<String> {
    let request = &operation.request_type.ident;
    let (fence, import) = match home {
        Home::Runtime => {
            let gateway = plain(&service.name.ident);
            ("```no_run", format!("use vvtool_api::{gateway}::{{Client, {request}}};"))
        }
        Home::User | Home::Crate => ("```ignore", format!("use vvtool_api::{}::Client;", service.protocol.client())),
    };
    let arguments = arguments(service, operation, &operation.request, NESTED);
    let mut lines: Vec<String> = ["", fence].map(String::from).into();
    lines.extend([
        import,
        String::new(),
        "# async fn example() -> Result<(), Box<dyn std::error::Error>> {".into(),
        format!("let client = Client::builder{}.build()?;", settings(service, operation)),
        format!("let request = {request}::new({arguments});"),
        "let reply = request.send(&client).await?;".into(),
        if operation.is_charged() {
            "println!(\"{reply:?}, charged points: {}\", reply.charge());".into()
        } else {
            "println!(\"{reply:?}\");".into()
        },
        "# Ok(())".into(),
        "# }".into(),
        "```".into(),
    ]);
    lines
}

/// The call alone, as pages show it.
#[cfg(feature = "pages")]
pub(crate) fn sample(service: &Service, operation: &Operation, home: Home) -> String {
    let lines = call(service, operation, home);
    let shown = lines.iter().filter(|line| !line.starts_with("```") && !line.starts_with('#'));
    shown.map(|line| format!("{line}\n")).collect::<String>().trim_start().to_owned()
}

/// What the builder is given, and the settings that the operation needs.
fn settings(service: &Service, operation: &Operation) -> &'static str {
    match (service.protocol, operation.authenticated, operation.needs_shop) {
        (Protocol::Envelope, false, _) if service.auth == Auth::None => "().anonymous()",
        (Protocol::Envelope, true, shop) if service.auth.signing().is_some() => match shop {
            true => "().account(\"APP_KEY\", \"APP_SECRET\").session(\"SESSION\")",
            false => "().account(\"APP_KEY\", \"APP_SECRET\")",
        },
        (Protocol::Envelope, true, _) => "().token(\"TOKEN\")",
        (Protocol::Envelope, false, _) => "()",
        (Protocol::Top, _, true) => "(\"APP_KEY\", \"APP_SECRET\").session(\"SESSION\")",
        (Protocol::Top, _, false) => "(\"APP_KEY\", \"APP_SECRET\")",
    }
}

/// Records in records that an example spells out; a record may even ask for itself.
const NESTED: usize = 2;

/// What a constructor takes, made of the documented examples.
fn arguments(service: &Service, operation: &Operation, fields: &[Field], nested: usize) -> String {
    let of = constructor(fields).map(|field| argument(service, operation, field, nested));
    of.collect::<Vec<_>>().join(", ")
}

fn argument(service: &Service, operation: &Operation, field: &Field, nested: usize) -> String {
    let shown = field.example.as_deref().filter(|text| !field.secret && !field.pii && !text.trim().is_empty());
    let text = shown.map_or_else(|| field.name.wire.to_uppercase(), str::to_owned);
    let typed = |default: &str| format!("{:?}", shown.unwrap_or(default));
    let path = || {
        let module: Vec<_> = operation.module.iter().map(String::as_str).collect();
        format!("vvtool_api::{}::{}::{}", plain(&service.name.ident), module.join("::"), value_type(&field.ty))
    };
    match &field.ty {
        Type::List { .. } => format!("Vec::<{}>::new()", path()),
        Type::Values { item, .. } if matches!(**item, Type::Int | Type::Money(_)) => {
            let one = Field { ty: (**item).clone(), ..field.clone() };
            format!("[{}]", argument(service, operation, &one, nested))
        }
        // Sent by nothing yet.
        Type::Map { .. } => "Default::default()".into(),
        ty if is_many(ty) => {
            let values: Vec<_> = text.split(',').take(4).map(|value| format!("{:?}", value.trim())).collect();
            format!("[{}]", values.join(", "))
        }
        Type::Int => shown.and_then(|text| text.parse::<i64>().ok()).unwrap_or(1).to_string(),
        Type::File => {
            let kind = field.bounds.accept.first().map_or("bin", |kind| kind.word());
            format!(
                "vvtool_api::Upload::from_path({:?})",
                shown.map_or_else(|| format!("{}.{kind}", field.name.plain()), str::to_owned)
            )
        }
        Type::Bool | Type::Flag01 => "true".into(),
        Type::DateTime(form) => {
            let usual = "2026-01-31 12:00:00";
            // An example is spelled as the wire has it, and a program spells all dates alike.
            let own =
                form.as_ref().map(|form| shown.and_then(|text| form.in_rust(text)).unwrap_or_else(|| usual.into()));
            format!("{}.parse()?", own.map_or_else(|| typed(usual), |text| format!("{text:?}")))
        }
        Type::Decimal => format!("{}.parse::<vvtool_api::rust_decimal::Decimal>()?", typed("1")),
        Type::Money(_) => {
            format!("{}.parse::<vvtool_api::{}>()?", typed("1"), value_type(&field.ty).trim_start_matches("rt::"))
        }
        Type::Record(name) => {
            let record = operation.types.iter().find(|each| each.name.ident == name.ident && each.has_constructor());
            match record.filter(|_| nested > 0) {
                Some(record) => {
                    format!("{}::new({})", path(), arguments(service, operation, &record.fields, nested - 1))
                }
                None => format!("{}::default()", path()),
            }
        }
        Type::Grammar(_) => format!("{}::default()", path()),
        _ => format!("{text:?}"),
    }
}

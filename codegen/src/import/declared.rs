//! Types as documents declare them.

/// Types of the platforms that hold no fields of their own.
const SCALARS: [&str; 30] = [
    "string",
    "number",
    "int",
    "integer",
    "long",
    "short",
    "byte",
    "double",
    "float",
    "decimal",
    "bigdecimal",
    "boolean",
    "bool",
    "date",
    "datetime",
    "time",
    "timestamp",
    "price",
    "json",
    "file",
    "text",
    "char",
    "object",
    "field list",
    "fieldlist",
    "list",
    "map",
    "array",
    "byte[]",
    "any",
];

/// The type without its list marks and blanks: `Order []` is `Order`.
#[must_use]
pub fn base_type(ty: &str) -> &str {
    let mut base = ty.trim();
    while let Some(shorter) = base.strip_suffix("[]") {
        base = shorter.trim_end();
    }
    base
}

/// True for `Order[]`, `String []`.
#[must_use]
pub fn is_list_type(ty: &str) -> bool {
    ty.trim_end().ends_with("[]")
}

/// A type that holds no fields of its own.
#[must_use]
pub fn is_scalar_type(ty: &str) -> bool {
    let base = base_type(ty);
    SCALARS.iter().any(|known| base.eq_ignore_ascii_case(known))
}

/// An object type of the document's own: `Trade`, `LogisticsTag []`.
#[must_use]
pub fn is_object_type(ty: &str) -> bool {
    let base = base_type(ty);
    !is_scalar_type(base)
        && base.starts_with(|first: char| first.is_ascii_uppercase())
        && base.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

//! How [`super::format`] declares a kind of map: each key once, from which come its line in the table (unknown and missing keys,
//! `schema.json`), the field of the raw struct and its reader.

/// Declares kinds of maps: `RawStruct = "Name in schema.json", "what it describes" { keys }`, with `one_of(a, b)` before the brace where
/// exactly one of these keys is given, and `RawStruct(String)` where nothing ever points at the values. A key is one of
///
/// ```text
/// field: must Line, "doc";               a text; `field = "wire"` where the key is no field's name
/// field: may (Class), "doc";             a word of that list, `("none")` of this one; None when absent, as everything else with `may`
/// field: must {RawHttp}, "doc";          a map
/// field: rare Line, "doc";               like `may`, and no room is kept for it in the many maps that have it not
/// field: may [{RawField}], "doc";        a list, empty when absent
/// field: must (each RawWay), "doc";      a map whose keys are names of one's own
/// field: may (several RawRate), "doc";   a map, or a list of them; empty when absent
/// field: placed [{RawField}], "doc";     like `may`, and its place is kept
/// field: (with other) Line, "doc";       beside the key `other` and only there; `(only other)`: may be left out there too
/// field: Type = KEY;                     a key that several maps have alike, declared as a constant
/// field: Type = [KEY, KEY];              several of them, read by a struct of their own
/// _ = KEY;                               one that is read by another way
/// field: Type;                           no key: filled by whoever knows
/// ```
///
/// The kind of value decides the type of the field, and the type the reader ([`super::take`]).
macro_rules! keys {
    // A map is taken apart key by key: what is left, the keys of its table, the fields of its struct.
    (@map $map:ident $head:tt [$($keys:tt)*] [$($fields:tt)*]
        $field:ident $(= $wire:literal)?: $need:tt $value:tt, $doc:literal; $($rest:tt)*
    ) => {
        keys! { @map $map $head
            [$($keys)* Key {
                name: keys!(@wire $field $($wire)?),
                shape: keys!(@shape $value),
                need: keys!(@need $need),
                doc: $doc,
            },]
            [$($fields)* (
                $doc, $field: keys!(@type $need $head $value)
                    = Take::take(get($map, keys!(@wire $field $($wire)?)), $map.span)
            )]
            $($rest)*
        }
    };
    (@map $map:ident $head:tt [$($keys:tt)*] [$($fields:tt)*] $field:ident: $ty:ty = [$($key:ident),+]; $($rest:tt)*) => {
        keys! { @map $map $head [$($keys)* $($key,)+]
            [$($fields)* ("What people read.", $field: $ty = Take::take(Some($map), $map.span))] $($rest)*
        }
    };
    (@map $map:ident $head:tt [$($keys:tt)*] [$($fields:tt)*] $field:ident: $ty:ty = $key:ident; $($rest:tt)*) => {
        keys! { @map $map $head [$($keys)* $key,]
            [$($fields)* ("See the key.", $field: $ty = Take::take(get($map, $key.name), $map.span))] $($rest)*
        }
    };
    (@map $map:ident $head:tt [$($keys:tt)*] $fields:tt _ = $key:ident; $($rest:tt)*) => {
        keys! { @map $map $head [$($keys)* $key,] $fields $($rest)* }
    };
    (@map $map:ident $head:tt $keys:tt [$($fields:tt)*] $field:ident: $ty:ty; $($rest:tt)*) => {
        keys! { @map $map $head $keys
            [$($fields)* ("From around the file.", $field: $ty = <$ty>::default())] $($rest)*
        }
    };
    (@map $map:ident [$raw:ident $kept:ident $name:literal $about:literal $($one:ident)*]
        [$($keys:tt)*] [$(($doc:literal, $field:ident: $ty:ty = $reader:expr))*]
    ) => {
        #[doc = $about]
        #[derive(Debug, Clone, Default)]
        pub struct $raw {
            /// Where it stands.
            pub span: Span,
            $(#[doc = $doc] pub $field: $ty,)*
        }

        impl $raw {
            /// Its keys.
            pub(super) const TABLE: &'static Table =
                &Table { name: $name, doc: $about, keys: &[$($keys)*], one_of: &[$(stringify!($one)),*] };

            /// What is there; all of it is missing from what is no map.
            pub(super) fn of($map: &Node<'_>) -> Self {
                Self { span: $map.span, $($field: $reader,)* }
            }
        }

        impl Item for $raw {
            fn item(node: &Node<'_>) -> Option<Self> {
                matches!(node.kind, Kind::Map(_)).then(|| Self::of(node))
            }

            fn absent(_: Span) -> Self {
                Self::default()
            }
        }
    };

    (@wire $field:ident) => { stringify!($field) };
    (@wire $field:ident $wire:literal) => { $wire };

    (@need must) => { Need::Must };
    (@need may) => { Need::May };
    (@need rare) => { Need::May };
    (@need placed) => { Need::May };
    (@need (with $other:ident)) => { Need::With(stringify!($other)) };
    (@need (only $other:ident)) => { Need::Only(stringify!($other)) };

    (@shape (several $raw:ident)) => { Shape::Several($raw::TABLE) };
    (@shape (each $raw:ident)) => { Shape::Each($raw::TABLE) };
    (@shape ($list:ident)) => { Shape::Word($list::WORDS) };
    (@shape ($word:literal)) => { Shape::Word(&[$word]) };
    (@shape {$raw:ident}) => { Shape::Map($raw::TABLE) };
    (@shape [$item:tt]) => { Shape::List(&keys!(@shape $item)) };
    (@shape $shape:ident) => { Shape::$shape };

    (@type placed $head:tt $value:tt) => { Option<Placed<keys!(@type must $head $value)>> };
    (@type rare $head:tt $value:tt) => { Option<Box<keys!(@type must $head $value)>> };
    (@type $need:tt $head:tt (several $raw:ident)) => { Several<$raw> };
    (@type $need:tt $head:tt [$item:tt]) => { Vec<keys!(@type must $head $item)> };
    (@type must $head:tt {$raw:ident}) => { $raw };
    (@type must $head:tt (each $raw:ident)) => { Entries<$raw> };
    (@type must $head:tt Type) => { RawType };
    (@type must $head:tt Pass) => { RawPass };
    (@type must $head:tt Data) => { RawShape };
    (@type must $head:tt Priced) => { RawCharged };
    (@type must [$raw:ident $kept:ident $($about:tt)*] $value:tt) => { $kept };
    (@type $need:tt $head:tt $value:tt) => { Option<keys!(@type must $head $value)> };

    (@maps) => {};
    (@maps $raw:ident = $($rest:tt)*) => { keys! { @maps $raw(Text) = $($rest)* } };
    (@maps $raw:ident($kept:ident) = $name:literal, $about:literal $(one_of($($one:ident),*))? { $($keys:tt)* } $($rest:tt)*) => {
        keys! { @map map [$raw $kept $name $about $($($one)*)?] [] [] $($keys)* }
        keys! { @maps $($rest)* }
    };

    ($($maps:tt)*) => { keys! { @maps $($maps)* } };
}

pub(super) use keys;

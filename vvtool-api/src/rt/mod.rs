//! The door for generated code. Behind it names change as they must; what generated code says through a version of it keeps its meaning.

pub mod v1;

//! What an error holds, in one pointer.

use core::ops::Deref;

use super::context::{BoxedContext, Context};
use crate::opaque::Opaque;

/// A context that users' programs own: they compile nothing of how it is dropped. Boxed once more, so that an error stays as small as a
/// result that is returned in registers; an error costs a small allocation for that.
#[derive(Clone)]
pub(super) struct ThinContext(Box<Opaque<Context>>);

impl ThinContext {
    pub(super) fn new(context: BoxedContext) -> Self {
        Self(Box::new(Opaque::of(context)))
    }

    pub(super) fn into_context(self) -> BoxedContext {
        Box::new(self.0.take())
    }
}

impl Deref for ThinContext {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.0
    }
}

impl Clone for Opaque<Context> {
    fn clone(&self) -> Self {
        Self::new(Context::clone(self))
    }
}

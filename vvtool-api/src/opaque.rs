//! A box that users' programs own and whose content they never see: how it is dropped is compiled here, once, and not in each of them.

use core::ops::{Deref, DerefMut};

/// What the box is seen as. A program that drops it finds in the table of this trait how to.
trait Holds<T>: Send + Sync {
    fn get(&self) -> &T;
    fn get_mut(&mut self) -> &mut T;
    fn take(self: Box<Self>) -> T;
}

impl<T: Send + Sync> Holds<T> for T {
    fn get(&self) -> &T {
        self
    }

    fn get_mut(&mut self) -> &mut T {
        self
    }

    fn take(self: Box<Self>) -> T {
        *self
    }
}

/// A `T` in a box.
///
/// Make it, and take the `T` out, in functions that are not generic: else a user's program compiles them, and what they need.
pub(crate) struct Opaque<T>(Box<dyn Holds<T>>);

impl<T: Send + Sync + 'static> Opaque<T> {
    pub(crate) fn new(content: T) -> Self {
        Self(Box::new(content))
    }

    /// The box that is there already.
    pub(crate) fn of(content: Box<T>) -> Self {
        Self(content)
    }

    pub(crate) fn take(self) -> T {
        self.0.take()
    }
}

impl<T> Deref for Opaque<T> {
    type Target = T;

    fn deref(&self) -> &T {
        (*self.0).get()
    }
}

impl<T> DerefMut for Opaque<T> {
    fn deref_mut(&mut self) -> &mut T {
        (*self.0).get_mut()
    }
}

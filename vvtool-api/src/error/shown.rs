//! What an error shows: a line for people, which may end in a log, and `Debug`. Bodies, links and raw values stay out of both.

use core::fmt;

use super::context::Context;
use super::detail::{Detail, Phase};
use super::line::one_line;
use crate::generated::ground::visible::Visible;

impl Context {
    /// The platform's words as a line may show them, which may end in a log: without the personal data that the call sent.
    fn said(&self, text: &str) -> String {
        match &self.reply_head {
            Some(reply_head) => one_line(&reply_head.secrets.hide_people(text)),
            None => one_line(text),
        }
    }
}

/// One line: operation, code, message, request id.
impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.operation.is_empty() {
            write!(f, "{}: ", self.operation)?;
        }
        match self.wait {
            Some(wait) => {
                let seconds = wait.as_secs().saturating_add(1);
                write!(f, "not sent, no token is fetched for another {seconds} seconds, because of: ")?;
            }
            // What was withheld says it itself.
            None if self.unsent && !matches!(self.detail, Detail::Withheld { .. }) => f.write_str("not sent: ")?,
            None => {}
        }
        match &self.detail {
            Detail::Api(api) => {
                let codes = [Some(&api.code).filter(|code| !code.is_empty()), api.sub_code.as_ref()];
                let codes: Vec<String> = codes.into_iter().flatten().map(|code| self.said(code)).collect();
                if !codes.is_empty() {
                    write!(f, "code {}, ", codes.join(" "))?;
                }
                let said = self.said(&api.message);
                f.write_str(if said.trim().is_empty() { "a failure without a message" } else { &said })?;
                if let Some(remark) = api.remark.as_ref().filter(|remark| **remark != *api.message) {
                    write!(f, " ({remark})")?;
                }
                if let Some(id) = &api.request_id {
                    write!(f, " (request id {})", self.said(id))?;
                }
                Ok(())
            }
            Detail::Transport { phase: Phase::Status { status, .. }, .. } => {
                write!(f, "{} (HTTP status {status})", self.message())
            }
            Detail::Transport { phase: Phase::File { .. }, cause: Some(cause) } => {
                write!(f, "{}: {cause}", self.message())
            }
            Detail::Transport { phase: Phase::TooLong { limit }, .. } => {
                write!(f, "{} ({limit} bytes)", self.message())
            }
            Detail::Withheld { what, .. } => write!(f, "not sent: {what}"),
            Detail::Invalid(violations) => {
                f.write_str("not sent: ")?;
                for (at, one) in violations.iter().enumerate() {
                    let separator = if at == 0 { "" } else { "; " };
                    write!(f, "{separator}{one}")?;
                }
                Ok(())
            }
            _ => f.write_str(self.message()),
        }
    }
}

/// Bodies, links and raw values stay out.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("what", &format_args!("{self}"));
        if let Some(api) = self.api() {
            out.field("kind", &format_args!("{}", api.documented().name));
        }
        out.field("class", &self.class).field("write_outcome", &self.outcome);
        if let Some(cause) = self.cause() {
            out.field("cause", &format_args!("{}", Visible(&cause.to_string())));
        }
        out.finish_non_exhaustive()
    }
}

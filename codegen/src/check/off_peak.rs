//! V059: busy hours are spans of a day.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::model::off_peak::window;

rule! {
    BUSY_HOURS = "V059" "busy hours that cannot be"
        "`off_peak` lists the spans of a day in which the platform is busy: `09:30-11:00`, the beginning before the end, in \
         their order and apart. One over midnight is two, `22:00-24:00` and `00:00-02:00`. A day that is busy from its beginning \
         to its end has no quiet time that a call could wait for."
}

const DAY: u16 = 24 * 60;

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for off_peak in view.services.iter().filter_map(|service| service.raw.head.as_ref()?.off_peak.as_ref()) {
        if off_peak.busy.is_empty() {
            let message = "no span of the day is busy: leave `off_peak` out";
            diags.push(Diag::new(BUSY_HOURS, off_peak.zone.span, message));
        }
        let (mut end, mut quiet) = (0, 0);
        for text in off_peak.busy.iter().filter(|text| !text.value.is_empty()) {
            let found = |message: String| Diag::new(BUSY_HOURS, text.span, message);
            match window(&text.value) {
                None => diags.push(
                    found(format!("{} is no span of a day", quoted(&text.value)))
                        .help("write 09:30-11:00, with an end after the beginning and up to 24:00"),
                ),
                Some((from, _)) if from < end => {
                    diags.push(found(format!("{} begins before the span above it ends", quoted(&text.value))));
                }
                Some((from, to)) => {
                    quiet += from - end;
                    end = to;
                }
            }
        }
        if let Some(last) = off_peak.busy.last().filter(|_| quiet == 0 && end == DAY) {
            let message = "the whole day is busy: nothing could wait for its end";
            diags.push(Diag::new(BUSY_HOURS, last.span, message));
        }
    }
}

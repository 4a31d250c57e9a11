//! Faults that were ordered, and which call each of them meets.

use crate::chance::Chance;
use crate::fault::{Fault, Place, When};

/// The word for all operations, and for connections that no operation is known of.
pub(crate) const ANY: &str = "*";

/// All orders, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Orders(Vec<Order>);

#[derive(Debug)]
struct Order {
    /// [`ANY`] or `vvtool/erps/send`.
    operation: String,
    fault: Fault,
    left: Left,
}

#[derive(Debug)]
enum Left {
    Times(usize),
    Every,
    Share(Chance, f64),
}

impl Orders {
    pub(crate) fn add(&mut self, operation: &str, fault: Fault, when: When) {
        let left = match when {
            When::Next(times) => Left::Times(times),
            When::Every => Left::Every,
            When::Seeded(seed, share) => Left::Share(Chance::new(seed), share),
        };
        self.0.push(Order { operation: operation.to_owned(), fault, left });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether anything may strike there.
    pub(crate) fn any_at(&self, place: Place) -> bool {
        self.0.iter().any(|order| order.fault.place() == place)
    }

    /// Whether one of them needs to know the operation.
    pub(crate) fn any_by_name(&self, place: Place) -> bool {
        self.0.iter().any(|order| order.fault.place() == place && order.operation != ANY)
    }

    /// What strikes a connection as soon as it is accepted.
    pub(crate) fn at_accept(&mut self) -> Option<Fault> {
        self.first(|order| order.operation == ANY && strikes_at_accept(&order.fault))
    }

    /// What strikes on the line when a request arrives there. `fresh`: [`at_accept`](Self::at_accept) was asked for this connection.
    pub(crate) fn on_the_line(&mut self, operation: Option<&str>, fresh: bool) -> Option<Fault> {
        self.first(|order| {
            let asked = fresh && order.operation == ANY && strikes_at_accept(&order.fault);
            order.fault.place() == Place::Line && order.meets(operation) && !asked
        })
    }

    /// What becomes of an answer: one fault, and whatever goes together with it.
    pub(crate) fn of_the_answer(&mut self, operation: Option<&str>) -> Vec<Fault> {
        let mut struck = Vec::new();
        let mut main = false;
        for order in &mut self.0 {
            let beside = order.fault.is_beside_others();
            if order.fault.place() != Place::Answer
                || !order.meets(operation)
                || (main && !beside)
                || !order.left.strikes()
            {
                continue;
            }
            main |= !beside;
            struck.push(order.fault.clone());
        }
        self.forget();
        struck
    }

    fn first(&mut self, wanted: impl Fn(&Order) -> bool) -> Option<Fault> {
        let mut candidates = self.0.iter_mut().filter(|order| wanted(order));
        let fault = candidates.find_map(|order| order.left.strikes().then(|| order.fault.clone()));
        self.forget();
        fault
    }

    fn forget(&mut self) {
        self.0.retain(|order| !matches!(order.left, Left::Times(0)));
    }
}

fn strikes_at_accept(fault: &Fault) -> bool {
    matches!(fault, Fault::ResetAtAccept | Fault::CloseBeforeRead)
}

impl Order {
    fn meets(&self, operation: Option<&str>) -> bool {
        self.operation == ANY || Some(self.operation.as_str()) == operation
    }
}

impl Left {
    fn strikes(&mut self) -> bool {
        match self {
            Self::Every => true,
            Self::Times(0) => false,
            Self::Times(left) => {
                *left -= 1;
                true
            }
            Self::Share(chance, share) => chance.happens(*share),
        }
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::fault::Latency;

    #[test]
    fn an_order_meets_its_operation_as_often_as_ordered() {
        let mut orders = Orders::default();
        orders.add("a/send", Fault::Silence, When::Next(2));
        assert_eq!(orders.of_the_answer(Some("a/read")), []);
        assert_eq!(orders.of_the_answer(Some("a/send")), [Fault::Silence]);
        assert_eq!(orders.of_the_answer(Some("a/send")), [Fault::Silence]);
        assert_eq!(orders.of_the_answer(Some("a/send")), []);
    }

    #[test]
    fn one_fault_at_a_time_and_latency_beside_it() {
        let mut orders = Orders::default();
        let slow = Fault::Latency(Latency::Fixed(Duration::from_millis(1)));
        orders.add(ANY, Fault::Silence, When::Next(1));
        orders.add("a/send", Fault::NotJson, When::Next(1));
        orders.add(ANY, slow.clone(), When::Every);
        assert_eq!(orders.of_the_answer(Some("a/send")), [Fault::Silence, slow.clone()]);
        // The second one was not used up by the call that the first one met.
        assert_eq!(orders.of_the_answer(Some("a/send")), [Fault::NotJson, slow.clone()]);
        assert_eq!(orders.of_the_answer(Some("a/send")), [slow]);
    }

    #[test]
    fn a_fresh_connection_is_asked_about_once() {
        let mut orders = Orders::default();
        orders.add(ANY, Fault::ResetAtAccept, When::Next(2));
        assert_eq!(orders.on_the_line(Some("a/send"), true), None);
        assert_eq!(orders.at_accept(), Some(Fault::ResetAtAccept));
        assert_eq!(orders.on_the_line(Some("a/send"), false), Some(Fault::ResetAtAccept));
        assert_eq!(orders.at_accept(), None);
    }

    #[test]
    fn a_share_is_the_same_for_the_same_seed() {
        let hits = |seed| {
            let mut orders = Orders::default();
            orders.add(ANY, Fault::Silence, When::Seeded(seed, 0.5));
            (0..64).map(|_| orders.of_the_answer(None).len()).collect::<Vec<_>>()
        };
        assert_eq!(hits(1), hits(1));
        assert_ne!(hits(1), hits(2));
    }
}

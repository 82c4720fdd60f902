//! What a line has to say by the method of its estimate, and its amounts as they are stored.

use entity::{
    estimate::EstimateMethod,
    value::{CurrencyCode, Decimal, MoneyInput, UnitPriceInput, price},
};

use crate::{
    kernel::{check::Checks, error::UserError, message::Message},
    pipeline::input::EstimateLineFields,
};

/// The form of one line: what is wrong with it is told at its place of the input.
pub(super) struct Form<'c> {
    /// What is wrong so far.
    pub(super) checks: &'c mut Checks,
    /// The place: empty, or `lines.3.`.
    pub(super) at: &'c str,
    /// The currency of the estimate.
    pub(super) currency: CurrencyCode,
}

/// Which of three figures are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    Nothing,
    Likely,
    Three,
    Some,
}

impl Given {
    const fn of<A, B, C>(optimistic: Option<&A>, likely: Option<&B>, pessimistic: Option<&C>) -> Self {
        match (optimistic, likely, pessimistic) {
            (None, None, None) => Self::Nothing,
            (None, Some(_), None) => Self::Likely,
            (Some(_), Some(_), Some(_)) => Self::Three,
            _ => Self::Some,
        }
    }
}

impl Form<'_> {
    fn invalid(&mut self, field: &str, message: impl Into<Message>) {
        let path = format!("input.{}{field}", self.at);
        self.checks.fault(UserError::invalid(&path, message));
    }

    fn required(&mut self, field: &str) {
        let path = format!("input.{}{field}", self.at);
        self.checks.fault(UserError::required(&path));
    }

    /// The fields are those that the method takes.
    pub(super) fn fits(&mut self, method: EstimateMethod, fields: &EstimateLineFields) {
        let minutes = Given::of(
            fields.optimistic_minutes.as_ref(),
            fields.likely_minutes.as_ref(),
            fields.pessimistic_minutes.as_ref(),
        );
        let cost = Given::of(
            fields.optimistic_cost.as_ref(),
            fields.likely_cost.as_ref(),
            fields.pessimistic_cost.as_ref(),
        );
        self.figures("likelyMinutes", method, minutes);
        self.figures("likelyCost", method, cost);
        if method == EstimateMethod::Parametric {
            return self.fits_quantity(fields, cost);
        }
        if (minutes, cost) == (Given::Nothing, Given::Nothing) {
            self.required("likelyMinutes");
        }
        if method == EstimateMethod::Analogous && fields.reference.is_none() {
            self.required("reference");
        }
        for (field, is_given) in [
            ("quantity", fields.quantity.is_some()),
            ("unit", fields.unit.is_some()),
            ("unitCost", fields.unit_cost.is_some()),
        ] {
            if is_given {
                self.invalid(field, say!("only an estimate that is PARAMETRIC takes this"));
            }
        }
    }

    fn fits_quantity(&mut self, fields: &EstimateLineFields, cost: Given) {
        if cost != Given::Nothing {
            let message =
                say!("what a line of a PARAMETRIC estimate costs is its quantity times the cost of a unit");
            self.invalid("likelyCost", message);
        }
        if fields.quantity.is_none() {
            self.required("quantity");
        }
        if fields.unit_cost.is_none() {
            self.required("unitCost");
        }
    }

    fn figures(&mut self, field: &str, method: EstimateMethod, given: Given) {
        let message = match (method, given) {
            (_, Given::Nothing)
            | (EstimateMethod::ThreePoint | EstimateMethod::BottomUp, Given::Three)
            | (
                EstimateMethod::BottomUp | EstimateMethod::Analogous | EstimateMethod::Parametric,
                Given::Likely,
            ) => return,
            (EstimateMethod::ThreePoint, Given::Likely | Given::Some) => {
                say!("an estimate that is THREE_POINT takes all three figures")
            }
            (EstimateMethod::BottomUp, Given::Some) => {
                say!("the likely figure stands alone or between the two others")
            }
            (EstimateMethod::Analogous | EstimateMethod::Parametric, Given::Three | Given::Some) => {
                say!("only the likely figure is taken by the method of the estimate")
            }
        };
        self.invalid(field, message);
    }

    /// Three figures do not fall.
    pub(super) fn in_order<N: Ord + Copy>(&mut self, field: &str, figures: [Option<N>; 3]) {
        if let [Some(optimistic), Some(likely), Some(pessimistic)] = figures
            && !(optimistic <= likely && likely <= pessimistic)
        {
            self.invalid(
                field,
                say!("the three figures rise from the optimistic to the pessimistic one"),
            );
        }
    }

    /// An amount in minor units.
    pub(super) fn minor(&mut self, field: &str, amount: Option<MoneyInput>) -> Option<i64> {
        let amount = amount?;
        self.of_currency(field, amount.currency);
        // Too large and too fine amounts have been told already.
        amount.minor().ok()
    }

    /// A price of one unit or one hour in millionths.
    pub(super) fn micro(&mut self, field: &str, price: Option<UnitPriceInput>) -> Option<i64> {
        let price = price?;
        self.of_currency(field, price.currency);
        self.not_negative(&format!("{field}.amount"), price.micro())
    }

    /// A quantity in ten-thousandths.
    pub(super) fn quantity(&mut self, field: &str, quantity: Option<Decimal>) -> Option<i64> {
        self.not_negative(field, price::quantity(quantity?))
    }

    /// What a quantity comes to.
    pub(super) fn product(&mut self, quantity: Option<i64>, unit_cost: Option<i64>) -> Option<i64> {
        let (quantity, unit_cost) = quantity.zip(unit_cost)?;
        let cost = price::of_quantity(quantity, unit_cost, self.currency);
        if cost.is_none() {
            self.invalid("quantity", say!("the cost is too large"));
        }
        cost
    }

    fn not_negative(&mut self, field: &str, stored: Result<i64, impl Into<Message>>) -> Option<i64> {
        match stored {
            Ok(stored) if stored >= 0 => return Some(stored),
            Ok(_) => self.invalid(field, say!("the number is negative")),
            Err(error) => self.invalid(field, error),
        }
        None
    }

    fn of_currency(&mut self, field: &str, currency: CurrencyCode) {
        if currency != self.currency {
            let message = say!("the estimate is in {currency}", currency = self.currency);
            self.invalid(&format!("{field}.currency"), message);
        }
    }
}

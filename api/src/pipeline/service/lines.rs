//! What lines of an estimate have in common: they change while it is a draft, they say what its method needs, and their figures
//! add up exactly.

use entity::{
    estimate::{self, EstimateMethod, EstimateStatus},
    estimate_line,
    value::{Decimal, Id, MoneyInput, UnitPrice, UnitPriceInput, price},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::line_form::Form;
use crate::{
    kernel::{
        check::Checks,
        error::{Result, UserError},
        event::EventType,
        patch::trim,
        place,
        tx::Tx,
    },
    pipeline::{
        figures::{self, Line, Setting},
        input::{EstimateLineFields, LINES},
    },
};

/// Refuses to change an estimate that is frozen.
pub(super) fn draft(estimate: &estimate::Model) -> Result<(), UserError> {
    match estimate.status {
        EstimateStatus::Draft => Ok(()),
        EstimateStatus::Final => Err(UserError::invalid_state(say!(
            "the estimate is final: copy it to go on"
        ))),
        EstimateStatus::Archived => Err(UserError::invalid_state(say!(
            "the estimate is archived: copy it to go on"
        ))),
    }
}

/// The lines of an estimate that are in use, in their order.
pub(super) async fn lines_of(tx: &Tx, estimate: Id<estimate::Entity>) -> Result<Vec<estimate_line::Model>> {
    let lines = Condition::all()
        .add(estimate_line::Column::EstimateId.eq(estimate))
        .add(estimate_line::Column::ArchivedAt.is_null());
    let lines = tx
        .rows::<estimate_line::Entity>(lines)
        .order_by_asc(estimate_line::Column::Position)
        .order_by_asc(estimate_line::Column::Id);
    Ok(lines.all(tx.connection().await?).await?)
}

/// Lets an estimate's version grow with its lines, once they are found to be few enough and to add up.
pub(super) async fn settle(tx: &Tx, estimate: estimate::Model) -> Result<estimate::Model> {
    let lines = lines_of(tx, estimate.id).await?;
    if lines.len() > LINES {
        let message = say!("an estimate has at most {LINES} lines", LINES);
        return Err(UserError::limit_reached("input", message).into());
    }
    adds_up(&lines, Setting::from(&estimate))?;
    let nothing = estimate::ActiveModel::default();
    let estimate = tx
        .update_with(estimate, nothing, vec!["lines".to_owned()])
        .await?;
    tx.tell(EventType::EstimateUpdated, &estimate);
    Ok(estimate)
}

/// Refuses lines whose figures cannot be computed exactly.
pub(super) fn adds_up(lines: &[estimate_line::Model], setting: Setting) -> Result<(), UserError> {
    let lines: Vec<Line> = lines.iter().map(Line::from).collect();
    if figures::figures(&lines, setting).is_some() {
        return Ok(());
    }
    let message = say!("the figures of the estimate are too large to be exact");
    Err(UserError::too_large("input", message))
}

/// Where lines and their phases stand.
#[derive(Debug, Default)]
pub(super) struct Places {
    phases: Vec<(String, i32)>,
    last: Option<i32>,
}

impl Places {
    /// The places of these lines.
    pub(super) fn of<'l>(lines: impl IntoIterator<Item = &'l estimate_line::Model>) -> Self {
        let mut places = Self::default();
        for line in lines {
            places.note(&line.phase_key, line.phase_position, line.position);
        }
        places
    }

    fn note(&mut self, phase: &str, phase_position: i32, position: i32) {
        self.phases.push((phase.to_owned(), phase_position));
        self.last = self.last.max(Some(position));
    }

    /// The place of a line's phase, and its own.
    pub(super) fn take(&mut self, fields: &EstimateLineFields) -> (i32, i32) {
        let phase = fields.phase_key.trim();
        let known = self.phases.iter().find(|(key, _)| key == phase);
        let known = known.map(|(_, position)| *position);
        let last = self.phases.iter().map(|(_, position)| *position).max();
        let phase_position = fields
            .phase_position
            .or(known)
            .unwrap_or_else(|| place::after(last));
        let position = fields.position.unwrap_or_else(|| place::after(self.last));
        self.note(phase, phase_position, position);
        (phase_position, position)
    }
}

/// The columns of a line that say these fields, which stand at this place of the input: empty, or `lines.3.`.
pub(super) fn columns(
    estimate: &estimate::Model,
    fields: EstimateLineFields,
    (phase_position, position): (i32, i32),
    (checks, at): (&mut Checks, &str),
) -> estimate_line::ActiveModel {
    let mut form = Form {
        checks,
        at,
        currency: estimate.currency,
    };
    form.fits(estimate.method, &fields);
    let minutes = [
        fields.optimistic_minutes,
        fields.likely_minutes,
        fields.pessimistic_minutes,
    ];
    form.in_order("pessimisticMinutes", minutes);
    let mut cost = [
        form.minor("optimisticCost", fields.optimistic_cost),
        form.minor("likelyCost", fields.likely_cost),
        form.minor("pessimisticCost", fields.pessimistic_cost),
    ];
    form.in_order("pessimisticCost", cost);
    let quantity = form.quantity("quantity", fields.quantity);
    let unit_cost = form.micro("unitCost", fields.unit_cost);
    let sell_rate = form.micro("sellRate", fields.sell_rate);
    if estimate.method == EstimateMethod::Parametric {
        cost = [None, form.product(quantity, unit_cost), None];
    }
    estimate_line::ActiveModel {
        client_id: Set(estimate.client_id),
        estimate_id: Set(estimate.id),
        phase_key: Set(fields.phase_key.trim().to_owned()),
        phase_position: Set(phase_position),
        position: Set(position),
        category: Set(trim(fields.category)),
        work_role_name: Set(trim(fields.work_role_name)),
        optimistic_minutes: Set(minutes[0]),
        likely_minutes: Set(minutes[1]),
        pessimistic_minutes: Set(minutes[2]),
        optimistic_cost_minor: Set(cost[0]),
        likely_cost_minor: Set(cost[1]),
        pessimistic_cost_minor: Set(cost[2]),
        quantity: Set(quantity),
        unit: Set(trim(fields.unit)),
        unit_cost_micro: Set(unit_cost),
        sell_rate_micro: Set(sell_rate),
        currency: Set(estimate.currency),
        reference: Set(trim(fields.reference)),
        note: Set(trim(fields.note)),
        ..Default::default()
    }
}

/// The fields that a line has now. What a PARAMETRIC line costs is none of them: it follows from others.
pub(super) fn fields_of(line: &estimate_line::Model, method: EstimateMethod) -> EstimateLineFields {
    let cost = |minor: Option<i64>| {
        minor
            .filter(|_| method != EstimateMethod::Parametric)
            .map(|minor| MoneyInput {
                amount: Decimal::new(i128::from(minor), line.currency.decimals()),
                currency: line.currency,
            })
    };
    let rate = |micro: Option<i64>| {
        micro.map(|micro| UnitPriceInput {
            amount: UnitPrice::of_micro(micro, line.currency).amount,
            currency: line.currency,
        })
    };
    let quantity = |quantity| Decimal::new(i128::from(quantity), price::QUANTITY_DECIMALS);
    EstimateLineFields {
        phase_key: line.phase_key.clone(),
        phase_position: Some(line.phase_position),
        position: Some(line.position),
        category: line.category.clone(),
        work_role_name: line.work_role_name.clone(),
        optimistic_minutes: line.optimistic_minutes,
        likely_minutes: line.likely_minutes,
        pessimistic_minutes: line.pessimistic_minutes,
        optimistic_cost: cost(line.optimistic_cost_minor),
        likely_cost: cost(line.likely_cost_minor),
        pessimistic_cost: cost(line.pessimistic_cost_minor),
        quantity: line.quantity.map(quantity),
        unit: line.unit.clone(),
        unit_cost: rate(line.unit_cost_micro),
        sell_rate: rate(line.sell_rate_micro),
        reference: line.reference.clone(),
        note: line.note.clone(),
    }
}

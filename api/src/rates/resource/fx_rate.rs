use entity::fx_rate::{self, Column};

use crate::read::{Resource, resource};

/// What a currency is worth in another.
#[rustfmt::skip]
pub(super) fn fx_rate() -> Resource {
    resource::<fx_rate::Entity>("What one unit of a currency is worth in another on a day. Amounts of different currencies are added by a dated rate only.")
        .currency(Column::FromCurrency, "The currency of the one unit.").filter().order()
        .currency(Column::ToCurrency, "The currency it is worth something in.").filter().order()
        .field(Column::OnDate, "The day.").filter().order().by_month()
        .decimal(Column::Rate, 10, "How much it is worth, with ten decimals at most.")
        .field(Column::Source, "Where the rate comes from, for example ECB.").filter().order()
        .record()
        .hides([Column::CreatedBy])
        .ordered("onDate", true)
        .root("fxRate", "fxRates")
}

//! The columns of a table.

use super::{ColumnOf, TableOf, Type};

impl TableOf {
    pub(super) fn column(mut self, name: &'static str, kind: Type, null: bool) -> Self {
        self.columns.push(ColumnOf {
            name,
            kind,
            null,
            default: None,
            money: false,
        });
        self
    }

    /// An id that no foreign key guards.
    #[must_use]
    pub fn loose_id(self, name: &'static str) -> Self {
        self.column(name, Type::Id, false)
    }

    /// An id that may be missing and that no foreign key guards.
    #[must_use]
    pub fn opt_loose_id(self, name: &'static str) -> Self {
        self.column(name, Type::Id, true)
    }

    /// A text of at most so many characters.
    #[must_use]
    pub fn text(self, name: &'static str, length: u32) -> Self {
        self.column(name, Type::Text(length), false)
    }

    /// A text that may be missing.
    #[must_use]
    pub fn opt_text(self, name: &'static str, length: u32) -> Self {
        self.column(name, Type::Text(length), true)
    }

    /// A word of a choice.
    #[must_use]
    pub fn choice(self, name: &'static str) -> Self {
        self.text(name, 24)
    }

    /// A word of a choice that may be missing.
    #[must_use]
    pub fn opt_choice(self, name: &'static str) -> Self {
        self.opt_text(name, 24)
    }

    /// A text of any length.
    #[must_use]
    pub fn long_text(self, name: &'static str) -> Self {
        self.column(name, Type::LongText, false)
    }

    /// A text of any length that may be missing.
    #[must_use]
    pub fn opt_long_text(self, name: &'static str) -> Self {
        self.column(name, Type::LongText, true)
    }

    /// A whole number.
    #[must_use]
    pub fn int(self, name: &'static str) -> Self {
        self.column(name, Type::Int, false)
    }

    /// A whole number that may be missing.
    #[must_use]
    pub fn opt_int(self, name: &'static str) -> Self {
        self.column(name, Type::Int, true)
    }

    /// A large whole number.
    #[must_use]
    pub fn big_int(self, name: &'static str) -> Self {
        self.column(name, Type::BigInt, false)
    }

    /// An amount in minor units that may be missing; its currency is a column of the row or of the document that owns it.
    #[must_use]
    pub fn opt_money(self, name: &'static str) -> Self {
        self.column(name, Type::BigInt, true).amounts()
    }

    /// An amount in minor units.
    #[must_use]
    pub fn money(self, name: &'static str) -> Self {
        self.column(name, Type::BigInt, false).amounts()
    }

    fn amounts(mut self) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.money = true;
        }
        self
    }

    /// Yes or no.
    #[must_use]
    pub fn bool(self, name: &'static str) -> Self {
        self.column(name, Type::Bool, false)
    }

    /// A day.
    #[must_use]
    pub fn date(self, name: &'static str) -> Self {
        self.column(name, Type::Date, false)
    }

    /// A day that may be missing.
    #[must_use]
    pub fn opt_date(self, name: &'static str) -> Self {
        self.column(name, Type::Date, true)
    }

    /// An instant.
    #[must_use]
    pub fn instant(self, name: &'static str) -> Self {
        self.column(name, Type::Instant, false)
    }

    /// An instant that may be missing.
    #[must_use]
    pub fn opt_instant(self, name: &'static str) -> Self {
        self.column(name, Type::Instant, true)
    }

    /// A JSON value.
    #[must_use]
    pub fn json(self, name: &'static str) -> Self {
        self.column(name, Type::Json, false)
    }

    /// Bytes.
    #[must_use]
    pub fn binary(self, name: &'static str) -> Self {
        self.column(name, Type::Binary, false)
    }

    /// Gives the last column a default, written as SQL.
    #[must_use]
    pub fn default(mut self, sql: &'static str) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.default = Some(sql);
        }
        self
    }
}

//! What can be done with the field that was declared last.

use sea_orm::IdenStatic;

use super::Declaration;
use crate::{
    kernel::{guard::Guarded, policy::Right},
    read::resource::Grouping,
};

impl<E: Guarded> Declaration<E> {
    /// The field can be filtered by.
    #[must_use]
    pub fn filter(self) -> Self {
        self.last(|field| field.filter = true)
    }

    /// The field can be ordered by.
    #[must_use]
    pub fn order(self) -> Self {
        self.last(|field| field.order = true)
    }

    /// The field can be grouped by.
    #[must_use]
    pub fn group(self) -> Self {
        self.last(|field| field.group = Some(Grouping::Value))
    }

    /// The field can be grouped by month.
    #[must_use]
    pub fn by_month(self) -> Self {
        self.last(|field| field.group = Some(Grouping::Month))
    }

    /// The field can be summed up.
    #[must_use]
    pub fn sum(self) -> Self {
        self.last(|field| field.sum = true)
    }

    /// The field has a folded twin: order and tests on parts of it ignore case.
    #[must_use]
    pub fn folded(self, column: E::Column) -> Self {
        self.last(|field| field.folded = Some(column.as_str()))
    }

    /// The field needs a right beyond seeing the record. It becomes nullable: null with an error for who has not.
    #[must_use]
    pub fn needs(self, right: Right) -> Self {
        self.last(|field| {
            field.right = Some(right);
            field.nullable = true;
        })
    }
}

//! The two selects of a list in the making.

/// PostgreSQL passes at most 100 arguments to a function.
pub(in crate::read) const SLOTS_IN_A_CALL: usize = 90;

/// One list in the making: the columns of its inner select and the slots of its outer one.
#[derive(Debug)]
pub(in crate::read) struct Level {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    pub(super) joins: Vec<String>,
    slots: Vec<String>,
}

impl Level {
    /// A level whose inner select is called `name`.
    pub(in crate::read) fn new(name: String) -> Self {
        Self {
            name,
            columns: vec![],
            joins: vec![],
            slots: vec![],
        }
    }

    /// A column of the inner select, as the outer one names it.
    pub(in crate::read) fn key(&mut self, expression: String) -> String {
        let at = self
            .columns
            .iter()
            .position(|known| *known == expression)
            .unwrap_or_else(|| {
                self.columns.push(expression);
                self.columns.len() - 1
            });
        format!("{}.k{at}", self.name)
    }

    /// A slot of the outer select.
    pub(in crate::read) fn slot(&mut self, expression: String) -> usize {
        self.slots.push(expression);
        self.slots.len() - 1
    }

    /// How many slots a row has.
    pub(in crate::read) fn width(&self) -> usize {
        self.slots.len()
    }

    /// The JSON of one row.
    pub(in crate::read) fn json(&self, array: &str) -> String {
        if self.slots.len() <= SLOTS_IN_A_CALL {
            return format!("{array}({})", self.slots.join(","));
        }
        let parts: Vec<_> = self
            .slots
            .chunks(SLOTS_IN_A_CALL)
            .map(|part| format!("{array}({})", part.join(",")))
            .collect();
        format!("{array}({})", parts.join(","))
    }
}

//! Ids: a UUIDv7 that knows its table, shown to the world as a prefix and 26 characters of base32.

mod typed;

use uuid::Uuid;

pub use self::typed::Id;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS: usize = 26;

macro_rules! kinds {
    ($($variant:ident $prefix:literal $table:literal;)*) => {
        /// Every kind of record that has an id of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $(#[doc = concat!("Ids begin with `", $prefix, "_`.")] $variant,)* }

        impl Kind {
            /// All kinds, in the order they are declared.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)*];

            /// What ids of this kind begin with, without the underscore.
            #[must_use]
            pub const fn prefix(self) -> &'static str { match self { $(Kind::$variant => $prefix,)* } }

            /// The name of the GraphQL type.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Kind::$variant => stringify!($variant),)* } }

            /// The table that holds the records.
            #[must_use]
            pub const fn table(self) -> &'static str { match self { $(Kind::$variant => $table,)* } }
        }
    };
}

kinds! {
    Agency "agy" "agencies";
    User "usr" "users";
    Session "ses" "user_sessions";
    Member "mem" "memberships";
    CustomField "cfd" "custom_fields";
    Client "cli" "clients";
    Contact "con" "contacts";
    AccountAssignment "asg" "account_assignments";
    Interaction "int" "interactions";
    Promise "prm" "promises";
    Need "ned" "needs";
    Stage "stg" "stages";
    Opportunity "opp" "opportunities";
    Estimate "est" "estimates";
    EstimateLine "esl" "estimate_lines";
    Project "prj" "projects";
    ProjectMember "pme" "project_members";
    Phase "pha" "phases";
    Milestone "mil" "milestones";
    Task "tsk" "tasks";
    WorkRole "wro" "work_roles";
    RateCard "rcd" "rate_cards";
    RateCardVersion "rcv" "rate_card_versions";
    Rate "rat" "rates";
    CostRate "cor" "cost_rates";
    FxRate "fxr" "fx_rates";
    AccountingPeriod "acp" "accounting_periods";
    Budget "bud" "budgets";
    BudgetVersion "bvr" "budget_versions";
    BudgetLine "bln" "budget_lines";
    BudgetPeriod "bpd" "budget_periods";
    BudgetMove "bmv" "budget_moves";
    Commitment "cmt" "commitments";
    CostEntry "cen" "cost_entries";
    OverrunDecision "ovd" "overrun_decisions";
    BudgetAlert "bal" "budget_alerts";
    File "fil" "files";
    Engagement "eng" "engagements";
    FreelancerBill "fbi" "freelancer_bills";
    FreelancerBillLine "fbl" "freelancer_bill_lines";
    TimeEntry "tim" "time_entries";
    Timer "tmr" "timers";
    Expense "exp" "expenses";
    Contract "ctr" "contracts";
    ContractPhase "cph" "contract_phases";
    ContractAmendment "cam" "contract_amendments";
    BillingPlanItem "bpi" "billing_plan_items";
    Baseline "bas" "baselines";
    BaselineRow "bro" "baseline_rows";
    TaxCode "txc" "tax_codes";
    Proposal "prp" "proposals";
    ProposalVersion "prv" "proposal_versions";
    ProposalPhase "pph" "proposal_phases";
    OptionGroup "opg" "option_groups";
    ProposalLine "pln" "proposal_lines";
    ProposalRecipient "prc" "proposal_recipients";
    ProposalView "pvw" "proposal_views";
    Acceptance "acc" "acceptances";
    OverheadPeriod "ohp" "overhead_periods";
    Event "evt" "events";
}

impl Kind {
    /// The kind whose name is stored in a column, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Writes an id of this kind the way the API shows it.
    #[must_use]
    pub fn show(self, id: Uuid) -> String {
        let mut text = String::with_capacity(self.prefix().len() + 1 + DIGITS);
        text.push_str(self.prefix());
        text.push('_');
        push_base32(id, &mut text);
        text
    }

    /// Reads an id that must be of this kind.
    ///
    /// # Errors
    /// When the text is no id, or one of another kind.
    pub fn read(self, text: &str) -> Result<Uuid, IdError> {
        match Kind::read_any(text)? {
            (kind, id) if kind == self => Ok(id),
            _ => Err(IdError),
        }
    }

    /// Reads an id of any kind.
    ///
    /// # Errors
    /// When the text is no id.
    pub fn read_any(text: &str) -> Result<(Kind, Uuid), IdError> {
        let (prefix, digits) = text.split_once('_').ok_or(IdError)?;
        let kind = Kind::ALL
            .iter()
            .copied()
            .find(|kind| kind.prefix().eq_ignore_ascii_case(prefix));
        Ok((kind.ok_or(IdError)?, read_base32(digits).ok_or(IdError)?))
    }
}

impl serde::Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
impl<'de> serde::Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Kind::named(&name).ok_or_else(|| serde::de::Error::custom("no kind of record"))
    }
}

/// The text is not an id of the kind asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a known id")]
pub struct IdError;

fn push_base32(id: Uuid, text: &mut String) {
    let bits = id.as_u128();
    for place in (0..DIGITS).rev() {
        let digit = (bits >> (place * 5)) & 31;
        text.push(
            usize::try_from(digit)
                .ok()
                .and_then(|at| ALPHABET.get(at))
                .map_or('0', |byte| char::from(*byte)),
        );
    }
}

fn read_base32(text: &str) -> Option<Uuid> {
    if text.len() != DIGITS {
        return None;
    }
    let mut bits: u128 = 0;
    for (place, byte) in text.bytes().enumerate() {
        let byte = byte.to_ascii_lowercase();
        let digit = ALPHABET.iter().position(|known| *known == byte)?;
        if place == 0 && digit > 7 {
            return None;
        }
        bits = (bits << 5) | u128::try_from(digit).ok()?;
    }
    Some(Uuid::from_u128(bits))
}

/// An entity whose rows have an id of their own.
pub trait Keyed: 'static {
    /// The kind of record.
    const KIND: Kind;
}

#[cfg(test)]
mod tests;

//! The words of the page, in English and Persian.

use entity::{
    agency::Locale, contract::ContractType, option_group::OptionRule, proposal_phase::PhaseBilling,
    proposal_version::ProposalVersionStatus, tax_code::TaxCategory,
};

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) lang: &'static str,
    pub(super) direction: &'static str,
    pub(super) proposal: &'static str,
    pub(super) comma: &'static str,
    pub(super) version: &'static str,
    pub(super) prepared_for: &'static str,
    pub(super) valid_until: &'static str,
    pub(super) paid: &'static str,
    pub(super) fixed_fee: &'static str,
    pub(super) time_and_materials: &'static str,
    pub(super) retainer: &'static str,
    pub(super) mixed: &'static str,
    pub(super) cost_plus: &'static str,
    pub(super) at_most: &'static str,
    pub(super) starts: &'static str,
    pub(super) ends: &'static str,
    pub(super) after_days: &'static str,
    pub(super) takes_days: &'static str,
    pub(super) delivers: &'static str,
    pub(super) reached: &'static str,
    pub(super) accepted_by: &'static str,
    pub(super) billing: &'static str,
    pub(super) billed_on_start: &'static str,
    pub(super) billed_on_complete: &'static str,
    pub(super) billed_monthly: &'static str,
    pub(super) billed_share: &'static str,
    pub(super) discount: &'static str,
    pub(super) phase_price: &'static str,
    pub(super) options: &'static str,
    pub(super) extras: &'static str,
    pub(super) any: &'static str,
    pub(super) exactly_one: &'static str,
    pub(super) at_most_one: &'static str,
    pub(super) none_of_these: &'static str,
    pub(super) taken: &'static str,
    pub(super) not_taken: &'static str,
    pub(super) recalculate: &'static str,
    pub(super) totals: &'static str,
    pub(super) subtotal: &'static str,
    pub(super) discount_on_all: &'static str,
    pub(super) net: &'static str,
    pub(super) tax: &'static str,
    pub(super) of: &'static str,
    pub(super) total: &'static str,
    pub(super) terms: &'static str,
    pub(super) accept: &'static str,
    pub(super) accept_about: &'static str,
    pub(super) name: &'static str,
    pub(super) comment: &'static str,
    pub(super) decline: &'static str,
    pub(super) decline_about: &'static str,
    pub(super) reason: &'static str,
    pub(super) reading_only: &'static str,
    pub(super) accepted: &'static str,
    pub(super) declined: &'static str,
    pub(super) expired: &'static str,
    pub(super) superseded: &'static str,
    pub(super) withdrawn: &'static str,
    pub(super) by: &'static str,
    pub(super) on: &'static str,
    pub(super) name_needed: &'static str,
    pub(super) comment_too_long: &'static str,
    pub(super) options_wrong: &'static str,
    pub(super) content_changed: &'static str,
    pub(super) answered_meanwhile: &'static str,
    pub(super) not_possible: &'static str,
    pub(super) dead_link: &'static str,
    pub(super) wait: &'static str,
    pub(super) went_wrong: &'static str,
    pub(super) proof: &'static str,
    pub(super) reverse_charge: &'static str,
}

static ENGLISH: Words = Words {
    lang: "en",
    direction: "ltr",
    proposal: "Proposal",
    comma: ",",
    version: "version",
    prepared_for: "Prepared for",
    valid_until: "Valid until",
    paid: "How it is paid",
    fixed_fee: "a price for the whole",
    time_and_materials: "hours and materials as they come",
    retainer: "a fee each period",
    mixed: "parts of it at a fixed price, others as they come",
    cost_plus: "what it costs, and a fee",
    at_most: "Never more than, before tax",
    starts: "Starts",
    ends: "Ends",
    after_days: "Days from the start of the work",
    takes_days: "Duration in days",
    delivers: "What you get",
    reached: "Milestone",
    accepted_by: "Accepted by",
    billing: "Billing",
    billed_on_start: "at the start",
    billed_on_complete: "on completion",
    billed_monthly: "monthly",
    billed_share: "at the start, the rest on completion",
    discount: "discount",
    phase_price: "Price of this phase",
    options: "Your choice",
    extras: "Extras",
    any: "as many as you like",
    exactly_one: "choose one",
    at_most_one: "choose one or none",
    none_of_these: "None of these",
    taken: "chosen",
    not_taken: "not chosen",
    recalculate: "Recalculate",
    totals: "Total",
    subtotal: "Sum of all lines",
    discount_on_all: "Discount",
    net: "Net",
    tax: "Tax",
    of: "of",
    total: "Total",
    terms: "Terms",
    accept: "Accept",
    accept_about: "By typing your name and accepting you order what is described here, with the options you have chosen.",
    name: "Your full name",
    comment: "Comment",
    decline: "Decline",
    decline_about: "Would you rather not?",
    reason: "What should be different?",
    reading_only: "This link is for reading. Somebody else answers for your company.",
    accepted: "This proposal is accepted.",
    declined: "This proposal was declined.",
    expired: "This proposal has expired and can no longer be accepted.",
    superseded: "A newer version of this proposal was sent. This one can no longer be accepted.",
    withdrawn: "This proposal was withdrawn and can no longer be accepted.",
    by: "By",
    on: "on",
    name_needed: "Please type your name, with at most 200 characters.",
    comment_too_long: "The comment is too long: at most 2,000 characters.",
    options_wrong: "Please look at your choice: one of the groups has too many options, or too few.",
    content_changed: "This is not what was sent. Please read the page again.",
    answered_meanwhile: "This proposal can no longer be answered.",
    not_possible: "That was not possible. Please read the page again.",
    dead_link: "This link does not work, or no longer.",
    wait: "There were too many attempts. Please wait a moment.",
    went_wrong: "Something went wrong. Please try again later.",
    proof: "Content hash (SHA-256)",
    reverse_charge: "reverse charge",
};

static PERSIAN: Words = Words {
    lang: "fa",
    direction: "rtl",
    proposal: "پیشنهاد",
    comma: "،",
    version: "نسخه‌ی",
    prepared_for: "برای",
    valid_until: "مهلت پذیرش تا",
    paid: "شیوه‌ی پرداخت",
    fixed_fee: "بهای ثابت برای همه‌ی کار",
    time_and_materials: "ساعت کار و هزینه‌ها، به اندازه‌ی انجام‌شده",
    retainer: "مبلغی ثابت در هر دوره",
    mixed: "بخشی با بهای ثابت و بخشی به اندازه‌ی انجام‌شده",
    cost_plus: "هزینه‌ی کار به‌اضافه‌ی کارمزد",
    at_most: "هرگز بیش از این، پیش از مالیات",
    starts: "آغاز",
    ends: "پایان",
    after_days: "روز پس از آغاز کار",
    takes_days: "مدت به روز",
    delivers: "آنچه دریافت می‌کنید",
    reached: "نقطه‌ی عطف",
    accepted_by: "معیار پذیرش",
    billing: "زمان پرداخت",
    billed_on_start: "در آغاز",
    billed_on_complete: "پس از پایان",
    billed_monthly: "ماهانه",
    billed_share: "در آغاز و مانده پس از پایان",
    discount: "تخفیف",
    phase_price: "بهای این فاز",
    options: "انتخاب شما",
    extras: "خدمات افزوده",
    any: "هر چند گزینه که بخواهید",
    exactly_one: "یکی را انتخاب کنید",
    at_most_one: "یکی یا هیچ‌کدام",
    none_of_these: "هیچ‌کدام",
    taken: "انتخاب شده",
    not_taken: "انتخاب نشده",
    recalculate: "محاسبه‌ی دوباره",
    totals: "جمع",
    subtotal: "جمع ردیف‌ها",
    discount_on_all: "تخفیف",
    net: "خالص",
    tax: "مالیات",
    of: "از",
    total: "جمع کل",
    terms: "شرایط",
    accept: "می‌پذیرم",
    accept_about: "با نوشتن نام خود و پذیرفتن، آنچه را در این صفحه آمده با گزینه‌های انتخابی‌تان سفارش می‌دهید.",
    name: "نام و نام خانوادگی",
    comment: "توضیح",
    decline: "نمی‌پذیرم",
    decline_about: "نمی‌خواهید بپذیرید؟",
    reason: "چه چیزی باید تغییر کند؟",
    reading_only: "این پیوند فقط برای خواندن است. شخص دیگری از سوی شرکت شما پاسخ می‌دهد.",
    accepted: "این پیشنهاد پذیرفته شده است.",
    declined: "این پیشنهاد پذیرفته نشد.",
    expired: "مهلت این پیشنهاد به پایان رسیده است و دیگر نمی‌توان آن را پذیرفت.",
    superseded: "نسخه‌ی تازه‌تری از این پیشنهاد فرستاده شده است و این نسخه را دیگر نمی‌توان پذیرفت.",
    withdrawn: "این پیشنهاد پس گرفته شده است و دیگر نمی‌توان آن را پذیرفت.",
    by: "از سوی",
    on: "در",
    name_needed: "لطفاً نام خود را بنویسید، حداکثر ۲۰۰ نویسه.",
    comment_too_long: "توضیح بیش از اندازه بلند است: حداکثر ۲٬۰۰۰ نویسه.",
    options_wrong: "لطفاً انتخاب خود را بررسی کنید: در یکی از گروه‌ها گزینه‌ای بیش یا کم است.",
    content_changed: "این همان متنی نیست که فرستاده شد. لطفاً صفحه را دوباره بخوانید.",
    answered_meanwhile: "دیگر نمی‌توان به این پیشنهاد پاسخ داد.",
    not_possible: "این کار ممکن نشد. لطفاً صفحه را دوباره بخوانید.",
    dead_link: "این پیوند کار نمی‌کند یا دیگر معتبر نیست.",
    wait: "تلاش‌ها بیش از اندازه بود. لطفاً کمی صبر کنید.",
    went_wrong: "خطایی پیش آمد. لطفاً بعداً دوباره تلاش کنید.",
    proof: "اثر انگشت متن (SHA-256)",
    reverse_charge: "بر عهده‌ی خریدار",
};

impl Words {
    /// The words of a language.
    pub(super) fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &ENGLISH,
            Locale::Fa => &PERSIAN,
        }
    }

    /// How a version stands, where that is more than being open.
    pub(super) const fn standing(&self, status: ProposalVersionStatus) -> Option<&'static str> {
        use ProposalVersionStatus as S;
        match status {
            S::Accepted => Some(self.accepted),
            S::Declined => Some(self.declined),
            S::Expired => Some(self.expired),
            S::Superseded => Some(self.superseded),
            S::Withdrawn => Some(self.withdrawn),
            S::Draft | S::InReview | S::Approved | S::Sent | S::Viewed | S::Discarded => None,
        }
    }

    /// How many options of a group are taken.
    pub(super) const fn rule(&self, rule: OptionRule) -> &'static str {
        match rule {
            OptionRule::Any => self.any,
            OptionRule::ExactlyOne => self.exactly_one,
            OptionRule::AtMostOne => self.at_most_one,
        }
    }

    /// How the work is paid.
    pub(super) const fn paid_by(&self, contract: ContractType) -> &'static str {
        match contract {
            ContractType::FixedFee => self.fixed_fee,
            ContractType::TimeAndMaterials => self.time_and_materials,
            ContractType::Retainer => self.retainer,
            ContractType::Mixed => self.mixed,
            ContractType::CostPlus => self.cost_plus,
        }
    }

    /// When a phase is billed.
    pub(super) const fn billed(&self, billing: PhaseBilling) -> &'static str {
        match billing {
            PhaseBilling::OnStart => self.billed_on_start,
            PhaseBilling::OnComplete => self.billed_on_complete,
            PhaseBilling::Monthly => self.billed_monthly,
            PhaseBilling::Percent => self.billed_share,
        }
    }

    /// What has to be said of a kind of tax.
    pub(super) const fn note_of(&self, category: TaxCategory) -> Option<&'static str> {
        match category {
            TaxCategory::ReverseCharge => Some(self.reverse_charge),
            TaxCategory::Standard
            | TaxCategory::Zero
            | TaxCategory::Exempt
            | TaxCategory::IntraCommunity
            | TaxCategory::Export
            | TaxCategory::OutOfScope => None,
        }
    }
}

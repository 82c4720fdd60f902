//! Numbers, amounts and days as readers of a language write them.

use chrono::NaiveDate;
use entity::{
    agency::{Calendar, Locale},
    value::{CurrencyCode, Decimal, Money},
};

use crate::kernel::calendar::parts_of;

/// How a reader writes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tongue {
    /// The language.
    pub(super) locale: Locale,
    /// The calendar of the agency.
    pub(super) calendar: Calendar,
}

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const PERSIAN: [&str; 12] = [
    "ژانویه",
    "فوریه",
    "مارس",
    "آوریل",
    "مه",
    "ژوئن",
    "ژوئیه",
    "اوت",
    "سپتامبر",
    "اکتبر",
    "نوامبر",
    "دسامبر",
];
const JALALI: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

impl Tongue {
    /// A day: in English by the Gregorian calendar, in Persian by the agency's.
    pub(super) fn day(self, day: NaiveDate) -> String {
        let (calendar, months) = match (self.locale, self.calendar) {
            (Locale::En, _) => (Calendar::Gregorian, ENGLISH),
            (Locale::Fa, Calendar::Gregorian) => (Calendar::Gregorian, PERSIAN),
            (Locale::Fa, Calendar::Jalali) => (Calendar::Jalali, JALALI),
        };
        let Some((year, month, of_month)) = parts_of(day, calendar) else {
            return self.digits(&day.to_string());
        };
        let name = months
            .get(usize::from(month.saturating_sub(1)))
            .copied()
            .unwrap_or_default();
        self.digits(&format!("{of_month} {name} {year}"))
    }

    /// An amount with its currency.
    pub(super) fn money(self, money: &Money) -> String {
        let text = money.amount.to_string();
        // Nobody writes the hundredths of a rial.
        let text = match text.strip_suffix(".00") {
            Some(whole) if money.currency.code() == "IRR" => whole,
            Some(_) | None => &text,
        };
        self.with_currency(&self.grouped(text), money.currency)
    }

    /// The price of one, without the zeros at its end that say nothing.
    pub(super) fn price(self, amount: Decimal, currency: CurrencyCode) -> String {
        let text = amount.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let fraction = fraction.trim_end_matches('0');
        let least = usize::try_from(currency.decimals()).unwrap_or(0);
        let least = if fraction.is_empty() && currency.code() == "IRR" {
            0
        } else {
            least
        };
        let shown = match (fraction.is_empty(), least) {
            (true, 0) => whole.to_owned(),
            (_, least) => format!("{whole}.{fraction:0<least$}"),
        };
        self.with_currency(&self.grouped(&shown), currency)
    }

    /// A quantity, without the zeros at its end.
    pub(super) fn quantity(self, quantity: Decimal) -> String {
        let text = quantity.to_string();
        let text = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            &text
        };
        self.grouped(text)
    }

    /// Hundredths of a percent as percent.
    pub(super) fn percent(self, bps: i32) -> String {
        let text = self.quantity(Decimal::new(bps.into(), 2));
        match self.locale {
            Locale::En => format!("{text} %"),
            Locale::Fa => format!("{text}٪"),
        }
    }

    /// A whole number.
    pub(super) fn number(self, number: i32) -> String {
        self.digits(&number.to_string())
    }

    /// A text with the digits of the language.
    pub(super) fn digits(self, text: &str) -> String {
        match self.locale {
            Locale::En => text.to_owned(),
            Locale::Fa => text.chars().map(persian).collect(),
        }
    }

    fn with_currency(self, amount: &str, currency: CurrencyCode) -> String {
        match (self.locale, currency.code()) {
            (Locale::En, code) => format!("{code} {amount}"),
            (Locale::Fa, "IRR") => format!("{amount} ریال"),
            (Locale::Fa, "EUR") => format!("{amount} یورو"),
            (Locale::Fa, "USD") => format!("{amount} دلار"),
            (Locale::Fa, code) => format!("{amount} {code}"),
        }
    }

    /// Digits in groups of three, with the signs of the language.
    fn grouped(self, text: &str) -> String {
        let (thousands, point) = match self.locale {
            Locale::En => (',', '.'),
            Locale::Fa => ('٬', '٫'),
        };
        let (sign, text) = text
            .strip_prefix('-')
            .map_or(("", text), |rest| ("\u{2212}", rest));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let mut shown = sign.to_owned();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                shown.push(thousands);
            }
            shown.push(digit);
        }
        if !fraction.is_empty() {
            shown.push(point);
            shown.push_str(fraction);
        }
        self.digits(&shown)
    }
}

fn persian(symbol: char) -> char {
    symbol
        .to_digit(10)
        .and_then(|digit| char::from_u32(u32::from('۰') + digit))
        .unwrap_or(symbol)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Tongue = Tongue {
        locale: Locale::En,
        calendar: Calendar::Jalali,
    };
    const FA: Tongue = Tongue {
        locale: Locale::Fa,
        calendar: Calendar::Jalali,
    };

    fn irr(minor: i64) -> Money {
        Money::of_minor(minor, CurrencyCode::read("IRR").unwrap())
    }

    #[test]
    fn days_are_written_as_the_reader_writes_them() {
        let day: NaiveDate = "2026-11-24".parse().unwrap();
        let gregorian = Tongue {
            calendar: Calendar::Gregorian,
            ..FA
        };

        assert_eq!(EN.day(day), "24 November 2026");
        assert_eq!(FA.day(day), "۳ آذر ۱۴۰۵");
        assert_eq!(gregorian.day(day), "۲۴ نوامبر ۲۰۲۶");
    }

    #[test]
    fn amounts_are_written_with_all_that_counts() {
        assert_eq!(
            EN.money(&Money::of_minor(123_456_750, CurrencyCode::EUR)),
            "EUR 1,234,567.50"
        );
        assert_eq!(
            EN.money(&Money::of_minor(-5, CurrencyCode::EUR)),
            "EUR \u{2212}0.05"
        );
        assert_eq!(FA.money(&irr(250_000_000_000)), "۲٬۵۰۰٬۰۰۰٬۰۰۰ ریال");
        assert_eq!(FA.money(&irr(1)), "۰٫۰۱ ریال");
        assert_eq!(FA.money(&Money::of_minor(1_250, CurrencyCode::EUR)), "۱۲٫۵۰ یورو");
    }

    #[test]
    fn prices_and_quantities_lose_the_zeros_that_say_nothing() {
        let euros = |micro: i128| EN.price(Decimal::new(micro, 6), CurrencyCode::EUR);

        assert_eq!(euros(82_644_600), "EUR 82.6446");
        assert_eq!(euros(80_000_000), "EUR 80.00");
        assert_eq!(euros(80_500_000), "EUR 80.50");
        assert_eq!(EN.quantity(Decimal::new(10_000, 4)), "1");
        assert_eq!(EN.quantity(Decimal::new(12_500, 4)), "1.25");
        assert_eq!(
            (EN.percent(1_900), FA.percent(950)),
            ("19 %".to_owned(), "۹٫۵٪".to_owned())
        );
        let yen = CurrencyCode::read("JPY").unwrap();
        assert_eq!(EN.price(Decimal::new(1_500_000_000, 6), yen), "JPY 1,500");
        assert_eq!(
            FA.price(Decimal::new(1_500_000_000, 6), irr(0).currency),
            "۱٬۵۰۰ ریال"
        );
    }
}

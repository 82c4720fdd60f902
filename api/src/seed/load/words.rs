//! Names and texts in bulk, in English and Persian, put together from parts.

use entity::agency::Locale;

use super::chance::Dice;
use crate::seed::words::{PHASES, REACHED, TALKS, TASKS};

/// Lines of business.
pub(super) const SECTORS: &[&str] = &[
    "Food",
    "Health",
    "Retail",
    "Logistics",
    "Media",
    "Energy",
    "Law",
    "Travel",
    "Education",
    "Industry",
];
/// What people at clients do.
pub(super) const JOBS: &[&str] = &[
    "Managing director",
    "Head of marketing",
    "Shop manager",
    "Buyer",
    "Controller",
    "Founder",
];

const FIRST: [&[&str]; 2] = [
    &[
        "Anna", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Henry", "Ida", "Jack", "Klara", "Leo",
        "Mara", "Noah", "Olga", "Paul", "Rita", "Simon", "Tessa", "Victor",
    ],
    &[
        "سارا",
        "علی",
        "نگار",
        "رضا",
        "مریم",
        "کاوه",
        "لیلا",
        "امیر",
        "پریسا",
        "بهرام",
        "شیرین",
        "آرش",
        "نازنین",
        "سهراب",
        "مینا",
        "فرهاد",
        "رویا",
        "کیان",
        "الهام",
        "داریوش",
    ],
];
const LAST: [&[&str]; 2] = [
    &[
        "Adler", "Baker", "Costa", "Dahl", "Evans", "Fischer", "Garcia", "Hansen", "Ivanova", "Jensen",
        "Kowalski", "Lang", "Moreau", "Novak", "Olsen", "Price", "Quinn", "Rossi", "Silva", "Turner",
    ],
    &[
        "محمدی",
        "رضایی",
        "کریمی",
        "احمدی",
        "حسینی",
        "نوری",
        "صادقی",
        "جعفری",
        "موسوی",
        "رستمی",
        "قاسمی",
        "مرادی",
        "شریفی",
        "اکبری",
        "یوسفی",
        "کاظمی",
        "زمانی",
        "بهرامی",
        "سلطانی",
        "فرهادی",
    ],
];
const BRAND: [&[&str]; 2] = [
    &[
        "Amber", "Birch", "Cedar", "Delta", "Ember", "Falcon", "Granite", "Harbour", "Indigo", "Juniper",
        "Kestrel", "Linden", "Meridian", "Nimbus", "Orchid", "Pioneer", "Quarry", "River", "Summit", "Tidal",
        "Umber", "Vista", "Willow", "Zephyr",
    ],
    &[
        "آفتاب",
        "باران",
        "پارس",
        "ترنج",
        "جهان",
        "چشمه",
        "خورشید",
        "دریا",
        "راش",
        "زمرد",
        "سپهر",
        "شکوفه",
        "صبا",
        "فیروزه",
        "کوهسار",
        "گلستان",
        "لاله",
        "مهتاب",
        "نسیم",
        "هما",
        "یاقوت",
        "ارغوان",
        "الوند",
        "البرز",
    ],
];
const TRADE: [&[&str]; 2] = [
    &[
        "Bakery",
        "Clinic",
        "Coffee",
        "Dental",
        "Energy",
        "Foods",
        "Freight",
        "Furniture",
        "Gardens",
        "Hotels",
        "Insurance",
        "Labs",
        "Motors",
        "Pharmacy",
        "Press",
        "Robotics",
        "School",
        "Sports",
        "Textiles",
        "Travel",
    ],
    &[
        "نان",
        "درمانگاه",
        "قهوه",
        "دندان‌پزشکی",
        "انرژی",
        "غذا",
        "باربری",
        "مبلمان",
        "باغ",
        "هتل",
        "بیمه",
        "آزمایشگاه",
        "خودرو",
        "داروخانه",
        "نشر",
        "رباتیک",
        "مدرسه",
        "ورزش",
        "پوشاک",
        "سفر",
    ],
];
const WORK: [&[&str]; 2] = [
    &[
        "Campaign",
        "Website",
        "Brand refresh",
        "Loyalty programme",
        "Newsletter",
        "Photo shoot",
        "Shop relaunch",
        "Trade fair",
        "Product film",
        "Customer survey",
    ],
    &[
        "کمپین",
        "وب‌سایت",
        "بازآفرینی برند",
        "باشگاه مشتریان",
        "خبرنامه",
        "عکاسی",
        "بازگشایی فروشگاه",
        "نمایشگاه",
        "فیلم محصول",
        "نظرسنجی مشتریان",
    ],
];
const SEASON: [&[&str]; 2] = [
    &["spring", "summer", "autumn", "winter"],
    &["بهار", "تابستان", "پاییز", "زمستان"],
];
const fn tongue(locale: Locale) -> usize {
    match locale {
        Locale::En => 0,
        Locale::Fa => 1,
    }
}

fn of(words: &[&'static [&'static str]; 2], locale: Locale) -> &'static [&'static str] {
    words.get(tongue(locale)).copied().unwrap_or_default()
}

fn at(words: &[&'static str], nth: i32) -> &'static str {
    let nth = usize::try_from(nth).unwrap_or(0);
    words.get(nth % words.len().max(1)).copied().unwrap_or_default()
}

/// A colleague's name.
pub(super) fn member(nth: usize) -> String {
    let nth = i32::try_from(nth).unwrap_or(0);
    format!(
        "{} {}",
        at(of(&FIRST, Locale::En), nth),
        at(of(&LAST, Locale::En), nth + 7)
    )
}

/// A person at a client.
pub(super) fn person(locale: Locale, dice: &mut Dice) -> String {
    format!(
        "{} {}",
        dice.word(of(&FIRST, locale)),
        dice.word(of(&LAST, locale))
    )
}

/// A client's name. Persian puts the trade first.
pub(super) fn client(locale: Locale, dice: &mut Dice) -> String {
    let (brand, trade) = (dice.word(of(&BRAND, locale)), dice.word(of(&TRADE, locale)));
    match locale {
        Locale::En => format!("{brand} {trade}"),
        Locale::Fa => format!("{trade} {brand}"),
    }
}

/// A project's name.
pub(super) fn project(locale: Locale, dice: &mut Dice) -> String {
    let (work, season) = (dice.word(of(&WORK, locale)), dice.word(of(&SEASON, locale)));
    match locale {
        Locale::En => format!("{work}, {season}"),
        Locale::Fa => format!("{work} {season}"),
    }
}

/// What was talked about.
pub(super) fn talk(locale: Locale, dice: &mut Dice) -> &'static str {
    dice.word(TALKS.get(tongue(locale)).map_or(&[], |talks| talks))
}

/// A phase's name.
pub(super) fn phase(locale: Locale, nth: i32) -> &'static str {
    at(PHASES.get(tongue(locale)).map_or(&[], |phases| phases), nth)
}

/// A milestone's name.
pub(super) fn milestone(locale: Locale, nth: i32) -> &'static str {
    at(REACHED.get(tongue(locale)).map_or(&[], |reached| reached), nth)
}

/// A task's name.
pub(super) fn task(locale: Locale, nth: i32) -> &'static str {
    at(TASKS.get(tongue(locale)).map_or(&[], |tasks| tasks), nth)
}

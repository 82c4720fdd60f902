//! Names and texts of the demo, in English and Persian.

/// A client: name, line of business, tier, stage, currency, language.
pub(super) const CLIENTS: [(&str, &str, &str, &str, &str, &str); 20] = [
    ("Nordlicht Coffee", "Food", "A", "ACTIVE", "EUR", "EN"),
    ("فروشگاه آوند", "Food", "A", "ACTIVE", "IRR", "FA"),
    ("Harbour Dental", "Health", "B", "ACTIVE", "EUR", "EN"),
    ("کیمیا دارو", "Health", "A", "AT_RISK", "IRR", "FA"),
    ("Lumen Bikes", "Retail", "B", "ACTIVE", "EUR", "EN"),
    ("پویا ورزش", "Retail", "B", "ONBOARDING", "IRR", "FA"),
    ("Atlas Freight", "Logistics", "A", "ACTIVE", "USD", "EN"),
    ("خانه کتاب مهر", "Media", "C", "ACTIVE", "IRR", "FA"),
    ("Greenfield Solar", "Energy", "B", "ONBOARDING", "EUR", "EN"),
    ("Marlowe & Finch", "Law", "C", "PAUSED", "USD", "EN"),
    ("شیرینی‌سرای یاس", "Food", "C", "PROSPECT", "IRR", "FA"),
    ("Quayside Hotels", "Travel", "A", "ACTIVE", "EUR", "EN"),
    ("Pine Street Press", "Media", "C", "LOST", "USD", "EN"),
    ("گردشگری سفر نو", "Travel", "B", "ACTIVE", "IRR", "FA"),
    ("Beacon Academy", "Education", "B", "ACTIVE", "USD", "EN"),
    ("Saffron Street", "Food", "B", "PROSPECT", "USD", "EN"),
    ("صنایع چوب سرو", "Industry", "C", "PAUSED", "IRR", "FA"),
    ("Vela Robotics", "Industry", "A", "ACTIVE", "EUR", "EN"),
    ("Orchard Care", "Health", "C", "PROSPECT", "EUR", "EN"),
    ("باغ پروتئین", "Food", "A", "ACTIVE", "IRR", "FA"),
];

/// People at clients, by language.
pub(super) const PEOPLE: [[&str; 8]; 2] = [
    [
        "Maya Lindqvist",
        "Tom Okafor",
        "Elena Rossi",
        "Hugo Brandt",
        "Priya Nair",
        "Jonas Weber",
        "Clara Duarte",
        "Sam Whitlock",
    ],
    [
        "سارا محمدی",
        "علی رضایی",
        "نگار کریمی",
        "رضا احمدی",
        "مریم حسینی",
        "کاوه نوری",
        "لیلا صادقی",
        "امیر جعفری",
    ],
];

/// What was talked about, by language.
pub(super) const TALKS: [[&str; 5]; 2] = [
    [
        "Went through the plan for the next quarter; they want the launch before the holidays.",
        "They asked why the newsletter went out a day late. We owe them an answer by Friday.",
        "Showed the first designs. Liked the second one; the colours are too dark for them.",
        "Talked about the budget: the photo shoot costs more than planned, they can live with it.",
        "Visited the shop and watched customers at the new shelf.",
    ],
    [
        "برنامه‌ی سه ماه آینده را مرور کردیم؛ می‌خواهند پیش از عید شروع شود.",
        "پرسیدند چرا خبرنامه یک روز دیر رسید. تا جمعه باید پاسخ بدهیم.",
        "طرح‌های اول را نشان دادیم. دومی را پسندیدند؛ رنگ‌ها برایشان تیره است.",
        "درباره‌ی بودجه صحبت شد: عکاسی گران‌تر از برآورد شد و پذیرفتند.",
        "از فروشگاه بازدید کردیم و رفتار خریداران را کنار قفسه‌ی تازه دیدیم.",
    ],
];

/// What clients need, by language.
pub(super) const NEEDS: [[&str; 3]; 2] = [
    [
        "More orders from returning customers",
        "A shop page that loads fast on phones",
        "To be found for their own brand name",
    ],
    [
        "خرید دوباره‌ی مشتریان قدیمی",
        "صفحه‌ی فروش سریع روی تلفن همراه",
        "دیده شدن در جست‌وجوی نام برند",
    ],
];

/// Projects, by language.
pub(super) const PROJECTS: [[&str; 4]; 2] = [
    [
        "Autumn campaign",
        "New website",
        "Brand refresh",
        "Loyalty programme",
    ],
    ["کمپین پاییز", "وب‌سایت تازه", "بازآفرینی برند", "باشگاه مشتریان"],
];

/// Phases, by language.
pub(super) const PHASES: [[&str; 3]; 2] = [["Discover", "Build", "Launch"], ["شناخت", "ساخت", "آغاز"]];

/// Tasks, by language.
pub(super) const TASKS: [[&str; 6]; 2] = [
    [
        "Interview five customers",
        "Write the brief",
        "Draw first designs",
        "Set up the shop page",
        "Test on three phones",
        "Publish",
    ],
    [
        "گفت‌وگو با پنج مشتری",
        "نوشتن شرح کار",
        "طرح‌های اولیه",
        "ساخت صفحه‌ی فروش",
        "آزمایش روی سه تلفن",
        "انتشار",
    ],
];

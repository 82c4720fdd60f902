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
pub(super) const TALKS: [[&str; 8]; 2] = [
    [
        "Went through the plan for the next quarter; they want the launch before the holidays.",
        "They asked why the newsletter went out a day late. We owe them an answer by Friday.",
        "Showed the first designs. Liked the second one; the colours are too dark for them.",
        "Talked about the budget: the photo shoot costs more than planned, they can live with it.",
        "Visited the shop and watched customers at the new shelf.",
        "They compared our offer with another agency's and want a clearer list of what is included.",
        "Explained the numbers of the last campaign: fewer clicks, but more orders.",
        "The new marketing lead introduced herself; she will sign from next month on.",
    ],
    [
        "برنامه‌ی سه ماه آینده را مرور کردیم؛ می‌خواهند پیش از عید شروع شود.",
        "پرسیدند چرا خبرنامه یک روز دیر رسید. تا جمعه باید پاسخ بدهیم.",
        "طرح‌های اول را نشان دادیم. دومی را پسندیدند؛ رنگ‌ها برایشان تیره است.",
        "درباره‌ی بودجه صحبت شد: عکاسی گران‌تر از برآورد شد و پذیرفتند.",
        "از فروشگاه بازدید کردیم و رفتار خریداران را کنار قفسه‌ی تازه دیدیم.",
        "پیشنهاد ما را با یک شرکت دیگر سنجیدند و فهرست روشن‌تری از خدمات می‌خواهند.",
        "نتیجه‌ی کمپین پیشین را توضیح دادیم: بازدید کمتر، اما سفارش بیشتر.",
        "مدیر بازاریابی تازه خودش را معرفی کرد؛ از ماه آینده او امضا می‌کند.",
    ],
];

/// What clients need, by language.
pub(super) const NEEDS: [[&str; 5]; 2] = [
    [
        "More orders from returning customers",
        "A shop page that loads fast on phones",
        "To be found for their own brand name",
        "One report a month that the board understands",
        "Photos that can be used in print too",
    ],
    [
        "خرید دوباره‌ی مشتریان قدیمی",
        "صفحه‌ی فروش سریع روی تلفن همراه",
        "دیده شدن در جست‌وجوی نام برند",
        "گزارش ماهانه‌ای که هیئت مدیره بفهمد",
        "عکس‌هایی که در چاپ هم به کار بیاید",
    ],
];

/// What was promised, by language.
pub(super) const PROMISES: [[&str; 4]; 2] = [
    [
        "Send the numbers of the last campaign",
        "Approve the new photos",
        "Offer a cheaper plan for the winter",
        "Name somebody who answers for the shop's texts",
    ],
    [
        "فرستادن آمار کمپین پیشین",
        "تأیید عکس‌های تازه",
        "پیشنهاد برنامه‌ای کم‌هزینه‌تر برای زمستان",
        "معرفی مسئول متن‌های فروشگاه",
    ],
];

/// What is handed over with a client, by language.
pub(super) const HANDOVERS: [[&str; 3]; 2] = [
    [
        "Knows the history since the first campaign; prefers calls to mails.",
        "Decides slowly: send the offer two weeks before it is needed. Invoices go to the bookkeeper.",
        "Was unhappy with the spring launch. Do not bring up the old logo.",
    ],
    [
        "از نخستین کمپین با ماست؛ تلفن را به ایمیل ترجیح می‌دهد.",
        "آهسته تصمیم می‌گیرد: پیشنهاد را دو هفته زودتر بفرستید. صورت‌حساب‌ها برای حسابدار می‌رود.",
        "از آغاز کار بهاره راضی نبود. درباره‌ی لوگوی قدیمی صحبت نکنید.",
    ],
];

/// Projects, by language.
pub(super) const PROJECTS: [[&str; 7]; 2] = [
    [
        "Autumn campaign",
        "New website",
        "Brand refresh",
        "Loyalty programme",
        "Product photos",
        "Newsletter",
        "Trade fair stand",
    ],
    [
        "کمپین پاییز",
        "وب‌سایت تازه",
        "بازآفرینی برند",
        "باشگاه مشتریان",
        "عکاسی محصول",
        "خبرنامه",
        "غرفه‌ی نمایشگاه",
    ],
];

/// Phases, by language.
pub(super) const PHASES: [[&str; 3]; 2] = [["Discover", "Build", "Launch"], ["شناخت", "ساخت", "آغاز"]];

/// What is reached at the end of each phase, by language.
pub(super) const REACHED: [[&str; 3]; 2] = [
    ["Brief agreed", "First version shown", "Live"],
    ["توافق بر شرح کار", "نمایش نسخه‌ی نخست", "آغاز به کار"],
];

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

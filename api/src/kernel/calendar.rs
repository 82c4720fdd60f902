//! Business days and months: an agency's time zone, and the Gregorian or the Jalali calendar.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use entity::agency::Calendar;
use icu_calendar::{
    Date,
    cal::{Iso, Persian},
};
use jiff::tz::TimeZone;

/// A month: its label, its first day and the first day after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Year and month, for example 2026-11 or 1405-09.
    pub label: String,
    /// The first day.
    pub from: NaiveDate,
    /// The first day of the next month.
    pub until: NaiveDate,
}

/// The month of a calendar that a day lies in.
#[must_use]
pub fn month_of(day: NaiveDate, calendar: Calendar) -> Option<Month> {
    let (year, month) = match calendar {
        Calendar::Gregorian => (day.year(), u8::try_from(day.month()).ok()?),
        Calendar::Jalali => {
            let iso = Date::try_new_iso(
                day.year(),
                u8::try_from(day.month()).ok()?,
                u8::try_from(day.day()).ok()?,
            )
            .ok()?;
            let jalali = iso.to_calendar(Persian);
            (jalali.year().extended_year(), jalali.month().ordinal)
        }
    };
    let next = if month == 12 {
        (year.checked_add(1)?, 1)
    } else {
        (year, month + 1)
    };
    let (from, until) = (
        first_day(year, month, calendar)?,
        first_day(next.0, next.1, calendar)?,
    );
    Some(Month {
        label: format!("{year:04}-{month:02}"),
        from,
        until,
    })
}

fn first_day(year: i32, month: u8, calendar: Calendar) -> Option<NaiveDate> {
    match calendar {
        Calendar::Gregorian => NaiveDate::from_ymd_opt(year, u32::from(month), 1),
        Calendar::Jalali => {
            let iso = Date::try_new_persian(year, month, 1).ok()?.to_calendar(Iso);
            NaiveDate::from_ymd_opt(
                iso.year().extended_year(),
                u32::from(iso.month().ordinal),
                u32::from(iso.day_of_month().0),
            )
        }
    }
}

/// Year, month and day of a day as a calendar counts them.
#[must_use]
pub fn parts_of(day: NaiveDate, calendar: Calendar) -> Option<(i32, u8, u8)> {
    let month = u8::try_from(day.month()).ok()?;
    let of_month = u8::try_from(day.day()).ok()?;
    match calendar {
        Calendar::Gregorian => Some((day.year(), month, of_month)),
        Calendar::Jalali => {
            let jalali = Date::try_new_iso(day.year(), month, of_month)
                .ok()?
                .to_calendar(Persian);
            Some((
                jalali.year().extended_year(),
                jalali.month().ordinal,
                jalali.day_of_month().0,
            ))
        }
    }
}

/// The months from the one of `first` to the one of `last`, at most `limit` of them.
#[must_use]
pub fn months(first: NaiveDate, last: NaiveDate, calendar: Calendar, limit: usize) -> Vec<Month> {
    let after = |month: &Month| month_of(month.until, calendar).filter(|next| next.from <= last);
    std::iter::successors(month_of(first, calendar), after)
        .take(limit)
        .collect()
}

/// Whether the name is an IANA time zone that we know.
#[must_use]
pub fn is_time_zone(name: &str) -> bool {
    !name.is_empty() && name.len() <= 64 && TimeZone::get(name).is_ok()
}

/// The day it is somewhere at a moment.
#[must_use]
pub fn day_at(moment: DateTime<Utc>, time_zone: &str) -> NaiveDate {
    let local = TimeZone::get(time_zone)
        .ok()
        .zip(jiff::Timestamp::from_microsecond(moment.timestamp_micros()).ok());
    let day = local.and_then(|(zone, moment)| {
        let date = zone.to_datetime(moment).date();
        NaiveDate::from_ymd_opt(
            i32::from(date.year()),
            u32::from(date.month().unsigned_abs()),
            u32::from(date.day().unsigned_abs()),
        )
    });
    day.unwrap_or_else(|| moment.date_naive())
}

/// The moment a day begins somewhere.
#[must_use]
pub fn start_of(day: NaiveDate, time_zone: &str) -> DateTime<Utc> {
    let utc = day.and_time(chrono::NaiveTime::MIN).and_utc();
    let date = jiff::civil::Date::new(
        i16::try_from(day.year()).unwrap_or(1970),
        i8::try_from(day.month()).unwrap_or(1),
        i8::try_from(day.day()).unwrap_or(1),
    );
    let start = date.and_then(|date| date.in_tz(time_zone));
    start
        .ok()
        .and_then(|start| DateTime::from_timestamp_micros(start.timestamp().as_microsecond()))
        .unwrap_or(utc)
}

/// The day after.
#[must_use]
pub fn next_day(day: NaiveDate) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(1)).unwrap_or(day)
}

/// The day before.
#[must_use]
pub fn day_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_signed(TimeDelta::days(1)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn jalali_months_begin_where_the_calendar_of_iran_begins_them() {
        let nowruz = month_of(day("2026-03-21"), Calendar::Jalali);
        let before = month_of(day("2026-03-20"), Calendar::Jalali);

        assert_eq!(
            nowruz,
            Some(Month {
                label: "1405-01".into(),
                from: day("2026-03-21"),
                until: day("2026-04-21")
            })
        );
        assert_eq!(
            before.map(|month| (month.label, month.until)),
            Some(("1404-12".into(), day("2026-03-21")))
        );
    }

    #[test]
    fn a_day_has_its_parts_in_both_calendars() {
        assert_eq!(parts_of(day("2026-11-24"), Calendar::Jalali), Some((1405, 9, 3)));
        assert_eq!(
            parts_of(day("2026-11-24"), Calendar::Gregorian),
            Some((2026, 11, 24))
        );
    }

    #[test]
    fn months_follow_each_other_without_a_gap() {
        for calendar in [Calendar::Gregorian, Calendar::Jalali] {
            let months = months(day("2023-01-15"), day("2027-05-02"), calendar, 100);

            assert!(months.windows(2).all(|pair| pair[0].until == pair[1].from));
            assert!(months.len() >= 52);
        }
    }

    #[test]
    fn a_business_day_begins_in_the_agencys_time_zone() {
        assert_eq!(
            start_of(day("2026-07-01"), "Europe/Berlin").to_rfc3339(),
            "2026-06-30T22:00:00+00:00"
        );
        assert_eq!(
            start_of(day("2026-12-01"), "Asia/Tehran").to_rfc3339(),
            "2026-11-30T20:30:00+00:00"
        );
        let late = "2026-11-24T21:00:00Z".parse().expect("an instant");
        assert_eq!(day_at(late, "Asia/Tehran"), day("2026-11-25"));
    }
}

//! The phrases that dates and times are said in: four tables, read top to bottom. Each row makes
//! one token of the phrase that it begins with; a later table sees what an earlier one made.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Weekday};

use super::lexicon::Clock;
use super::lexicon::Token::{
    self, Ago, At, Date, End, Few, In, Last, Meridiem, Minutes, Moment, Month, Next, Now, Number,
    Ordinal, Part, Past, Sign, This, To, Today, Unit,
};
use super::lexicon::Unit as Span;
use super::read::WhenError;
use super::{full_day, to_minute};

/// From where, and in which direction, dates are meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader {
    pub now: NaiveDateTime,
    pub sense: Sense,
}

/// Which of several possible dates is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// When something happened.
    Past,
    /// When something is due.
    Due,
    /// Either.
    Date,
}

/// How many tokens a row takes, and what it makes of them.
type Row = Option<(usize, Result<Token, WhenError>)>;

/// A due day and month gone by this many days is a slip, not a date of next year.
const SLIP: i64 = 60;

impl Reader {
    /// Makes all that can be made of the words.
    pub fn read(self, mut tokens: Vec<Token>) -> Result<Vec<Token>, WhenError> {
        for table in [Self::numeric, Self::named, Self::relative, Self::leftover] {
            tokens = self.rewrite(&tokens, table)?;
        }
        Ok(tokens)
    }

    fn rewrite(
        self,
        tokens: &[Token],
        table: fn(Self, &[Token]) -> Row,
    ) -> Result<Vec<Token>, WhenError> {
        let mut made = Vec::new();
        let mut rest = tokens;
        while let [first, after @ ..] = rest {
            let (token, left) = match table(self, rest) {
                Some((taken, token)) => (token?, rest.get(taken..).unwrap_or_default()),
                None => (*first, after),
            };
            made.push(token);
            rest = left;
        }
        Ok(made)
    }

    /// Dates in figures, times, and figures that carry an ending.
    fn numeric(self, tokens: &[Token]) -> Row {
        Some(match *tokens {
            [
                Number(y, 4),
                Sign(a @ ('-' | '/')),
                Number(m, _),
                Sign(b),
                Number(d, _),
                ..,
            ] if a == b => (5, calendar(d, m, y, 4)),
            [
                Number(d, _),
                Sign(a @ ('-' | '/' | '.')),
                Number(m, _),
                Sign(b),
                Number(y, n),
                ..,
            ] if a == b => (5, calendar(d, m, y, n)),
            [
                Number(h, n),
                Sign(':'),
                Number(m, 2),
                Sign(':'),
                Number(_, 2),
                ..,
            ] => (5, clock(h, m, n)),
            [
                Number(h, n),
                Sign(':' | '.'),
                Number(m, 2),
                Meridiem(pm),
                ..,
            ] => (4, twelve(h, m, n, pm)),
            [Number(h, n), Sign(':' | '.'), Number(m, 2), ..] => (3, clock(h, m, n)),
            [Number(h, n @ (1 | 2)), Meridiem(pm), ..] => (2, twelve(h, 0, n, pm)),
            [Number(hm, n @ (3 | 4)), Meridiem(pm), ..] => {
                (2, twelve(hm / 100, hm % 100, n - 2, pm))
            }
            [Number(d, n), Ordinal, ..] => (2, Ok(Number(d, n))),
            _ => return None,
        })
    }

    /// Dates with the month's name or without a year, and times in words.
    fn named(self, tokens: &[Token]) -> Row {
        Some(match *tokens {
            [Number(d, _), Month(m), Number(y, n), ..] if is_year(y, n) => {
                (3, calendar(d, m, y, n))
            }
            [
                Number(d, _),
                Sign('-'),
                Month(m),
                Sign('-'),
                Number(y, n),
                ..,
            ] => (5, calendar(d, m, y, n)),
            [Month(m), Number(d, 1 | 2), Number(y, 4), ..] if is_year(y, 4) => {
                (3, calendar(d, m, y, 4))
            }
            [Number(d, _), Month(m), ..] => (2, self.yearless(d, m)),
            [Number(d, _), Sign('-'), Month(m), ..] => (3, self.yearless(d, m)),
            [Month(m), Number(d, 1 | 2), ..] => (2, self.yearless(d, m)),
            [Number(d, 1 | 2), Sign('/'), Number(m, 1 | 2), ..] => (3, self.yearless(d, m)),
            [minutes, Past, hour, ..] => (3, spoken(minutes, hour, false)?),
            [minutes, To, hour, ..] => (3, spoken(minutes, hour, true)?),
            [At, hour, ..] => (2, hour_of(hour)?.map(Token::Clock)),
            _ => return None,
        })
    }

    /// Dates and times seen from now.
    fn relative(self, tokens: &[Token]) -> Row {
        Some(match *tokens {
            [Token::Clock(c), Meridiem(pm), ..] if !c.sure => {
                (2, twelve((c.hour + 11) % 12 + 1, c.minute, 1, pm))
            }
            [Minutes(m), Few(1), Unit(Span::Hour), Ago, ..] => {
                (4, self.span(m, Span::Minute, false))
            }
            [Number(n, _) | Few(n), Unit(unit), Ago, ..] => (3, self.span(n, unit, false)),
            [In, Number(n, _) | Few(n), Unit(unit), ..] => (3, self.span(n, unit, true)),
            [In, Unit(unit), ..] => (2, self.span(1, unit, true)),
            [Sign('+'), Number(n, _), Unit(unit), ..] => (3, self.span(n, unit, true)),
            [Sign('-'), Number(n, _), Unit(unit), ..] => (3, self.span(n, unit, false)),
            [Sign('+'), Number(n, _), ..] => (2, self.span(n, Span::Day, true)),
            [Sign('-'), Number(n, _), ..] => (2, self.span(n, Span::Day, false)),
            [Number(n, _) | Few(n), Unit(unit), ..] => (2, self.span(n, unit, true)),
            [Token::Weekday(day), Last, Unit(Span::Week), ..] => (3, self.in_week(day, -1)),
            [Token::Weekday(day), Next, Unit(Span::Week), ..] => (3, self.in_week(day, 1)),
            [Token::Weekday(day), Date(date), ..] => (2, agree(day, date)),
            [Last, Token::Weekday(day), ..] => (
                2,
                self.shift(-days_since(day, self.today().pred_opt()?) - 1),
            ),
            [Next, Token::Weekday(day), ..] => (2, self.in_week(day, 1)),
            [This, Token::Weekday(day), ..] => (2, self.weekday(day)),
            [Token::Weekday(day), ..] => (1, self.weekday(day)),
            [Last, Unit(unit), ..] => (2, self.span(1, unit, false)),
            [Next, Unit(unit), ..] => (2, self.span(1, unit, true)),
            [End, This, Unit(Span::Week), ..] => {
                (3, self.shift(days_until(Weekday::Fri, self.today())))
            }
            [End, Unit(Span::Week), ..] => (2, self.shift(days_until(Weekday::Fri, self.today()))),
            [Last, Part(_), ..] => (1, self.shift(-1)),
            [This, Part(_), ..] => (1, self.shift(0)),
            [Today(days), ..] => (1, self.shift(days)),
            [Now, ..] => (1, Ok(Moment(to_minute(self.now)))),
            _ => return None,
        })
    }

    /// What can only be a time once all else has been read.
    fn leftover(self, tokens: &[Token]) -> Row {
        Some(match *tokens {
            [Number(hm, n @ (3 | 4)), ..] => (1, clock(hm / 100, hm % 100, n - 2)),
            // An hour on its own is a time only if it is said to be about one.
            [Token::Roughly, hour @ (Number(_, 1 | 2) | Few(_)), ..] => {
                (2, hour_of(hour)?.map(Token::Around))
            }
            [Meridiem(pm), ..] => (
                1,
                Ok(Part(if pm {
                    super::DayPart::Afternoon
                } else {
                    super::DayPart::Morning
                })),
            ),
            _ => return None,
        })
    }

    fn today(self) -> NaiveDate {
        self.now.date()
    }

    fn shift(self, days: i64) -> Result<Token, WhenError> {
        let date = self.today().checked_add_signed(TimeDelta::days(days));
        date.map(Date).ok_or(WhenError::TooFar)
    }

    fn span(self, count: u32, unit: Span, forward: bool) -> Result<Token, WhenError> {
        // Nobody means more, and calendars end somewhere.
        if count > 10_000 {
            return Err(WhenError::TooFar);
        }
        let signed = if forward {
            i64::from(count)
        } else {
            -i64::from(count)
        };
        match unit {
            Span::Minute => self.moment(TimeDelta::minutes(signed)),
            Span::Hour => self.moment(TimeDelta::hours(signed)),
            Span::Day => self.shift(signed),
            Span::Week => self.shift(signed * 7),
            Span::Fortnight => self.shift(signed * 14),
            Span::Month => {
                let (today, months) = (self.today(), Months::new(count));
                let date = if forward {
                    today.checked_add_months(months)
                } else {
                    today.checked_sub_months(months)
                };
                date.map(Date).ok_or(WhenError::TooFar)
            }
        }
    }

    fn moment(self, delta: TimeDelta) -> Result<Token, WhenError> {
        let at = self.now.checked_add_signed(delta);
        at.map(|at| Moment(to_minute(at))).ok_or(WhenError::TooFar)
    }

    fn weekday(self, day: Weekday) -> Result<Token, WhenError> {
        match self.sense {
            Sense::Past => self.shift(-days_since(day, self.today())),
            Sense::Date => self.shift(days_until(day, self.today())),
            Sense::Due => match days_until(day, self.today()) {
                0 => self.shift(7),
                days => self.shift(days),
            },
        }
    }

    /// A weekday of another week than this one; weeks begin on Monday.
    fn in_week(self, day: Weekday, weeks: i64) -> Result<Token, WhenError> {
        let monday = -days_since(Weekday::Mon, self.today());
        self.shift(monday + weeks * 7 + i64::from(day.num_days_from_monday()))
    }

    /// A day and month in the year that is meant; eight years reach over any missing 29 February.
    fn yearless(self, day: u32, month: u32) -> Result<Token, WhenError> {
        let today = self.today();
        let dates = (today.year() - 8..=today.year() + 8)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
        let date = match self.sense {
            Sense::Past => dates.filter(|date| *date <= today).max(),
            Sense::Due => {
                let slip = today
                    .checked_sub_days(Days::new(SLIP.unsigned_abs()))
                    .unwrap_or(today);
                dates.filter(|date| *date >= slip).min()
            }
            Sense::Date => dates.min_by_key(|date| (*date - today).num_days().abs()),
        };
        date.map(Date)
            .ok_or_else(|| WhenError::NotADay(format!("{day}/{month}")))
    }
}

fn days_since(day: Weekday, from: NaiveDate) -> i64 {
    i64::from(from.weekday().days_since(day))
}

fn days_until(day: Weekday, from: NaiveDate) -> i64 {
    i64::from(day.days_since(from.weekday()))
}

const fn is_year(year: u32, figures: usize) -> bool {
    figures == 2 || (figures == 4 && 1900 <= year && year < 2200)
}

fn calendar(day: u32, month: u32, year: u32, figures: usize) -> Result<Token, WhenError> {
    let full = if figures == 2 { 2000 + year } else { year };
    let date = i32::try_from(full)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    match date {
        Some(date) if is_year(year, figures) => Ok(Date(date)),
        _ => Err(WhenError::NotADay(format!("{day}/{month}/{year}"))),
    }
}

/// A weekday said with a date has to be that date's: one of the two is a slip.
fn agree(day: Weekday, date: NaiveDate) -> Result<Token, WhenError> {
    if date.weekday() == day {
        Ok(Date(date))
    } else {
        Err(WhenError::OtherWeekday {
            said: day.to_string(),
            date: full_day(date),
        })
    }
}

/// A time as written: twenty-four hours, but for 1 to 6 without a leading zero.
fn clock(hour: u32, minute: u32, figures: usize) -> Result<Token, WhenError> {
    clock_at(hour, minute, figures).map(Token::Clock)
}

fn clock_at(hour: u32, minute: u32, figures: usize) -> Result<Clock, WhenError> {
    if hour > 23 || minute > 59 {
        return Err(WhenError::NotATime(format!("{hour}:{minute:02}")));
    }
    let sure = hour > 12 || hour == 0 || (figures == 2 && hour < 10);
    let afternoon = !sure && (1..=6).contains(&hour);
    let hour = if afternoon { hour + 12 } else { hour };
    Ok(Clock { hour, minute, sure })
}

/// An hour on its own, or one that its am or pm has made a time already.
fn hour_of(token: Token) -> Option<Result<Clock, WhenError>> {
    match token {
        Number(hour, figures @ (1 | 2)) => Some(clock_at(hour, 0, figures)),
        Few(hour) => Some(clock_at(hour, 0, 1)),
        Token::Clock(clock) if clock.minute == 0 => Some(Ok(clock)),
        _ => None,
    }
}

/// `20 past 8`, `quarter to one`.
fn spoken(minutes: Token, hour: Token, to: bool) -> Option<Result<Token, WhenError>> {
    let (Number(minute, _) | Few(minute) | Minutes(minute)) = minutes else {
        return None;
    };
    let hour = hour_of(hour)?;
    if !(1..=59).contains(&minute) {
        return Some(Err(WhenError::NotATime(format!(
            "{minute} minutes to or past"
        ))));
    }
    Some(hour.and_then(|after| {
        let earlier = (after.hour + 23) % 24;
        match (to, after.sure) {
            (false, _) => Ok(Token::Clock(Clock { minute, ..after })),
            (true, true) => Ok(Token::Clock(Clock {
                hour: earlier,
                minute: 60 - minute,
                sure: true,
            })),
            (true, false) => clock((earlier + 11) % 12 + 1, 60 - minute, 1),
        }
    }))
}

fn twelve(hour: u32, minute: u32, figures: usize, pm: bool) -> Result<Token, WhenError> {
    match hour {
        1..=12 if minute <= 59 => {
            let hour = hour % 12 + if pm { 12 } else { 0 };
            Ok(Token::Clock(Clock {
                hour,
                minute,
                sure: true,
            }))
        }
        // `14:05 pm`: said twice, and in agreement.
        13..=23 if pm => clock(hour, minute, figures),
        _ => Err(WhenError::NotATime(format!(
            "{hour}:{minute:02}{}",
            if pm { "pm" } else { "am" }
        ))),
    }
}

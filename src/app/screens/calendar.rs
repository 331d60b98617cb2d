//! The calendar: a month of what is due, and one of its days.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::today::open_case;
use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::state::{Opened, Screen, State};
use crate::app::term_dates;
use crate::domain::year::AcademicYear;

/// The calendar.
pub struct Calendar {
    /// The day with the cursor; its month is shown.
    pub day: NaiveDate,
    /// The line with the cursor in the list of that day, while one is in it.
    pub line: Option<usize>,
}

impl Calendar {
    /// The calendar with the cursor on a day.
    #[must_use]
    pub const fn new(day: NaiveDate) -> Self {
        Self { day, line: None }
    }

    /// The Monday of the month's first week.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        let first = self.day.with_day(1).unwrap_or(self.day);
        let back = first.weekday().num_days_from_monday();
        earlier(first, u64::from(back))
    }

    /// How many weeks the month touches.
    #[must_use]
    pub fn weeks(&self) -> usize {
        let month = self.day.month();
        let begins = |week: &usize| {
            let monday = later(self.first(), 7 * *week as u64);
            monday.month() == month || *week == 0
        };
        (0..6).filter(begins).count()
    }
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let now = state.now.date_naive();
    let Some(today) = state.opened.as_deref().and_then(Opened::today) else {
        return Vec::new();
    };
    let Some(Screen::Calendar(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let list = today.on_day(screen.day);
    let last = list.len().saturating_sub(1);
    if let Some(line) = screen.line {
        let at = line.min(last);
        let line = match action {
            Action::Up => at.saturating_sub(1),
            Action::Down => (at + 1).min(last),
            Action::PageUp | Action::First => 0,
            Action::PageDown | Action::Last => last,
            Action::OpenHere => {
                if let Some(due) = list.get(at).copied() {
                    open_case(state, due.case);
                }
                return Vec::new();
            }
            Action::Back => {
                screen.line = None;
                return Vec::new();
            }
            _ => at,
        };
        screen.line = Some(line);
        // What is done with the month is done from its list of a day as well.
        let of_month = [
            Action::Left,
            Action::Right,
            Action::ThisDay,
            Action::SetTerms,
        ];
        if !of_month.contains(&action) {
            return Vec::new();
        }
        screen.line = None;
    }
    let day = screen.day;
    screen.day = match action {
        Action::Left => earlier(day, 1),
        Action::Right => later(day, 1),
        Action::Up => earlier(day, 7),
        Action::Down => later(day, 7),
        Action::PageUp => day.checked_sub_months(Months::new(1)).unwrap_or(day),
        Action::PageDown => day.checked_add_months(Months::new(1)).unwrap_or(day),
        Action::First => day.with_day(1).unwrap_or(day),
        Action::Last => day
            .with_day(1)
            .and_then(|first| first.checked_add_months(Months::new(1)))
            .map_or(day, |next| earlier(next, 1)),
        Action::ThisDay => now,
        Action::OpenHere => {
            if list.is_empty() {
                state.say("Nothing is due that day.");
            } else {
                screen.line = Some(0);
            }
            return Vec::new();
        }
        Action::Back => {
            state.screens.pop();
            return Vec::new();
        }
        Action::SetTerms => {
            set_terms(state, day);
            return Vec::new();
        }
        _ => day,
    };
    Vec::new()
}

fn set_terms(state: &mut State, day: NaiveDate) {
    if let Some(opened) = state.opened.as_deref() {
        let page = term_dates::page(&opened.school.terms(), AcademicYear::of(day));
        super::page::open(state, page);
    }
}

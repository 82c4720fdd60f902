//! The words of mails, in the languages of their readers.

use chrono::{DateTime, Utc};
use entity::agency::Locale;

use crate::kernel::message::fill;

/// A mail that we write, with what only this one says.
#[derive(Debug, Clone, Copy)]
pub enum Letter<'a> {
    /// Somebody is asked to join an agency.
    Invitation {
        /// The agency's name.
        agency: &'a str,
        /// Who invites.
        inviter: &'a str,
        /// Where to accept.
        link: &'a str,
        /// Until when the link works.
        until: DateTime<Utc>,
    },
    /// Somebody asked for a new password.
    PasswordReset {
        /// Whose password it is.
        name: &'a str,
        /// Where to choose a new one.
        link: &'a str,
        /// Until when the link works.
        until: DateTime<Utc>,
    },
    /// A refresh token came twice, and its session was ended.
    SessionEnded {
        /// Whose session it was.
        name: &'a str,
        /// What the device called itself.
        device: &'a str,
        /// When it happened.
        at: DateTime<Utc>,
    },
    /// A proposal was sent to somebody at a client.
    Proposal {
        /// Whom it was sent to.
        name: &'a str,
        /// The agency that offers.
        agency: &'a str,
        /// What it is called.
        title: &'a str,
        /// Where to read and answer it.
        link: &'a str,
        /// Until when it can be accepted.
        until: DateTime<Utc>,
    },
}

/// A mail's subject and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

impl Letter<'_> {
    /// The words of this letter in a language.
    pub fn words(&self, locale: Locale) -> Words {
        let (subject, body) = self.template(locale).split_once("\n\n").unwrap_or_default();
        let filled =
            |text: &str, line: bool| fill(text, |name| self.word(name).map(|word| plain(&word, line)));
        Words {
            subject: filled(subject, true),
            body: filled(body, false),
        }
    }

    fn template(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Invitation { .. }, Locale::En) => include_str!("../../templates/mail/en/invitation.txt"),
            (Self::Invitation { .. }, Locale::Fa) => include_str!("../../templates/mail/fa/invitation.txt"),
            (Self::PasswordReset { .. }, Locale::En) => {
                include_str!("../../templates/mail/en/password_reset.txt")
            }
            (Self::PasswordReset { .. }, Locale::Fa) => {
                include_str!("../../templates/mail/fa/password_reset.txt")
            }
            (Self::SessionEnded { .. }, Locale::En) => {
                include_str!("../../templates/mail/en/session_ended.txt")
            }
            (Self::SessionEnded { .. }, Locale::Fa) => {
                include_str!("../../templates/mail/fa/session_ended.txt")
            }
            (Self::Proposal { .. }, Locale::En) => include_str!("../../templates/mail/en/proposal.txt"),
            (Self::Proposal { .. }, Locale::Fa) => include_str!("../../templates/mail/fa/proposal.txt"),
        }
    }

    /// What stands for a name in braces.
    fn word(&self, name: &str) -> Option<String> {
        let moment = |moment: &DateTime<Utc>| moment.format("%Y-%m-%d %H:%M UTC").to_string();
        match (*self, name) {
            (Self::Invitation { agency, .. } | Self::Proposal { agency, .. }, "agency") => {
                Some(agency.to_owned())
            }
            (Self::Invitation { inviter, .. }, "inviter") => Some(inviter.to_owned()),
            (
                Self::Invitation { link, .. }
                | Self::PasswordReset { link, .. }
                | Self::Proposal { link, .. },
                "link",
            ) => Some(link.to_owned()),
            (
                Self::Invitation { until, .. }
                | Self::PasswordReset { until, .. }
                | Self::Proposal { until, .. },
                "until",
            ) => Some(moment(&until)),
            (
                Self::PasswordReset { name, .. }
                | Self::SessionEnded { name, .. }
                | Self::Proposal { name, .. },
                "name",
            ) => Some(name.to_owned()),
            (Self::Proposal { title, .. }, "title") => Some(title.to_owned()),
            (Self::SessionEnded { device, .. }, "device") => Some(device.to_owned()),
            (Self::SessionEnded { at, .. }, "at") => Some(moment(&at)),
            _ => None,
        }
    }
}

/// Names that people chose are one line without control characters, so that they can't pose as our words.
fn plain(word: &str, is_subject: bool) -> String {
    let most = if is_subject { 100 } else { 2_000 };
    word.chars()
        .filter(|character| !character.is_control())
        .take(most)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn until() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn letters<'a>() -> [Letter<'a>; 4] {
        [
            Letter::Invitation {
                agency: "Atelier",
                inviter: "Sara",
                link: "https://a.test/i",
                until: until(),
            },
            Letter::PasswordReset {
                name: "Sara",
                link: "https://a.test/r",
                until: until(),
            },
            Letter::SessionEnded {
                name: "Sara",
                device: "Firefox",
                at: until(),
            },
            Letter::Proposal {
                name: "Sara",
                agency: "Atelier",
                title: "New shop",
                link: "https://a.test/p",
                until: until(),
            },
        ]
    }

    #[test]
    fn no_letter_leaves_a_gap_in_any_language() {
        for letter in letters() {
            for locale in [Locale::En, Locale::Fa] {
                let Words { subject, body } = letter.words(locale);

                assert!(!subject.is_empty() && !subject.contains('\n'), "{subject}");
                assert!(!format!("{subject}{body}").contains(['{', '}']), "{body}");
                assert!(body.contains("2027-01-15 08:00 UTC"), "{body}");
            }
        }
    }

    #[test]
    fn the_languages_differ() {
        for letter in letters() {
            assert_ne!(letter.words(Locale::En), letter.words(Locale::Fa));
        }
    }

    #[test]
    fn a_name_can_not_pose_as_our_words() {
        let agency = "{link}\r\nBcc: all@example.com\n\nClick";
        let letter = Letter::Invitation {
            agency,
            inviter: "Sara",
            link: "https://a.test/i",
            until: until(),
        };

        let Words { subject, body } = letter.words(Locale::En);

        assert_eq!(subject, "Sara invites you to {link}Bcc: all@example.comClick");
        assert!(!body.contains("\nBcc"));
        assert_eq!(body.matches("https://a.test/i").count(), 1);
    }
}

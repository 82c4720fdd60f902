//! What it takes to upload a file.

use async_graphql::InputObject;

use crate::kernel::{
    check::NAME,
    error::{Result, UserError},
};

/// The file to upload.
#[derive(Clone, Debug, InputObject)]
pub struct FileUploadCreateInput {
    /// What it is called, at most 200 characters. Folders before the name, and what does not print, are dropped.
    pub name: String,
    /// How many bytes it has, if that is known: what is too large is then refused before it is sent.
    pub bytes: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl FileUploadCreateInput {
    /// Checks the form of the input, and gives the name that the file is kept under.
    pub(in crate::files) fn check(&self) -> Result<String> {
        let name = plain(&self.name);
        if name.is_empty() {
            return Err(UserError::required("input.name").into());
        }
        if name.chars().count() > NAME {
            let message = say!("at most {longest} characters are allowed", longest = NAME);
            return Err(UserError::too_large("input.name", message).into());
        }
        if self.bytes.is_some_and(|bytes| bytes < 1) {
            let message = say!("a number above zero is needed");
            return Err(UserError::invalid("input.bytes", message).into());
        }
        Ok(name)
    }
}

/// A name without folders, and without what does not print or turns the direction of what follows.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let printed: String = last
        .chars()
        .filter(|symbol| !symbol.is_control() && !turns(*symbol))
        .collect();
    let printed = printed.trim();
    if printed.chars().all(|symbol| symbol == '.') {
        return String::new();
    }
    printed.to_owned()
}

/// Whether a character shows nothing and changes the direction of others: `receipt\u{202E}fdp.exe` reads as a PDF.
const fn turns(symbol: char) -> bool {
    matches!(symbol, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_folders_and_what_does_not_print() {
        for (given, kept) in [
            ("taxi.pdf", "taxi.pdf"),
            ("  C:\\Users\\ada\\taxi.pdf ", "taxi.pdf"),
            ("../../etc/passwd", "passwd"),
            ("ta\u{0}xi\r\n\".pdf", "taxi\".pdf"),
            ("receipt\u{202E}fdp.exe", "receiptfdp.exe"),
            ("رسید تاکسی.pdf", "رسید تاکسی.pdf"),
            ("folder/", ""),
            ("..", ""),
        ] {
            assert_eq!(plain(given), kept, "{given:?}");
        }
    }
}

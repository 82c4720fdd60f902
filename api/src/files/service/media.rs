//! What a file is, by its first bytes: neither its name nor its sender is believed.

/// Kinds that are told by what they begin with.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
];

/// Brands by which a file of the ISO base media format says that its image is coded as HEVC.
const HEIC: &[&[u8]] = &[b"heic", b"heix", b"heim", b"heis"];

/// The most brands that are looked at.
const BRANDS: usize = 16;

/// The media type of a file that begins so; none for kinds that are not taken.
pub(super) fn media_type(beginning: &[u8]) -> Option<&'static str> {
    let told = BEGINNINGS
        .iter()
        .find(|(first, _)| beginning.starts_with(first))
        .map(|(_, media)| *media);
    told.or_else(|| is_webp(beginning).then_some("image/webp"))
        .or_else(|| is_heic(beginning).then_some("image/heic"))
}

fn is_webp(beginning: &[u8]) -> bool {
    beginning.starts_with(b"RIFF") && beginning.get(8..12) == Some(b"WEBP")
}

/// The first box names its length, its type, a brand, a version, and further brands.
fn is_heic(beginning: &[u8]) -> bool {
    let length = beginning
        .first_chunk::<4>()
        .and_then(|length| usize::try_from(u32::from_be_bytes(*length)).ok());
    let first = length.and_then(|length| beginning.get(4..length));
    let Some(brands) = first.and_then(|first| first.strip_prefix(b"ftyp")) else {
        return false;
    };
    brands
        .chunks_exact(4)
        .take(BRANDS)
        .any(|brand| HEIC.contains(&brand))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_what_they_begin_with() {
        for (beginning, media) in [
            (&b"%PDF-1.7\n"[..], "application/pdf"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"GIF89a\x01\0", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic\0\0\0\0meta", "image/heic"),
        ] {
            assert_eq!(media_type(beginning), Some(media), "{media}");
        }
    }

    #[test]
    fn nothing_else_is_taken() {
        for beginning in [
            &b""[..],
            b"<!doctype html><title>receipt.pdf</title>",
            b" %PDF-1.7",
            b"%PDF",
            b"PK\x03\x04",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"RIFF\x24\0\0\0WAVEfmt ",
            b"\0\0\0\x14ftypmif1\0\0\0\0avif",
            b"\0\0\0\x18ftypisom\0\0\0\0mp41heic"[..20].as_ref(),
            b"\0\0\0\0ftypheic",
        ] {
            assert_eq!(media_type(beginning), None, "{beginning:?}");
        }
    }
}

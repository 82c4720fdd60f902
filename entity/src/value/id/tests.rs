use super::*;

#[test]
fn an_id_reads_back_what_it_shows_in_any_case() {
    let id = Uuid::from_u128(0x0190_f3c2_7b5e_7abc_8def_0123_4567_89ab);

    let shown = Kind::Client.show(id);

    assert_eq!(shown.len(), 4 + DIGITS);
    assert_eq!(Kind::Client.read(&shown), Ok(id));
    assert_eq!(Kind::Client.read(&shown.to_uppercase()), Ok(id));
    assert_eq!(Kind::Project.read(&shown), Err(IdError));
}

#[test]
fn ids_sort_as_their_uuids_do() {
    let ids = [Uuid::nil(), Uuid::from_u128(31), Uuid::from_u128(32), Uuid::max()];

    let shown: Vec<String> = ids.iter().map(|id| Kind::Client.show(*id)).collect();

    assert!(shown.is_sorted());
}

#[test]
fn prefixes_are_unique_and_text_beyond_128_bits_is_no_id() {
    for (at, kind) in Kind::ALL.iter().enumerate() {
        assert!(
            Kind::ALL
                .iter()
                .skip(at + 1)
                .all(|other| other.prefix() != kind.prefix())
        );
    }

    assert_eq!(Kind::read_any("cli_8zzzzzzzzzzzzzzzzzzzzzzzzz"), Err(IdError));
}

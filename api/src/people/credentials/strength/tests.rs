use proptest::prelude::*;

use super::*;

fn check(password: &str, bearer: &Bearer<'_>) -> Result<(), Weakness> {
    super::check(password, bearer, &Lengths::default())
}

const SARA: Bearer<'static> = Bearer {
    email: "sara.ahmadi@northwind.example",
    agencies: &["Atelier Blau & Partner"],
    is_owner: false,
};

#[test]
fn the_list_is_sorted_and_holds_ten_thousand() {
    let (entries, rest) = COMMON.as_chunks::<6>();

    assert!(rest.is_empty());
    assert!(entries.len() >= 10_000);
    assert!(entries.is_sorted());
}

#[test]
fn long_and_rare_passwords_are_taken() {
    for good in [
        "correct horse battery staple",
        "صبح بخیر، همسایه‌ی خوب",
        "kZ7#vm-Qp2x!Lw",
        "ahmadi likes seventeen pears",
    ] {
        assert_eq!(check(good, &SARA), Ok(()), "{good}");
    }
}

#[test]
fn length_is_counted_in_characters() {
    let owner = Bearer {
        is_owner: true,
        ..SARA
    };

    assert_eq!(check("vm-Qp2x!Lwk", &SARA), Err(Weakness::TooShort(12)));
    assert_eq!(check("vm-Qp2x!LwkR", &SARA), Ok(()));
    assert_eq!(check("vm-Qp2x!LwkR", &owner), Err(Weakness::TooShort(15)));
    assert_eq!(check("سلامدوستمن", &SARA), Err(Weakness::TooShort(12)));
    assert_eq!(check(&"vm-Qp2x!".repeat(17), &SARA), Err(Weakness::TooLong(128)));
}

#[test]
fn common_passwords_are_refused_however_they_are_dressed_up() {
    for common in [
        "1qaz2wsx3edc",
        "Q1W2E3R4T5Y6",
        "Password2026!",
        "P@ssw0rd2026!",
        "baseballbaseball",
        "!!monkey!!!!!!",
    ] {
        assert_eq!(check(common, &SARA), Err(Weakness::Common), "{common}");
    }
}

#[test]
fn rows_and_repetitions_are_refused() {
    for regular in [
        "aaaaaaaaaaaa",
        "abababababab",
        "abcdefghijklm",
        "987654321098",
        "1234123412341234",
    ] {
        assert_eq!(check(regular, &SARA), Err(Weakness::Regular), "{regular}");
    }
}

#[test]
fn names_that_belong_to_the_bearer_are_refused() {
    for personal in [
        "Northwind2026!",
        "sara.ahmadi@northwind.example",
        "atelier-blau-1",
        "Rapport-2026-!",
        "rapportpassword",
    ] {
        assert_eq!(check(personal, &SARA), Err(Weakness::Personal), "{personal}");
    }
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(password in ".{0,140}", email in ".{0,40}", agency in ".{0,20}") {
        let bearer = Bearer { email: &email, agencies: &[&agency], is_owner: false };

        let answer = check(&password, &bearer);

        if password.chars().count() < 12 {
            prop_assert_eq!(answer, Err(Weakness::TooShort(12)));
        }
    }

    #[test]
    fn a_unit_rebuilds_its_text(unit in "[a-c]{1,3}", times in 1_usize..6) {
        let text = unit.repeat(times);

        let found = repeated_unit(&text);

        prop_assert_eq!(found.repeat(text.len() / found.len()), text.clone());
        prop_assert!(found.len() <= unit.len() || times == 1);
    }
}

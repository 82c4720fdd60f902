use entity::value::{CurrencyCode, price};
use proptest::prelude::*;

use super::*;

fn part(net: i64, rate_bps: i32) -> Part {
    Part {
        net,
        category: if rate_bps == 0 {
            TaxCategory::OutOfScope
        } else {
            TaxCategory::Standard
        },
        rate_bps,
    }
}

const BOTH: [TaxRounding; 2] = [TaxRounding::PerGroup, TaxRounding::PerLine];

/// Case T1 of Invoice Ninja's unit tests: 25 × {0.333, 0.333, 1.333, 0.267, 0.05} without tax is 57.92; binary fractions give 57.91.
#[test]
fn amounts_are_rounded_from_the_exact_product() {
    let prices = [333_000, 333_000, 1_333_000, 267_000, 50_000];
    let nets = prices.map(|micro| price::of_quantity_less(250_000, micro, 0, CurrencyCode::EUR).unwrap());
    let parts = nets.map(|net| part(net, 0));

    for rounding in BOTH {
        let sums = sum_up(&parts, 0, rounding).unwrap();

        assert_eq!((sums.net, sums.tax, sums.total), (5_792, 0, 5_792));
    }
}

/// Case T2 of Invoice Ninja's unit tests: 8 000 and 9 500 at 5 % less 14 191 is 3 474.45, with 165.45 of tax. Both ways of rounding
/// agree.
#[test]
fn a_discount_on_the_whole_is_shared_out_before_tax() {
    let parts = [part(800_000, 500), part(950_000, 500)];

    for rounding in BOTH {
        let sums = sum_up(&parts, 1_419_100, rounding).unwrap();

        assert_eq!(
            (sums.subtotal, sums.net, sums.tax, sums.total),
            (1_750_000, 330_900, 16_545, 347_445)
        );
        assert_eq!(sums.nets, [151_269, 179_631]);
        let taxes: Vec<_> = sums
            .nets
            .iter()
            .map(|net| exact::share(*net, 500, WHOLE_BPS).unwrap())
            .collect();
        assert_eq!(taxes, [7_563, 8_982]);
    }
}

/// Case T5 of Invoice Ninja's unit tests: 1 × 82.6446 and 21 %. Tax on the rounded net, as EN 16931 has it, makes 99.99.
#[test]
fn tax_is_taken_of_the_rounded_amount() {
    let net = price::of_quantity_less(10_000, 82_644_600, 0, CurrencyCode::EUR).unwrap();

    for rounding in BOTH {
        let sums = sum_up(&[part(net, 2_100)], 0, rounding).unwrap();

        assert_eq!((sums.net, sums.tax, sums.total), (8_264, 1_735, 9_999));
    }
}

#[test]
fn where_tax_is_rounded_can_make_a_difference() {
    let parts = [part(3, 1_900), part(3, 1_900), part(3, 1_900)];

    let tax = |rounding| sum_up(&parts, 0, rounding).unwrap().tax;

    assert_eq!((tax(TaxRounding::PerGroup), tax(TaxRounding::PerLine)), (2, 3));
}

#[test]
fn a_discount_never_takes_more_than_there_is() {
    let sums = sum_up(&[part(500, 1_900), part(0, 0)], 700, TaxRounding::PerGroup).unwrap();

    assert_eq!((sums.discount, sums.net, sums.total), (500, 0, 0));
    assert_eq!(sum_up(&[], 700, TaxRounding::PerGroup).unwrap().total, 0);
}

#[test]
fn what_does_not_fit_is_nothing_and_no_other_number() {
    assert_eq!(
        sum_up(&[part(i64::MAX, 0), part(1, 0)], 0, TaxRounding::PerGroup),
        None
    );
    assert_eq!(sum_up(&[part(i64::MAX, 1)], 0, TaxRounding::PerGroup), None);
}

proptest! {
    /// M3 and M4: shares of a discount add up to it, the total is the nets and the taxes of the groups, and no line turns negative.
    #[test]
    fn a_total_is_the_sum_of_its_lines_and_of_the_tax_of_its_groups(
        lines in prop::collection::vec((0..10_000_000_000_i64, prop::sample::select(vec![0, 500, 700, 1_900, 2_100])), 0..60),
        discount in 0..20_000_000_000_i64,
        rounding in prop::sample::select(BOTH.to_vec()),
    ) {
        let parts: Vec<Part> = lines.iter().map(|(net, rate)| part(*net, *rate)).collect();

        let sums = sum_up(&parts, discount, rounding).unwrap();

        prop_assert_eq!(sums.nets.iter().sum::<i64>(), sums.net);
        prop_assert_eq!(sums.subtotal - sums.discount, sums.net);
        prop_assert_eq!(sums.taxes.iter().map(|(_, _, net, _)| net).sum::<i64>(), sums.net);
        prop_assert_eq!(sums.taxes.iter().map(|(.., tax)| tax).sum::<i64>(), sums.tax);
        prop_assert_eq!(sums.net + sums.tax, sums.total);
        prop_assert!(sums.nets.iter().all(|net| *net >= 0));
    }

    /// The two ways of rounding differ by half a coin a line at the most.
    #[test]
    fn the_ways_of_rounding_stay_close(nets in prop::collection::vec(0..1_000_000_i64, 1..60), rate in 1..3_000) {
        let parts: Vec<Part> = nets.iter().map(|net| part(*net, rate)).collect();

        let [group, line] = BOTH.map(|rounding| sum_up(&parts, 0, rounding).unwrap().tax);

        prop_assert!(2 * (group - line).abs() <= i64::try_from(nets.len()).unwrap() + 1);
    }
}

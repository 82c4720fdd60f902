//! Exact arithmetic on whole numbers: one way of rounding, and shares that add up to the whole.

/// `numerator / denominator`, rounded half away from zero; none when the denominator is zero.
#[must_use]
pub fn divide(numerator: i128, denominator: i128) -> Option<i128> {
    if denominator == 0 {
        return None;
    }
    let (quotient, rest) = (
        numerator.checked_div(denominator)?,
        numerator.checked_rem(denominator)?,
    );
    let away = rest.unsigned_abs() >= denominator.unsigned_abs().div_ceil(2);
    let sign = if (numerator < 0) == (denominator < 0) {
        1
    } else {
        -1
    };
    quotient.checked_add(if away && rest != 0 { sign } else { 0 })
}

/// `value × numerator / denominator`, rounded once; none when it does not fit.
#[must_use]
pub fn share(value: i64, numerator: i64, denominator: i64) -> Option<i64> {
    let product = i128::from(value).checked_mul(i128::from(numerator))?;
    i64::try_from(divide(product, i128::from(denominator))?).ok()
}

/// A whole split in proportion to weights, by the largest remainder; among equal remainders earlier parts come first. The
/// parts always add up to the whole. None when the weights are negative or add up to zero.
#[must_use]
pub fn allocate(whole: i64, weights: &[i64]) -> Option<Vec<i64>> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum <= 0 || weights.iter().any(|weight| *weight < 0) {
        return None;
    }
    let (size, sign) = (i128::from(whole).abs(), i128::from(whole.signum()));
    let exact = weights.iter().map(|weight| size * i128::from(*weight));
    let mut parts: Vec<(i128, i128)> = exact.map(|part| (part / sum, part % sum)).collect();
    let given: i128 = parts.iter().map(|(part, _)| *part).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(parts.get(*at).map_or(0, |(_, rest)| *rest)));
    let missing = usize::try_from(size - given).ok()?;
    for at in order.into_iter().take(missing) {
        if let Some((part, _)) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
        .into_iter()
        .map(|(part, _)| i64::try_from(part * sign).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let cases = [
            (5, 10, 1),
            (-5, 10, -1),
            (4, 10, 0),
            (15, 10, 2),
            (-14, 10, -1),
            (7, -2, -4),
            (1, 3, 0),
        ];

        for (numerator, denominator, rounded) in cases {
            assert_eq!(
                divide(numerator, denominator),
                Some(rounded),
                "{numerator}/{denominator}"
            );
        }
        assert_eq!(divide(1, 0), None);
    }

    #[test]
    fn what_cannot_be_split_evenly_goes_to_the_largest_remainders_and_then_to_the_first() {
        assert_eq!(allocate(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
        assert_eq!(allocate(-100, &[1, 1, 1]), Some(vec![-34, -33, -33]));
        assert_eq!(allocate(10, &[1, 5, 0]), Some(vec![2, 8, 0]));
        assert_eq!(allocate(10, &[0, 0]), None);
        assert_eq!(allocate(10, &[]), None);
    }

    proptest! {
        #[test]
        fn a_rounded_quotient_is_never_further_off_than_half(numerator in any::<i64>(), denominator in 1..i64::MAX) {
            let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));

            let rounded = divide(numerator, denominator).unwrap();

            prop_assert!((rounded * denominator - numerator).abs() * 2 <= denominator);
        }

        #[test]
        fn parts_add_up_to_the_whole_and_none_is_a_unit_off(whole in any::<i64>(), weights in prop::collection::vec(0..1_000_000_i64, 1..40)) {
            let sum: i64 = weights.iter().sum();
            prop_assume!(sum > 0);

            let parts = allocate(whole, &weights).unwrap();

            prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(whole));
            for (part, weight) in parts.iter().zip(&weights) {
                let off = i128::from(*part) * i128::from(sum) - i128::from(whole) * i128::from(*weight);
                prop_assert!(off.abs() < i128::from(sum));
            }
        }
    }
}

//! Multiples of square roots in whole numbers.

/// A multiple of a square root, between two neighbouring whole numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rooted {
    /// The one below, or the number itself.
    pub(super) floor: i128,
    is_whole: bool,
}

impl Rooted {
    /// The one above, or the number itself.
    pub(super) fn ceil(self) -> Option<i128> {
        if self.is_whole {
            Some(self.floor)
        } else {
            self.floor.checked_add(1)
        }
    }
}

/// `times × √square`, neither negative; none when it does not fit.
///
/// With q = ⌊√square⌋ the result is times × q + t for some t < times, and t is at most it as long as
/// t × (2 × times × q + t) ≤ times × (times × (square − q²)): products of 256 bits, where times² × square could have more.
pub(super) fn times_root(times: i128, square: i128) -> Option<Rooted> {
    let (times, square) = (u128::try_from(times).ok()?, u128::try_from(square).ok()?);
    let root = square.isqrt();
    let whole = root.checked_mul(times)?;
    let twice = whole.checked_mul(2)?;
    twice.checked_add(times)?;
    let rest = product(times, times.checked_mul(square - root * root)?);
    let grown = |more: u128| product(more, twice + more);
    let (mut fits, mut exceeds) = (0, times.max(1));
    while exceeds - fits > 1 {
        let middle = fits + (exceeds - fits) / 2;
        if grown(middle) <= rest {
            fits = middle;
        } else {
            exceeds = middle;
        }
    }
    Some(Rooted {
        floor: i128::try_from(whole.checked_add(fits)?).ok()?,
        is_whole: grown(fits) == rest,
    })
}

/// The product of two numbers: its upper and its lower 128 bits.
const fn product(one: u128, other: u128) -> (u128, u128) {
    const HALF: u32 = u64::BITS;
    const LOW: u128 = (1 << HALF) - 1;
    let (one_high, one_low, other_high, other_low) = (one >> HALF, one & LOW, other >> HALF, other & LOW);
    let (low, high) = (one_low * other_low, one_high * other_high);
    let (left, right) = (one_high * other_low, one_low * other_high);
    let middle = (low >> HALF) + (left & LOW) + (right & LOW);
    (
        high + (left >> HALF) + (right >> HALF) + (middle >> HALF),
        (middle << HALF) | (low & LOW),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_root_that_is_whole_has_no_neighbours() {
        let root = times_root(7, 144).unwrap();

        assert_eq!((root.floor, root.ceil()), (84, Some(84)));
    }

    #[test]
    fn products_have_256_bits() {
        assert_eq!(product(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
        assert_eq!(product(1 << 100, 3 << 50), (3 << 22, 0));
        assert_eq!(product(u128::MAX, 2), (1, u128::MAX - 1));
    }

    #[test]
    fn multiples_whose_squares_exceed_128_bits_are_exact() {
        let root = times_root(1_900_000_000_000_000_000_007, 2).unwrap();

        // 1 900 000 000 000 000 000 007 × √2 = 2 687 005 768 508 880 592 733.…
        assert_eq!(root.floor, 2_687_005_768_508_880_592_733);
        assert_eq!(times_root(i128::MAX, 4).map(|root| root.floor), None);
    }

    proptest! {
        #[test]
        fn a_product_is_the_sum_of_its_parts(one in any::<u64>(), other in any::<u64>(), third in any::<u64>()) {
            let [one, other, third] = [one, other, third].map(u128::from);

            let (high, low) = product(one * other, third);

            // Modulo 2⁶⁴ − 1 a number is the sum of its digits of 64 bits.
            let modulus = u128::from(u64::MAX);
            let halves = |number: u128| ((number >> 64) + (number & modulus)) % modulus;
            let digits = (halves(high) + halves(low)) % modulus;
            prop_assert_eq!(digits, (one * other % modulus) * (third % modulus) % modulus);
        }

        #[test]
        fn a_multiple_of_a_root_lies_between_its_neighbours(square in 0..1_000_000_000_000_000_i128, times in 0..1_000_000_i128) {
            let root = times_root(times, square).unwrap();

            let exact = square * times * times;
            let above = root.floor + 1;
            prop_assert!(root.floor * root.floor <= exact && exact < above * above);
            prop_assert_eq!(root.is_whole, root.floor * root.floor == exact);
        }
    }
}

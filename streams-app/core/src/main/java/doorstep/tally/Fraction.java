// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.regex.Pattern;

/**
 * An exact rational number in lowest terms, so that equal numbers are equal objects. For sums that have to add up and
 * ranks that have to be shared; doubles round each term, and 1/3 + 1/3 + 1/3 of something else may differ from it.
 *
 * @param denominator above 0 after construction; a negative one moves its sign to the numerator
 */
public record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {
    public static final Fraction ZERO = of(0);

    /** Of an {@link #approximation}, relative: three roundings, with room. */
    public static final double ERROR = 1e-15;

    /** Bits behind the point of a double's significand. */
    private static final int DIGITS_OF_DOUBLE = 52;

    /** Of a numerator or denominator that a double can hold, with room. */
    private static final int MOST_BITS = 1_000;

    /**
     * Enough digits that the quotient of two integers of 53 bits rounds to the double that is nearest to it: it is at
     * least 2^-108 of itself away from the middle between two doubles.
     */
    private static final MathContext DIGITS = new MathContext(40);

    /** A double has up to 309 digits, or a denominator of up to 2^1074. */
    private static final Pattern WRITTEN = Pattern.compile("-?[0-9]{1,400}/[1-9][0-9]{0,399}");

    /** @throws IllegalArgumentException if the denominator is 0 */
    public Fraction {
        if (denominator.signum() == 0) {
            throw new IllegalArgumentException(numerator + " / 0");
        }
        BigInteger divisor = divisor(numerator, denominator);
        if (!divisor.equals(BigInteger.ONE)) {
            numerator = numerator.divide(divisor);
            denominator = denominator.divide(divisor);
        }
    }

    /** The greatest common divisor, with the sign of the denominator. Most numbers are small, and thousands are ranked. */
    private static BigInteger divisor(BigInteger numerator, BigInteger denominator) {
        if (denominator.equals(BigInteger.ONE)) {
            return denominator;
        }
        if (numerator.bitLength() >= Long.SIZE - 1 || denominator.bitLength() >= Long.SIZE - 1) {
            return numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
        }
        long a = Math.abs(numerator.longValue());
        long b = Math.abs(denominator.longValue());
        while (a != 0) {
            long rest = b % a;
            b = a;
            a = rest;
        }
        return BigInteger.valueOf(denominator.signum() * b);
    }

    public static Fraction of(long number) {
        return of(number, 1);
    }

    /** @param denominator not 0 */
    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /** The number that the double stands for: 0.1 is not 1/10. @throws IllegalArgumentException unless it is finite */
    public static Fraction of(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(number + " is not a number");
        }
        if (number == (long) number && Math.abs(number) < Long.MAX_VALUE) {
            return of((long) number);
        }
        int exponent = Math.max(Math.getExponent(number), Double.MIN_EXPONENT) - DIGITS_OF_DOUBLE;
        BigInteger digits = BigInteger.valueOf((long) Math.scalb(number, -exponent));
        return exponent >= 0
                ? new Fraction(digits.shiftLeft(exponent), BigInteger.ONE)
                : new Fraction(digits, BigInteger.ONE.shiftLeft(-exponent));
    }

    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Fraction minus(Fraction other) {
        return plus(new Fraction(other.numerator.negate(), other.denominator));
    }

    public Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** @throws IllegalArgumentException if {@code other} is 0 */
    public Fraction dividedBy(Fraction other) {
        return new Fraction(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /** -1, 0 or 1. */
    public int signum() {
        return numerator.signum();
    }

    /** The nearest double where numerator and denominator have 53 bits; else at most one next to it. */
    public double toDouble() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), DIGITS)
                .doubleValue();
    }

    /** Differs from the exact number by less than {@link #ERROR} of it; much faster than {@link #toDouble}. NaN if too large. */
    public double approximation() {
        return numerator.bitLength() > MOST_BITS || denominator.bitLength() > MOST_BITS
                ? Double.NaN
                : numerator.doubleValue() / denominator.doubleValue();
    }

    @Override
    public int compareTo(Fraction other) {
        if (denominator.equals(other.denominator)) {
            return numerator.compareTo(other.numerator);
        }
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is something else, or longer than any figure
     */
    public static Fraction parse(String text) {
        if (!WRITTEN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a fraction");
        }
        int slash = text.indexOf('/');
        return new Fraction(new BigInteger(text.substring(0, slash)), new BigInteger(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}

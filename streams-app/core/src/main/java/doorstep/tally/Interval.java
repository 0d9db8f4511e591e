// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

/**
 * A confidence interval.
 *
 * @param low lower bound
 * @param high upper bound, at or above it
 */
public record Interval(double low, double high) {
    /** Standard normal quantile of a two-sided 95 % interval. */
    public static final double Z_95 = 1.959964;

    /** Standard normal quantile of a two-sided 99.8 % interval. */
    public static final double Z_998 = 3.0902;

    /**
     * Wilson score interval of a share: (2x + z² ± z·sqrt(z² + 4x(1 − x/n))) / (2(n + z²)). Holds for small n and for
     * shares near 0 and 1, where the textbook interval does not (E. B. Wilson, JASA 22, 1927). Its ends are exact: 0
     * for no hits, 1 for only hits; in doubles the formula gives 0.9999999999999999 for one in three n.
     *
     * @param hits 0 to {@code n}
     * @param n above 0
     */
    public static Interval wilson(long hits, long n, double z) {
        double x = hits;
        double z2 = z * z;
        double root = z * Math.sqrt(z2 + 4 * x * (1 - x / n));
        double twice = 2 * (n + z2);
        return new Interval(
                hits == 0 ? 0 : Math.max(0, (2 * x + z2 - root) / twice),
                hits == n ? 1 : Math.min(1, (2 * x + z2 + root) / twice));
    }

    /**
     * Net promoter score ± z · 100 · sqrt((P + D − (P − D)²) / n), clipped to −100…100; P and D are the shares of
     * promoters and detractors (the variance of a variable that is 1, 0 or −1).
     *
     * @param n above 0
     */
    public static Interval netPromoterScore(long promoters, long detractors, long n, double z) {
        double p = (double) promoters / n;
        double d = (double) detractors / n;
        double score = (p - d) * 100;
        double half = z * 100 * Math.sqrt(Math.max(0, p + d - (p - d) * (p - d)) / n);
        return new Interval(Math.max(-100, score - half), Math.min(100, score + half));
    }

    /**
     * The funnel around a share, p ± z · sqrt(p(1 − p) / n), clipped to 0…1: where the shares of {@code n} answers
     * drawn from it fall (D. J. Spiegelhalter, Statistics in Medicine 24, 2005).
     *
     * @param share p, 0 to 1
     * @param n above 0
     */
    public static Interval funnel(double share, long n, double z) {
        double half = z * Math.sqrt(varianceOfShare(share, n));
        return new Interval(Math.max(0, share - half), Math.min(1, share + half));
    }

    /**
     * Of the share of hits among {@code n} draws: p(1 − p) / n.
     *
     * @param share p, 0 to 1
     * @param n above 0
     */
    public static double varianceOfShare(double share, long n) {
        return share * (1 - share) / n;
    }
}

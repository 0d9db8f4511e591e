// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.tally.Interval;

/**
 * Whether a unit differs from its parent, by the funnel test: if the unit's answers were drawn from the parent's, its
 * share x/n would deviate from the parent's p with the variance p(1 − p)/n, so it differs if (x/n − p)² exceeds z² ·
 * p(1 − p)/n. Equal shares never differ. Of twenty units that are all alike, one is expected to differ at 95 %; at 99.8
 * %, one of five hundred (D. J. Spiegelhalter, Statistics in Medicine 24, 2005).
 */
public enum Difference {
    /** Below the parent's 99.8 % limits. */
    FAR_BELOW,
    /** Below the 95 % limits, within those of 99.8 %. */
    BELOW,
    NONE,
    /** Above the 95 % limits, within those of 99.8 %. */
    ABOVE,
    /** Above the 99.8 % limits. */
    FAR_ABOVE;

    /**
     * Whether the share lies strictly outside of {@link Interval#funnel} around the parent's. Compares squares, so that
     * no root is rounded.
     *
     * @param parent or any other unit that the share is compared with
     * @return {@code NONE} if either has no answers
     */
    public static Difference of(Share share, Share parent) {
        if (share.value().isEmpty() || parent.value().isEmpty()) {
            return NONE;
        }
        double p = parent.value().getAsDouble();
        double deviation = share.value().getAsDouble() - p;
        double variance = Interval.varianceOfShare(p, share.answers());
        if (!exceeds(deviation, Interval.Z_95, variance)) {
            return NONE;
        }
        boolean far = exceeds(deviation, Interval.Z_998, variance);
        if (deviation < 0) {
            return far ? FAR_BELOW : BELOW;
        }
        return far ? FAR_ABOVE : ABOVE;
    }

    /** Outside of the 99.8 % limits. */
    public boolean differs() {
        return this == FAR_BELOW || this == FAR_ABOVE;
    }

    /** Outside of the 95 % limits only, as 1 in 20 of units that are all alike. */
    public boolean mayBeChance() {
        return this == BELOW || this == ABOVE;
    }

    private static boolean exceeds(double deviation, double z, double variance) {
        return deviation * deviation > z * z * variance;
    }
}

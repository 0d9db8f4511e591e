// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.tally.Interval;
import java.util.Optional;

/**
 * Result of comparing a share with its target, by the Wilson 95 % interval: a handful of answers proves nothing either
 * way.
 */
public enum Verdict {
    /** Enough answers, and the whole interval is at or above the target. */
    MET,
    /** Enough answers, and the whole interval is below it. */
    MISSED,
    /** Not clear yet: too few answers, or the interval contains the target. */
    UNCLEAR;

    /**
     * Empty without answers. A target of 1 is never MET: the interval of finitely many answers begins below 1.
     *
     * @param enough whether the row has as many answers as {@code answers.min} requires
     * @param target 0 to 1
     */
    static Optional<Verdict> of(Share share, boolean enough, double target) {
        return share.interval(Interval.Z_95).map(interval -> of(interval, enough, target));
    }

    private static Verdict of(Interval interval, boolean enough, double target) {
        if (enough && interval.low() >= target) {
            return MET;
        }
        return enough && interval.high() < target ? MISSED : UNCLEAR;
    }
}

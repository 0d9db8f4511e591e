package doorstep.assessment;

import doorstep.tally.Interval;

/** A share beside its target, judged by the Wilson 95 % interval: a handful of answers proves nothing either way. */
public enum Verdict {
    /** The whole interval lies above the target. */
    MET,
    /** The whole interval lies below it. */
    MISSED,
    /** The interval holds the target, or nobody answered: too few answers to tell. */
    TOO_FEW;

    /** @param target 0 to 1 */
    public static Verdict of(Share share, double target) {
        return share.interval(Interval.Z_95)
                .map(interval -> interval.low() > target ? MET : interval.high() < target ? MISSED : TOO_FEW)
                .orElse(TOO_FEW);
    }
}

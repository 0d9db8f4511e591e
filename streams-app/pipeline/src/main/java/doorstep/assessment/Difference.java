package doorstep.assessment;

import doorstep.tally.Interval;
import java.util.Optional;

/**
 * Where a unit stands beside its parent, by the funnel test: it differs if the parent's share lies outside the unit's own
 * interval. Of twenty units that are all alike, one is expected to differ at 95 %; at 99.8 %, one of five hundred.
 */
public enum Difference {
    /** The parent's share lies above the 99.8 % interval. */
    FAR_BELOW,
    /** Above the 95 % interval, within that of 99.8 %. */
    BELOW,
    NONE,
    /** Below the 95 % interval, within that of 99.8 %. */
    ABOVE,
    /** Below the 99.8 % interval. */
    FAR_ABOVE;

    /** Standard normal quantile of a two-sided 99.8 % interval. */
    private static final double Z_998 = 3.0902;

    public static Difference of(Share share, Share parent) {
        Optional<Interval> near = share.interval(Interval.Z_95);
        Optional<Interval> far = share.interval(Z_998);
        if (near.isEmpty() || far.isEmpty() || parent.value().isEmpty()) {
            return NONE;
        }
        double p = parent.value().getAsDouble();
        if (p > near.get().high()) {
            return p > far.get().high() ? FAR_BELOW : BELOW;
        } else if (p < near.get().low()) {
            return p < far.get().low() ? FAR_ABOVE : ABOVE;
        }
        return NONE;
    }
}

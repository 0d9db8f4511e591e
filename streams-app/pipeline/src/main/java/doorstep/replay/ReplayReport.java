package doorstep.replay;

import java.util.SortedMap;

/**
 * What came of refused records: {@code rows = gone + sent + all of refused}.
 *
 * @param rows of rejects that were looked at
 * @param gone originals that are not at their place any more
 * @param sent records that the pipeline accepts; of a plan, that it would accept
 * @param takenBack those among them without a value, which take their id back for good
 * @param refused records that it would still refuse, and why
 * @param fixed records that a fix, by its text, helped to be accepted
 */
public record ReplayReport(
        long rows,
        long gone,
        long sent,
        long takenBack,
        SortedMap<Cause, Long> refused,
        SortedMap<String, Long> fixed) {
    public long read() {
        return rows - gone;
    }

    public long stillRefused() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}

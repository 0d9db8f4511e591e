package doorstep.window;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes hand-overs in, each once: the number of the last one is kept per sender. What was applied is skipped (a
 * repartition topic read again after its offsets were lost), and a gap stops everything.
 */
public final class Windows {
    /** How far a sender's as-of may lie ahead: it told times apart by day from 48 hours back, and 24 must be left. */
    private static final long MAX_SKEW_MINUTES = 23 * 60;

    private final WindowTallies tallies;
    private final SortedMap<String, Long> lastNumbers;
    private final String place;

    /**
     * @param lastNumbers the number of the last hand-over applied, by sender
     * @param place for messages: which partition this is
     */
    public Windows(WindowTallies tallies, SortedMap<String, Long> lastNumbers, String place) {
        this.tallies = tallies;
        this.lastNumbers = new TreeMap<>(lastNumbers);
        this.place = place;
    }

    public SortedMap<String, Long> lastNumbers() {
        return lastNumbers;
    }

    /**
     * @return whether it was applied; false: it had been before
     * @throws RefusedException HISTORY_MISSING or CLOCK_SKEW
     */
    public boolean take(byte[] bytes) {
        HandOver handOver = HandOver.fromBytes(bytes);
        long last = lastNumbers.getOrDefault(handOver.sender(), 0L);
        if (handOver.number() <= last) {
            return false;
        }
        if (handOver.number() > last + 1) {
            throw new RefusedException("HISTORY_MISSING: " + place + " got hand-over " + handOver.number() + " of "
                    + handOver.sender() + " after number " + last
                    + ". State or hand-overs were lost; run `doorstep rebuild` to count again from the input topics.");
        }
        if (handOver.asOf() - tallies.asOf() > MAX_SKEW_MINUTES) {
            throw new RefusedException("CLOCK_SKEW: " + handOver.sender() + " works "
                    + (handOver.asOf() - tallies.asOf()) + " minutes ahead of " + place
                    + ". Set the clocks of all instances, and the same `as-of`, then start again.");
        }
        handOver.changes().forEach(tallies::apply);
        lastNumbers.put(handOver.sender(), handOver.number());
        return true;
    }
}

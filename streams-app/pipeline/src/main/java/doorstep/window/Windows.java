package doorstep.window;

import java.util.SortedMap;

/** Takes hand-overs in, each once. */
public final class Windows {
    public static final int HAND_OVER_FORMAT = HandOver.FORMAT;
    public static final int TALLY_FORMAT = WindowTallies.FORMAT;
    public static final int UNSENT_FORMAT = UnsentRows.FORMAT;

    /** How far a sender's as-of may lie ahead: it told times apart by day from 48 hours back, and 24 must be left. */
    private static final long MAX_SKEW_MINUTES = 23 * 60;

    private final WindowTallies tallies;
    private final LastNumbers numbers;
    private final String place;

    /**
     * @param lastNumbers the number of the last hand-over applied, by sender
     * @param place for messages: which partition this is
     */
    public Windows(WindowTallies tallies, SortedMap<String, Long> lastNumbers, String place) {
        this.tallies = tallies;
        this.numbers = new LastNumbers(lastNumbers, place);
        this.place = place;
    }

    public SortedMap<String, Long> lastNumbers() {
        return numbers.bySender();
    }

    /**
     * @return whether it was applied; false: it had been before
     * @throws RefusedException HISTORY_MISSING or CLOCK_SKEW
     */
    public boolean take(byte[] bytes) {
        HandOver handOver = HandOver.fromBytes(bytes);
        if (!numbers.isNext(handOver.sender(), handOver.number())) {
            return false;
        }
        if (handOver.asOf() - tallies.asOf() > MAX_SKEW_MINUTES) {
            throw new RefusedException("CLOCK_SKEW: " + handOver.sender() + " works "
                    + (handOver.asOf() - tallies.asOf()) + " minutes ahead of " + place
                    + ". Set the clocks of all instances, and the same `as-of`, then start again.");
        }
        tallies.take(handOver);
        numbers.take(handOver.sender(), handOver.number());
        return true;
    }
}

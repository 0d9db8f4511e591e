package doorstep.window;

/** Takes hand-overs in, each once. */
public final class Windows {
    /** How far a sender's as-of may lie ahead: it told times apart by day from 48 hours back, and 24 must be left. */
    private static final long MAX_SKEW_MINUTES = 23 * 60;

    private final WindowTallies tallies;
    private final TakenBatches taken;
    private final String place;

    /**
     * @param taken hand-overs that were applied; counted on here
     * @param place for messages: which partition this is
     */
    public Windows(WindowTallies tallies, TakenBatches taken, String place) {
        this.tallies = tallies;
        this.taken = taken;
        this.place = place;
    }

    /**
     * @return whether it was applied; false: it had been before
     * @throws RefusedException CLOCK_SKEW, or what {@link TakenBatches#isNext} throws
     */
    public boolean take(byte[] bytes) {
        HandOver handOver = HandOver.fromBytes(bytes);
        BatchHeader header = handOver.header();
        if (!taken.isNext(header, bytes)) {
            return false;
        }
        if (handOver.asOf() - tallies.asOf() > MAX_SKEW_MINUTES) {
            throw new RefusedException("CLOCK_SKEW: " + header.sender() + " works "
                    + (handOver.asOf() - tallies.asOf()) + " minutes ahead of " + place
                    + ". Set the clocks of all instances, and the same `as-of`, then start again.");
        }
        tallies.take(handOver);
        taken.take(header, bytes);
        return true;
    }
}

package doorstep.window;

/** Takes hand-overs in, each once. */
public final class Windows {
    public static final int TALLY_FORMAT = WindowTallies.FORMAT;
    public static final int UNSENT_FORMAT = DirtyRows.FORMAT;

    private final WindowTallies tallies;
    private final SequenceNumbers taken;
    private final String place;

    /**
     * @param taken hand-overs that were applied; counted on here
     * @param place for messages: which partition this is
     */
    public Windows(WindowTallies tallies, SequenceNumbers taken, String place) {
        this.tallies = tallies;
        this.taken = taken;
        this.place = place;
    }

    /**
     * @return whether it was applied; false: it had been before
     * @throws RefusedException CLOCK_SKEW, or what {@link SequenceNumbers#isNext} throws
     */
    public boolean take(byte[] bytes) {
        DeltaBatch handOver = DeltaBatch.fromBytes(bytes);
        BatchHeader header = handOver.header();
        if (!taken.isNext(header, bytes)) {
            return false;
        }
        if (handOver.asOf() - tallies.asOf() > AsOf.MAX_SKEW_MINUTES) {
            throw new RefusedException("CLOCK_SKEW: " + header.sender() + " handed over as of "
                    + AsOf.text(handOver.asOf()) + ", but " + place + " stands at " + AsOf.text(tallies.asOf())
                    + ". If the clock of this machine is behind, or its `as-of` is another one, set it and start"
                    + " again: nothing is lost. If it is right, the sender's brokers were ahead: run `doorstep rebuild`"
                    + " to count again.");
        }
        tallies.take(handOver);
        taken.take(header, bytes);
        return true;
    }
}

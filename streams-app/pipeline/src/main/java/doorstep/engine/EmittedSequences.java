package doorstep.engine;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Up to which delta batch of each sender every row was sent. While events come there is always some row that waits, so that
 * a count of those would never be 0: what has been taken when a sweep of breakdown values begins is remembered until the
 * rows of that are sent. Lives in memory; after a restart it is known at once if nothing waits, or else with the next sweep.
 */
final class EmittedSequences {
    private SortedMap<String, Long> begun; // null: nothing is remembered
    private long end;
    private SortedMap<String, Long> sent = new TreeMap<>();

    /**
     * A sweep begins.
     *
     * @param taken number of the last delta batch, by sender
     * @param next number that the next delta batch of breakdown values will have among those that wait
     */
    void begin(SortedMap<String, Long> taken, long next) {
        if (begun == null) {
            begun = taken;
            end = next;
        }
    }

    /**
     * The end of a round.
     *
     * @param first number of the first delta batch of breakdown values that waits; the others were added
     * @param rowsLeft whether rows of what was added wait to be sent
     */
    void onRound(long first, boolean rowsLeft) {
        if (begun != null && first >= end && !rowsLeft) {
            sent = begun;
            begun = null;
        }
    }

    /** Nothing that was taken waits for anything. */
    void onNothingLeft(SortedMap<String, Long> taken) {
        sent = taken;
        begun = null;
    }

    /** By sender; not to be modified. */
    SortedMap<String, Long> numbers() {
        return sent;
    }
}

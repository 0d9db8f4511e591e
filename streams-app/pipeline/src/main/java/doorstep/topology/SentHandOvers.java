package doorstep.topology;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Up to which hand-over of each sender every row was sent. While events come there is always some row that waits, so that
 * a count of those would never be 0: what had been taken when all of it had become rows is remembered until these are
 * sent. Lives in memory; after a restart it is known again with the next round.
 */
final class SentHandOvers {
    private SortedMap<String, Long> settled;
    private SortedMap<String, Long> sent = new TreeMap<>();

    /** @param taken number of the last hand-over, by sender: all of them have become rows, which may wait to be sent */
    void onSettled(SortedMap<String, Long> taken) {
        settled = taken;
    }

    /** None of the rows waits any more that did at the last {@link #onSettled}. */
    void onSent() {
        if (settled != null) {
            sent = settled;
            settled = null;
        }
    }

    /** By sender; not to be modified. */
    SortedMap<String, Long> numbers() {
        return sent;
    }
}

package doorstep.window;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a task took from each of its senders, which count what they send to it: 1, 2, 3… What it took already is skipped
 * (an internal topic read again after its offsets were lost), and a gap stops everything.
 */
public final class LastNumbers {
    private final SortedMap<String, Long> bySender;
    private final String place;

    /**
     * @param bySender the last number taken
     * @param place for messages: which task this is
     */
    public LastNumbers(SortedMap<String, Long> bySender, String place) {
        this.bySender = new TreeMap<>(bySender);
        this.place = place;
    }

    public SortedMap<String, Long> bySender() {
        return bySender;
    }

    /**
     * @return true for the next one; false if it was taken before
     * @throws RefusedException HISTORY_MISSING if some before it were not
     */
    public boolean isNext(String sender, long number) {
        long last = bySender.getOrDefault(sender, 0L);
        if (number > last + 1) {
            throw new RefusedException("HISTORY_MISSING: " + place + " got hand-over " + number + " of " + sender
                    + " after number " + last
                    + ". State or hand-overs were lost; run `doorstep rebuild` to count again from the input topics.");
        }
        return number == last + 1;
    }

    public void take(String sender, long number) {
        bySender.put(sender, number);
    }
}

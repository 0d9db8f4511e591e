// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last batch that a task took from each of its senders, which number their batches 1, 2, 3… Batches taken before
 * are skipped (an internal topic is read again after its offsets were lost). A gap stops the pipeline, and so does a
 * batch that does not follow the last one taken, or has its number but other content: then the state of one side was
 * set back, and its numbers were used twice.
 */
public final class SequenceNumbers {
    private final SortedMap<String, LastBatch> bySender;
    private final String task;
    private final long fingerprint;
    private final long rebuild;

    /**
     * @param bySender the last batch taken
     * @param task the task, as messages name it
     * @param fingerprint see {@link BatchHeader}, as for {@code rebuild}
     */
    public SequenceNumbers(SortedMap<String, LastBatch> bySender, String task, long fingerprint, long rebuild) {
        this.bySender = new TreeMap<>(bySender);
        this.task = task;
        this.fingerprint = fingerprint;
        this.rebuild = rebuild;
    }

    public SortedMap<String, LastBatch> bySender() {
        return bySender;
    }

    /** The sequence number of the last batch, by sender. */
    public static SortedMap<String, Long> numbers(SortedMap<String, LastBatch> bySender) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        bySender.forEach((sender, last) -> numbers.put(sender, last.number()));
        return numbers;
    }

    /**
     * @param batch the whole batch, with its header
     * @return true for the next batch; false if it was taken before
     * @throws RefusedException HISTORY_MISSING if batches before it are missing or differ; CHANGED_MEANING or
     *     OTHER_REBUILD if its sender counts under other settings or since another rebuild
     */
    public boolean isNext(BatchHeader header, byte[] batch) {
        requireSameFigures(header);
        LastBatch last = bySender.getOrDefault(header.sender(), LastBatch.NONE);
        if (header.number() > last.number() + 1) {
            throw missing(header, "after number " + last.number());
        }
        if (header.number() == last.number() + 1 && header.previousHash() != last.hash()) {
            throw missing(header, "which does not follow the number " + last.number() + " that was taken");
        }
        if (header.number() == last.number() && !last.equals(LastBatch.of(header.number(), batch))) {
            throw missing(header, "again, with other content");
        }
        return header.number() == last.number() + 1;
    }

    private void requireSameFigures(BatchHeader header) {
        if (header.rebuild() != rebuild) {
            throw new RefusedException("OTHER_REBUILD: " + task + " counts since rebuild " + rebuild + ", but "
                    + header.sender() + " sends figures of rebuild " + header.rebuild()
                    + ". Stop all instances, so that none is left from before the rebuild, and start them again.");
        }
        if (header.fingerprint() != fingerprint) {
            throw new RefusedException("CHANGED_MEANING: " + task + " counts under settings with the fingerprint "
                    + Long.toHexString(fingerprint) + ", but " + header.sender() + " under others, with "
                    + Long.toHexString(header.fingerprint())
                    + ". Give all instances the same configuration and the same version of Java, and start them again;"
                    + " if they have them, run `doorstep rebuild` to count again from the input topics.");
        }
    }

    private RefusedException missing(BatchHeader header, String what) {
        return new RefusedException("HISTORY_MISSING: " + task + " got batch " + header.number() + " of "
                + header.sender() + " " + what
                + ". State or batches were lost; run `doorstep rebuild` to count again from the input topics.");
    }

    public void take(BatchHeader header, byte[] batch) {
        bySender.put(header.sender(), LastBatch.of(header.number(), batch));
    }
}

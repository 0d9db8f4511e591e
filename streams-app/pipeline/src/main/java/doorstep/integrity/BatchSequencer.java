package doorstep.integrity;

import java.util.function.Function;

/** Numbers the batches that one sender sends to each of its targets, and chains each to the one before it. */
public final class BatchSequencer {
    private final String sender;
    private final LastBatch[] last;
    private final long fingerprint;
    private final long rebuild;

    /**
     * @param sender {@code part/partition}
     * @param last sent, by target; counted on here, and shared with whoever keeps it
     * @param fingerprint see {@link BatchHeader}; {@code rebuild} too
     */
    public BatchSequencer(String sender, LastBatch[] last, long fingerprint, long rebuild) {
        this.sender = sender;
        this.last = last;
        this.fingerprint = fingerprint;
        this.rebuild = rebuild;
    }

    /** @param content makes the batch that begins with a header */
    public byte[] next(int target, Function<BatchHeader, byte[]> content) {
        LastBatch before = last[target];
        BatchHeader header = new BatchHeader(sender, before.number() + 1, before.hash(), fingerprint, rebuild);
        byte[] batch = content.apply(header);
        last[target] = LastBatch.of(header.number(), batch);
        return batch;
    }
}

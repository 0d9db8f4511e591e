// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import java.util.function.Function;

/**
 * Assigns sequence numbers to the batches that one sender sends to each of its targets, and chains each batch to the
 * one before it by hash.
 */
public final class BatchSequencer {
    private final String sender;
    private final LastBatch[] last;
    private final long fingerprint;
    private final long rebuild;

    /**
     * @param sender {@code part/partition}
     * @param last the last batch sent, by target; updated here, and shared with the owner that stores it
     * @param fingerprint see {@link BatchHeader}, as for {@code rebuild}
     */
    public BatchSequencer(String sender, LastBatch[] last, long fingerprint, long rebuild) {
        this.sender = sender;
        this.last = last;
        this.fingerprint = fingerprint;
        this.rebuild = rebuild;
    }

    /** @param content builds the batch, which begins with the given header */
    public byte[] next(int target, Function<BatchHeader, byte[]> content) {
        LastBatch before = last[target];
        BatchHeader header = new BatchHeader(sender, before.number() + 1, before.hash(), fingerprint, rebuild);
        byte[] batch = content.apply(header);
        last[target] = LastBatch.of(header.number(), batch);
        return batch;
    }
}

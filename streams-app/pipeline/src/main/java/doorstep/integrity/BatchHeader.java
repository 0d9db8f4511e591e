// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;

/**
 * Header of every batch that one task sends to another (delta batches and link records): the sender, the sequence
 * number, and the settings and rebuild that the batch was counted under. The first byte is the format version, shared
 * by both kinds of batch.
 *
 * @param sender {@code part/partition}
 * @param number sequence number of the batch from this sender to this target: 1, 2, 3…
 * @param previousHash {@link LastBatch#hash} of the previous batch in that sequence; 0 for the first
 * @param fingerprint of the settings that give figures their meaning
 * @param rebuild number of the rebuild since which figures are counted
 */
public record BatchHeader(String sender, long number, long previousHash, long fingerprint, long rebuild) {
    /** A record that reaches this size is full; far below the brokers' limit of 1 MB. */
    public static final int FULL_RECORD_BYTES = 256 << 10;

    /** In formats 1 and 2 delta batches and links had separate headers, without hashes; 3 had other tallies, 4 other links. */
    public static final int FORMAT = 5;

    public void writeTo(ByteWriter out) {
        out.writeByte(FORMAT).writeString(sender).writeVarint(number);
        out.writeLong(previousHash).writeLong(fingerprint).writeVarint(rebuild);
    }

    /** @throws RefusedException OLD_STATE */
    public static BatchHeader readFrom(ByteReader in) {
        RefusedException.requireFormat(in.readByte(), FORMAT, "a delta batch or a record of links");
        return new BatchHeader(in.readString(), in.readVarint(), in.readLong(), in.readLong(), in.readVarint());
    }
}

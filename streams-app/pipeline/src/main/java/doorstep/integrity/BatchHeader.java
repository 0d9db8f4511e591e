package doorstep.integrity;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;

/**
 * The beginning of every batch that one task sends another: who sent it, its place in the sequence, and what it was
 * counted under. Batches are delta batches and records of links. The first byte is the version of the format, one for both.
 *
 * @param sender {@code part/partition}
 * @param number counts a sender's batches to one target: 1, 2, 3…
 * @param previousHash {@link LastBatch#hash} of the batch before it in that sequence; 0 for the first
 * @param fingerprint of the settings that give figures their meaning
 * @param rebuild number of the rebuild since which figures are counted
 */
public record BatchHeader(String sender, long number, long previousHash, long fingerprint, long rebuild) {
    /** A record that reaches this size is full; far below the brokers' limit of 1 MB. */
    public static final int FULL_RECORD_BYTES = 256 << 10;

    /** 1 and 2: delta batches and links had headers of their own, without hashes. */
    public static final int FORMAT = 3;

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

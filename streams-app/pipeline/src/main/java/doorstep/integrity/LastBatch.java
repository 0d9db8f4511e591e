package doorstep.integrity;

import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;

/**
 * The last batch of a sequence, as its sender and its target remember it.
 *
 * @param number 0: there was none
 * @param hash XXH3 (64 bits) of the whole batch, which holds the hash of the one before: so it stands for all of them
 */
public record LastBatch(long number, long hash) {
    public static final LastBatch NONE = new LastBatch(0, 0);

    static LastBatch of(long number, byte[] batch) {
        return new LastBatch(number, Hashing.xxh3_64().hashBytesToLong(batch));
    }

    public void writeTo(ByteWriter out) {
        out.writeVarint(number).writeLong(hash);
    }

    public static LastBatch readFrom(ByteReader in) {
        return new LastBatch(in.readVarint(), in.readLong());
    }
}

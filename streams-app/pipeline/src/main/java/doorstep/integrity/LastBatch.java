// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;

/**
 * The last batch of a sequence, as its sender and its target each remember it.
 *
 * @param number sequence number; 0 if there was none
 * @param hash XXH3 (64 bits) of the whole batch, which includes the previous batch's hash, and so covers all before it
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

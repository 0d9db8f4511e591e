// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.codec.ByteWriter;

/**
 * Order-independent checksum of a table's rows: the sum of a hash of each row (XXH3, 64 bits), so that an update costs
 * time for the changed row only.
 */
public final class Checksum {
    private long sum;

    public void add(byte[] key, byte[] value) {
        sum += hash(key, value);
    }

    public void subtract(byte[] key, byte[] value) {
        sum -= hash(key, value);
    }

    private static long hash(byte[] key, byte[] value) {
        ByteWriter row = new ByteWriter(key.length + value.length + Integer.BYTES);
        row.writeVarint(key.length).writeBytes(key).writeBytes(value);
        return Hashing.xxh3_64().hashBytesToLong(row.toBytes());
    }

    /** 0 for an empty table. */
    public long sum() {
        return sum;
    }
}

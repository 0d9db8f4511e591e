// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.event.Identity;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Computes the hashes that identify ids. */
public final class Identities {
    private Identities() {}

    /** @param id as in the record key */
    public static Identity of(byte[] id) {
        HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(id);
        long murmur = Utils.murmur2(id);
        return new Identity(
                murmur << 32 | (hash.getMostSignificantBits() & 0xffffffffL), hash.getLeastSignificantBits());
    }

    public static Identity of(String id) {
        return of(id.getBytes(StandardCharsets.UTF_8));
    }
}

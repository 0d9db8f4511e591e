// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import org.apache.kafka.common.utils.Utils;

/** The partition that Kafka's default partitioner gives a key: murmur2 of its bytes, without the sign, mod n. */
public final class KeyPartition {
    private KeyPartition() {}

    /** @param partitions of the topic, 1 or more */
    public static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}

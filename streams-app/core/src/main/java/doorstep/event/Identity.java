// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/**
 * Hash of an id in 16 bytes: 32 bits of the hash that determines the partition, 96 bits of another one. Two ids with
 * the same 128 bits would be treated as one; among 10 billion ids the probability of one such pair is about 1 in 10^19.
 *
 * @param high its upper half is murmur2 of the id
 */
public record Identity(long high, long low) {
    /** The partition that Kafka's default partitioner chooses for a record with this id as its key. */
    public int partition(int partitions) {
        return ((int) (high >>> 32) & 0x7fffffff) % partitions;
    }
}

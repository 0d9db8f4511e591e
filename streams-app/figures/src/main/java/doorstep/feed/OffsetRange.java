// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

/**
 * Offsets of a partition.
 *
 * @param from inclusive
 * @param end exclusive; may be the offset of a transaction marker
 */
public record OffsetRange(long from, long end) {
    boolean isEmpty() {
        return from >= end;
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import java.util.UUID;

/**
 * How far a partition was read.
 *
 * @param topic id of the topic, which a topic of the same name that was created anew does not have
 * @param next offset of the next record to read
 * @param complete whether the topic was read to its end once, so that no row is missing up to {@code next}
 * @param knownAtMs when the records before {@code next} were known to be all, or else when the last of them was appended:
 *     milliseconds since the epoch. A tombstone that the topic has forgotten meanwhile is younger
 */
public record Position(UUID topic, long next, boolean complete, long knownAtMs) {}

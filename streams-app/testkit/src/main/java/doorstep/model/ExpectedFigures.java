// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The expected output once everything is processed.
 *
 * @param rows by topic and key: the fields of the latest row, dates as days since 1970-01-01
 * @param worklist by key: the fields of the latest row
 * @param refused reason by position
 * @param beyond by topic: contributions of surviving events later than as-of
 * @param endingsBeyond of what is owed, later than as-of
 * @param accounts by {@code topic:partition}; a partition without records may be missing
 * @param moments at which any surviving event counts, whether or not as-of has reached them
 */
public record ExpectedFigures(
        Map<String, SortedMap<String, Map<String, Object>>> rows,
        SortedMap<String, Map<String, Object>> worklist,
        SortedMap<String, Long> beyond,
        long endingsBeyond,
        SortedMap<RawRecord.RecordPosition, String> refused,
        SortedMap<String, Account> accounts,
        SortedSet<Instant> moments) {
    /** Every reason for which a record is refused. */
    public static final Set<String> REASONS = Set.of(
            "UNDECODABLE",
            "UNKNOWN_SCHEMA",
            "INCOMPATIBLE_SCHEMA",
            "INVALID_FIELD",
            "WRONG_PARTITION",
            "KEY_MISMATCH",
            "INCONSISTENT_TIMES",
            "TOO_OLD",
            "FUTURE");

    /** received = current + repeated + rejected. */
    public record Account(long received, long rejected, long current, long repeated) {}
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.event.Codes;
import doorstep.event.TreePath;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Checks the fields of one record and keeps the first fault in the order of {@link Reason}. */
public final class FieldFaults {
    private static final int MAX_ID_CODE_POINTS = 256;
    // Call-back ids contain a type, an id and a question.
    private static final int MAX_TARGET_CODE_POINTS = 512;

    private final DecodeLimits limits;
    private final long appendMs;
    private Decoded.Refused first;

    FieldFaults(DecodeLimits limits, long appendMs) {
        this.limits = limits;
        this.appendMs = appendMs;
    }

    Optional<Decoded.Refused> first() {
        return Optional.ofNullable(first);
    }

    static boolean isId(String id) {
        return !id.isEmpty() && id.codePointCount(0, id.length()) <= MAX_ID_CODE_POINTS;
    }

    void code(String field, String code) {
        invalidUnless(Codes.isValid(code), field);
    }

    void path(String field, String path) {
        invalidUnless(TreePath.isValid(path), field);
    }

    void optionalPath(String field, String path) {
        invalidUnless(path == null || TreePath.isValid(path), field);
    }

    void notNegative(String field, long number) {
        invalidUnless(number >= 0, field);
    }

    void optionalTarget(String field, String id) {
        invalidUnless(
                id == null || (!id.isEmpty() && id.codePointCount(0, id.length()) <= MAX_TARGET_CODE_POINTS), field);
    }

    void atMost(int most, String field, Collection<?> items) {
        invalidUnless(items.size() <= most, field);
    }

    void invalidUnless(boolean valid, String field) {
        if (!valid) {
            fault(Reason.INVALID_FIELD, field);
        }
    }

    /** Checks a time that must not be in the future; null passes. */
    void past(String field, Instant time) {
        time(field, time, DecodeLimits.FUTURE_MS);
    }

    /** Checks a due time, which may be far in the future; null passes. */
    void due(String field, Instant time) {
        time(field, time, DecodeLimits.DUE_MS);
    }

    /** Checks the time of something that began at {@code opening}; null passes. */
    void notBefore(Instant opening, String field, Instant time) {
        if (time != null && time.isBefore(opening)) {
            fault(Reason.INCONSISTENT_TIMES, field);
        }
    }

    private void time(String field, Instant time, long aheadMs) {
        if (time == null) {
            return;
        }
        if (time.toEpochMilli() < limits.earliestMs()) {
            fault(Reason.TOO_OLD, field);
        } else if (time.toEpochMilli() > appendMs + aheadMs) {
            fault(Reason.FUTURE, field);
        }
    }

    private void fault(Reason reason, String field) {
        if (first == null || reason.compareTo(first.reason()) < 0) {
            first = new Decoded.Refused(reason, Optional.of(field));
        }
    }
}

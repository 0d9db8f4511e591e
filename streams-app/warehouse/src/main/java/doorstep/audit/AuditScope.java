// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Which rows are audited.
 *
 * @param unit only rows of this unit, {@code *} for the root; empty: of all
 * @param window only rows of this window
 * @param start only rows of calendar windows that start on this date
 */
public record AuditScope(Optional<String> unit, Optional<String> window, Optional<LocalDate> start) {
    /** All rows. */
    public static final AuditScope ALL = new AuditScope(Optional.empty(), Optional.empty(), Optional.empty());
}

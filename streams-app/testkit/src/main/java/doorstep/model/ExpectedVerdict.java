// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import org.apache.avro.specific.SpecificRecord;

/** The outcome that the rules prescribe for one record. */
sealed interface ExpectedVerdict {
    /** @param event null for a null value */
    record Accepted(String id, SpecificRecord event) implements ExpectedVerdict {}

    /**
     * @param reason as in {@code doorstep.rejected}
     * @param field the faulty field, for failure messages; not compared
     */
    record Refused(String reason, String field) implements ExpectedVerdict {}
}

package doorstep.model;

import org.apache.avro.specific.SpecificRecord;

/** What the rules say of one record. */
sealed interface ExpectedVerdict {
    /**
     * @param event null for a null value
     */
    record Accepted(String id, SpecificRecord event) implements ExpectedVerdict {}

    /**
     * @param reason as in {@code doorstep.rejected}
     * @param field what is wrong, for people; not compared
     */
    record Refused(String reason, String field) implements ExpectedVerdict {}
}
